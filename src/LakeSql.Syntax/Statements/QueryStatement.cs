using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>A query as a statement: <c>SELECT …</c>, <c>FROM …</c>, <c>VALUES …</c>.</summary>
public sealed record QueryStatement(SourceSpan Span, Query Query) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        return new QueryStatement(start, new QueryParser(c).Query()) { Span = c.From(start) };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Node(Query);
}
