using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>INSERT [WITH SCHEMA EVOLUTION] INTO|OVERWRITE [TABLE] name [REPLACE WHERE condition | PARTITION (…)]
/// [(columns)|BY NAME] query</c>; VALUES is a query.
/// </summary>
public sealed record Insert(
    SourceSpan Span, QualifiedName Table, bool Overwrite, bool ByName, Sequence<string> Columns, Query Query)
    : Statement(Span)
{
    /// <summary>WITH SCHEMA EVOLUTION: the table gets the columns that the query has and it lacks.</summary>
    public bool EvolvesSchema { get; init; }

    /// <summary>REPLACE WHERE: the rows that go, and what the new ones must meet.</summary>
    public Expression? ReplaceWhere { get; init; }

    /// <summary>PARTITION: columns of the partitions that are written, some with their value.</summary>
    public Sequence<PartitionItem> Partition { get; init; } = [];

    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("INSERT");
        var evolves = c.TakeAll("WITH", "SCHEMA", "EVOLUTION");
        var overwrite = c.Take("OVERWRITE");
        if (!overwrite || c.IsWord("INTO"))
        {
            c.Expect("INTO");
        }

        c.Take("TABLE");
        var table = c.QualifiedName();
        var queries = new QueryParser(c);
        var replaced = !overwrite && c.TakeAll("REPLACE", "WHERE") ? queries.Expressions.Expression() : null;
        Sequence<PartitionItem> partition = replaced is null && c.Take("PARTITION")
            ? c.Parenthesized(() => PartitionItem.Parse(c, queries)) : [];
        Sequence<string> columns = c.IsSymbol("(") && !queries.StartsQuery() ? c.Parenthesized(() => c.Name()) : [];
        var byName = columns.Count == 0 && c.TakeAll("BY", "NAME");
        if (!queries.StartsQuery() && !c.IsWord("VALUES"))
        {
            throw c.Unexpected("SELECT", "VALUES");
        }

        var query = queries.Query();
        return new Insert(c.From(start), table, overwrite, byName, columns, query)
        {
            EvolvesSchema = evolves, ReplaceWhere = replaced, Partition = partition,
        };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("INSERT ").When(EvolvesSchema, "WITH SCHEMA EVOLUTION ").Raw(Overwrite ? "OVERWRITE " : "INTO ");
        sql.Name(Table);
        if (ReplaceWhere is not null)
        {
            // A name at its end and a parenthesis behind it would be a call.
            var isClosed = Columns.Count > 0 || Query.ToSql().StartsWith('(');
            sql.Raw(" REPLACE WHERE ").When(isClosed, "(").Node(ReplaceWhere).When(isClosed, ")");
        }

        if (Partition.Count > 0)
        {
            sql.Raw(" PARTITION (").List(Partition, p => sql.Node(p)).Raw(")");
        }

        sql.Raw(ByName ? " BY NAME " : " ");
        if (Columns.Count > 0)
        {
            sql.Raw("(").List(Columns, c => sql.Name(c)).Raw(") ");
        }

        sql.Node(Query);
    }
}

/// <summary><c>column [= value]</c> in PARTITION.</summary>
/// <param name="Span">Its place.</param>
/// <param name="Column">A column that the table is partitioned by.</param>
/// <param name="Value">Its value in all rows; null when the query gives it.</param>
public sealed record PartitionItem(SourceSpan Span, string Column, Expression? Value) : SyntaxNode(Span)
{
    internal static PartitionItem Parse(Cursor c, QueryParser queries)
    {
        var start = c.Here;
        var column = c.Name();
        var value = c.TakeSymbol("=") ? queries.Expressions.Expression() : null;
        return new PartitionItem(c.From(start), column, value);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Name(Column);
        if (Value is not null)
        {
            sql.Raw(" = ").Node(Value);
        }
    }
}
