using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>INSERT INTO|OVERWRITE [TABLE] name [(columns)|BY NAME] query</c>; VALUES is a query.</summary>
public sealed record Insert(
    SourceSpan Span, QualifiedName Table, bool Overwrite, bool ByName, Sequence<string> Columns, Query Query)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("INSERT");
        var overwrite = c.Take("OVERWRITE");
        if (!overwrite || c.IsWord("INTO"))
        {
            c.Expect("INTO");
        }

        c.Take("TABLE");
        var table = c.QualifiedName();
        var queries = new QueryParser(c);
        Sequence<string> columns = c.IsSymbol("(") && !queries.StartsQuery() ? c.Parenthesized(() => c.Name()) : [];
        var byName = columns.Count == 0 && c.TakeAll("BY", "NAME");
        if (!queries.StartsQuery() && !c.IsWord("VALUES"))
        {
            throw c.Unexpected("SELECT", "VALUES");
        }

        var query = queries.Query();
        return new Insert(c.From(start), table, overwrite, byName, columns, query);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw(Overwrite ? "INSERT OVERWRITE " : "INSERT INTO ").Name(Table).Raw(ByName ? " BY NAME " : " ");
        if (Columns.Count > 0)
        {
            sql.Raw("(").List(Columns, c => sql.Name(c)).Raw(") ");
        }

        sql.Node(Query);
    }
}
