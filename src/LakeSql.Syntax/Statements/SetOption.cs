using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SET name = value</c>, <c>RESET name</c> (then no value).</summary>
public sealed record SetOption(SourceSpan Span, string Name, string? Value) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        if (c.Take("RESET"))
        {
            return new SetOption(start, c.Name(), null) { Span = c.From(start) };
        }

        c.Expect("SET");
        var name = c.Name();
        if (!c.TakeSymbol("="))
        {
            c.Expect("TO");
        }

        return new SetOption(start, name, Option.Constant(c)) { Span = c.From(start) };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw(Value is null ? "RESET " : "SET ").Name(Name);
        if (Value is not null)
        {
            sql.Raw(" = '" + Value.Replace("'", "''", StringComparison.Ordinal) + "'");
        }
    }
}
