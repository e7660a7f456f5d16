using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Formatting;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CALL procedure('…', name =&gt; value)</c></summary>
public sealed record Call(
    SourceSpan Span, QualifiedName Procedure, Sequence<FunctionArgument> Arguments)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CALL");
        var name = c.QualifiedName();
        c.ExpectSymbol("(");
        var calls = new ArgumentParser(c, new QueryParser(c).Expressions, hasArrow: false);
        Sequence<FunctionArgument> arguments = c.IsSymbol(")") ? [] : c.List(calls.Argument);
        c.ExpectSymbol(")");
        return new Call(c.From(start), name, arguments);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("CALL ").Name(Procedure).Raw("(").List(Arguments, a => CallFormatter.WriteArgument(a, sql)).Raw(")");
}
