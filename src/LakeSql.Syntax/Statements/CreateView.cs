using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE [OR REPLACE] VIEW [IF NOT EXISTS] name [(columns)] [COMMENT '…'] AS query</c></summary>
public sealed record CreateView(
    SourceSpan Span, QualifiedName Name, Sequence<string> Columns, Query Query)
    : Statement(Span)
{
    /// <summary>OR REPLACE.</summary>
    public bool OrReplace { get; init; }

    /// <summary>IF NOT EXISTS.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>COMMENT.</summary>
    public string? Comment { get; init; }

    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CREATE");
        var orReplace = c.TakeAll("OR", "REPLACE");
        c.Expect("VIEW");
        var ifNotExists = Clauses.IfNotExists(c);
        var name = c.QualifiedName();
        Sequence<string> columns = c.IsSymbol("(") ? c.Parenthesized(() => c.Name()) : [];
        var comment = Clauses.Comment(c);
        c.Expect("AS");
        var query = new QueryParser(c).Query();
        return new CreateView(c.From(start), name, columns, query)
        {
            OrReplace = orReplace, IfNotExists = ifNotExists, Comment = comment,
        };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("CREATE ").When(OrReplace, "OR REPLACE ").Raw("VIEW ").When(IfNotExists, "IF NOT EXISTS ").Name(Name);
        if (Columns.Count > 0)
        {
            sql.Raw(" (").List(Columns, c => sql.Name(c)).Raw(")");
        }

        sql.Comment(Comment).Raw(" AS ").Node(Query);
    }
}
