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
            return new SetOption(start, SettingName(c), null) { Span = c.From(start) };
        }

        c.Expect("SET");
        var name = SettingName(c);
        if (!c.TakeSymbol("="))
        {
            c.Expect("TO");
        }

        return new SetOption(start, name, Option.Constant(c)) { Span = c.From(start) };
    }

    /// <summary>Databricks' names of settings have dots.</summary>
    private static string SettingName(Cursor c) => string.Join('.', c.QualifiedName().Parts);

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw(Value is null ? "RESET " : "SET ").Name(Name);
        if (Value is not null)
        {
            sql.Raw(" = ").Text(Value);
        }
    }
}
