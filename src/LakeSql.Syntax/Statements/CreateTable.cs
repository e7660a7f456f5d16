using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>CREATE [OR REPLACE | EXTERNAL] TABLE [IF NOT EXISTS] name (columns) [USING DELTA]
/// [PARTITIONED BY (…)] [CLUSTER BY (…)] [LOCATION '…'] [COMMENT '…'] [TBLPROPERTIES (…)] [AS query]</c>
/// </summary>
public sealed record CreateTable(SourceSpan Span, QualifiedName Name) : Statement(Span)
{
    /// <summary>OR REPLACE.</summary>
    public bool OrReplace { get; init; }

    /// <summary>EXTERNAL, which says no more than LOCATION does.</summary>
    public bool IsExternal { get; init; }

    /// <summary>IF NOT EXISTS.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>The columns; empty for CREATE TABLE … AS, and where LOCATION holds a table.</summary>
    public Sequence<ColumnDefinition> Columns { get; init; } = [];

    /// <summary>CONSTRAINT … CHECK, after the columns.</summary>
    public Sequence<CheckConstraint> Constraints { get; init; } = [];

    /// <summary>ROW FILTER f ON (…).</summary>
    public PolicyFunction? RowFilter { get; init; }

    /// <summary>MASK f [USING COLUMNS (…)], by column.</summary>
    public Sequence<(string Column, PolicyFunction Mask)> Masks { get; init; } = [];

    /// <summary>Keys, of columns or after them.</summary>
    public Sequence<KeyConstraint> Keys { get; init; } = [];

    /// <summary>PARTITIONED BY: names of columns.</summary>
    public Sequence<string> PartitionedBy { get; init; } = [];

    /// <summary>CLUSTER BY: names of columns.</summary>
    public Sequence<string> ClusterBy { get; init; } = [];

    /// <summary>LOCATION: a directory outside of the lake.</summary>
    public string? Location { get; init; }

    /// <summary>COMMENT.</summary>
    public string? Comment { get; init; }

    /// <summary>TBLPROPERTIES.</summary>
    public Sequence<Option> Properties { get; init; } = [];

    /// <summary>AS query.</summary>
    public Query? Query { get; init; }

    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CREATE");
        var orReplace = c.TakeAll("OR", "REPLACE");
        var isExternal = !orReplace && c.Take("EXTERNAL");
        c.Expect("TABLE");
        var ifNotExists = Clauses.IfNotExists(c);
        var name = c.QualifiedName();
        if (!isExternal && CloneTable.ParseRest(c, start, name) is { } clone)
        {
            return clone with { OrReplace = orReplace, IfNotExists = ifNotExists };
        }

        if (!isExternal && !orReplace && CreateTableLike.ParseRest(c, start, name, ifNotExists) is { } like)
        {
            return like;
        }

        var table = new CreateTable(start, name)
        {
            OrReplace = orReplace, IsExternal = isExternal, IfNotExists = ifNotExists,
        };
        if (c.IsSymbol("("))
        {
            c.Parenthesized(() => table = Item(c, table));
        }

        while (Clause(c, table) is { } next)
        {
            table = next;
        }

        if (c.Take("AS"))
        {
            table = table with { Query = new QueryParser(c).Query() };
        }

        return table with { Span = c.From(start) };
    }

    private static CreateTable Item(Cursor c, CreateTable table)
    {
        if (KeyConstraint.IsNext(c))
        {
            return table with { Keys = table.Keys.Append(KeyConstraint.Parse(c)).ToSequence() };
        }

        if (c.IsWord("CONSTRAINT") && c.IsName(1))
        {
            return table with { Constraints = table.Constraints.Append(CheckConstraint.Parse(c)).ToSequence() };
        }

        var keys = table.Keys.ToList();
        var column = ColumnText.Parse(c, keys);
        table = table with { Columns = table.Columns.Append(column).ToSequence(), Keys = keys.ToSequence() };
        return c.Take("MASK")
            ? table with { Masks = table.Masks.Append((column.Name, PolicyFunction.Mask(c))).ToSequence() } : table;
    }

    /// <summary>The next clause, in any order, or null.</summary>
    private static CreateTable? Clause(Cursor c, CreateTable table)
    {
        if (c.Take("USING"))
        {
            c.Expect("DELTA");
            return table;
        }

        if (c.TakeAll("PARTITIONED", "BY"))
        {
            return table with { PartitionedBy = c.Parenthesized(() => c.Name()) };
        }

        if (c.TakeAll("WITH", "ROW", "FILTER"))
        {
            return table with { RowFilter = PolicyFunction.RowFilter(c) };
        }

        if (c.TakeAll("CLUSTER", "BY"))
        {
            return table with { ClusterBy = c.Parenthesized(() => c.Name()) };
        }

        if (c.Take("LOCATION"))
        {
            return table with { Location = c.StringValue() };
        }

        if (c.Take("TBLPROPERTIES"))
        {
            return table with { Properties = c.Parenthesized(() => Option.Parse(c)) };
        }

        return c.Take("COMMENT") ? table with { Comment = c.StringValue() } : null;
    }

    private void WriteColumn(ColumnDefinition column, SqlWriter sql)
    {
        ColumnText.Write(column, sql);
        foreach (var (_, mask) in Masks.Where(m => m.Column == column.Name))
        {
            sql.Raw(" MASK ");
            mask.WriteMask(sql);
        }
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("CREATE ").When(OrReplace, "OR REPLACE ").When(IsExternal, "EXTERNAL ").Raw("TABLE ")
            .When(IfNotExists, "IF NOT EXISTS ").Name(Name);
        Action[] items =
        [
            .. Columns.Select(c => (Action)(() => WriteColumn(c, sql))),
            .. Constraints.Select(c => (Action)(() => c.WriteTo(sql))),
            .. Keys.Select(k => (Action)(() => sql.Node(k))),
        ];
        if (items.Length > 0)
        {
            sql.Raw(" (").List(items, write => write()).Raw(")");
        }

        if (PartitionedBy.Count > 0)
        {
            sql.Raw(" PARTITIONED BY (").List(PartitionedBy, p => sql.Name(p)).Raw(")");
        }

        if (ClusterBy.Count > 0)
        {
            sql.Raw(" CLUSTER BY (").List(ClusterBy, c => sql.Name(c)).Raw(")");
        }

        if (RowFilter is not null)
        {
            sql.Raw(" WITH ROW FILTER ");
            RowFilter.WriteRowFilter(sql);
        }

        if (Location is not null)
        {
            sql.Raw(" LOCATION ").Text(Location);
        }

        sql.Comment(Comment);
        if (Properties.Count > 0)
        {
            sql.Raw(" TBLPROPERTIES (").List(Properties, p => sql.Node(p)).Raw(")");
        }

        if (Query is not null)
        {
            sql.Raw(" AS ").Node(Query);
        }
    }
}
