using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Execution;

/// <summary>
/// Writes the query that gives a table's new rows as its files hold them, and fails for rows that it refuses.
/// </summary>
/// <remarks>
/// From the inside out: the source; values cast to the table's types, with defaults for those that are missing;
/// generated values; the checks, in the first column, so that no row goes without them; the names of the files.
/// </remarks>
internal sealed class WrittenRows(StatementSql render, TableMetadata metadata, ColumnMapping mapping, WriteRules rules)
{
    /// <summary>How much of a refused row an error shows.</summary>
    private const int ShownLength = 200;

    private const string Plain = "\"written\"";

    /// <summary>A column of the source that goes into the file behind those of the table; null for none.</summary>
    public string? Extra { get; init; }

    /// <summary>The only row, where it needs no source; null for others.</summary>
    public ConstantRow? Constants { get; init; }

    private readonly DuckDbSql sql = render.Sql;
    private readonly Sequence<TableField> fields = metadata.Schema.Fields;

    /// <param name="source">The query.</param>
    /// <param name="sourceCount">How many columns the query has.</param>
    /// <param name="positions">For each column of the table its position in the query, or -1 for none.</param>
    public void Write(Action<StatementSql> source, int sourceCount, IReadOnlyList<int> positions)
    {
        var isChecked = rules.Checks.Count > 0;
        if (mapping != ColumnMapping.None)
        {
            sql.Raw("SELECT ").List(fields, WriteForFile).Raw(ExtraFrom(Plain)).Raw(" FROM (");
        }

        if (isChecked)
        {
            sql.Raw("SELECT ").List(Enumerable.Range(0, fields.Count), WriteChecked).Raw(" FROM (");
        }

        if (rules.Generated.Count > 0)
        {
            sql.Raw("SELECT ").List(Enumerable.Range(0, fields.Count), i => WriteGenerated(i, positions[i] >= 0));
            sql.Raw(" FROM (");
        }

        if (Constants is not null)
        {
            sql.Raw("SELECT ").List(Enumerable.Range(0, fields.Count), i => WriteConstant(i, Constants[i]));
        }
        else
        {
            WriteSource(source, sourceCount, positions);
        }

        if (rules.Generated.Count > 0)
        {
            sql.Raw(") AS ").Name(rules.Relation);
        }

        if (isChecked)
        {
            sql.Raw(") AS ").Name(rules.Relation);
        }

        if (mapping != ColumnMapping.None)
        {
            sql.Raw($") AS {Plain}");
        }
    }

    private void WriteSource(Action<StatementSql> source, int sourceCount, IReadOnlyList<int> positions)
    {
        sql.Raw("SELECT ").List(Enumerable.Range(0, fields.Count), i => WriteGiven(i, positions[i] >= 0));
        sql.Raw(ExtraFrom("q")).Raw(" FROM (");
        source(render);

        // Under the table's names, since the engine names the column of a value that does not fit.
        int[] order = [.. positions];
        string SourceName(int i) => Array.IndexOf(order, i) is >= 0 and var at ? fields[at].Name
            : Extra is not null && i == sourceCount - 1 ? Extra : $"\uE000unused {i}";
        sql.Raw(") AS q(").List(Enumerable.Range(0, sourceCount), i => sql.Name(SourceName(i))).Raw(")");
    }

    private void WriteConstant(int position, Expression? value)
    {
        if (value is null)
        {
            WriteGiven(position, isGiven: false);
            return;
        }

        var column = metadata.Columns[position];
        var isCast = !PlainConstant.HasType(value, column.Type);
        sql.Raw(isCast ? "CAST(" : "");
        render.Renderer.Expressions.Write(value);
        (isCast ? sql.Raw(" AS ").Type(column.Type).Raw(")") : sql).Raw(" AS ").Name(column.Name);
    }

    private string ExtraFrom(string relation) => Extra is null ? "" : $", {relation}.\"{Extra}\"";

    private void WriteGiven(int position, bool isGiven)
    {
        var column = metadata.Columns[position];
        // In the log the empty text is NULL, so it is NULL to what is asked of the row.
        var isPartition = column.Type == PrimitiveType.String
            && metadata.PartitionColumns.Contains(column.Name, Identifier.Comparer);
        void Value()
        {
            sql.Raw(isPartition ? "NULLIF(CAST(" : "CAST(");
            if (isGiven)
            {
                sql.Raw("q.").Name(column.Name);
            }
            else if (rules.Defaults.TryGetValue(position, out var value))
            {
                render.Renderer.Expressions.Write(value);
            }
            else
            {
                sql.Raw("NULL");
            }

            sql.Raw(" AS ").Type(column.Type).Raw(isPartition ? "), '')" : ")");
        }

        if (column.Nullable || rules.Generated.ContainsKey(position))
        {
            Value();
        }
        else
        {
            WriteNotNull(column, Value);
        }

        sql.Raw(" AS ").Name(column.Name);
    }

    private void WriteNotNull(ColumnDefinition column, Action value)
    {
        sql.Raw("CASE WHEN ");
        value();
        sql.Raw(" IS NULL THEN error(")
            .Text($"{DuckDbErrors.ConstraintMark}column {Identifier.Quote(column.Name)} does not accept NULL")
            .Raw(") ELSE ");
        value();
        sql.Raw(" END");
    }

    /// <summary>A value that is given for a generated column must be the one that would be computed.</summary>
    private void WriteGenerated(int position, bool isGiven)
    {
        var column = metadata.Columns[position];
        void Stored() => sql.Name(rules.Relation).Raw(".").Name(column.Name);
        if (!rules.Generated.TryGetValue(position, out var value))
        {
            Stored();
            return;
        }

        void Computed()
        {
            sql.Raw("CAST(");
            render.Renderer.Expressions.Write(value);
            sql.Raw(" AS ").Type(column.Type).Raw(")");
        }

        if (isGiven)
        {
            sql.Raw("CASE WHEN ");
            Stored();
            sql.Raw(" IS DISTINCT FROM ");
            Computed();
            sql.Raw(" THEN error(").Text(
                $"{DuckDbErrors.ConstraintMark}column {Identifier.Quote(column.Name)} is generated from "
                + $"{column.Generated} and was given another value").Raw(") ELSE ");
        }

        if (column.Nullable)
        {
            Computed();
        }
        else
        {
            WriteNotNull(column, Computed);
        }

        sql.Raw(isGiven ? " END" : "").Raw(" AS ").Name(column.Name);
    }

    /// <summary>NULL breaks a check as well: that is what the other engines of these tables say.</summary>
    private void WriteChecked(int position)
    {
        var name = fields[position].Name;
        if (position > 0)
        {
            sql.Name(rules.Relation).Raw(".").Name(name);
            return;
        }

        sql.Raw("CASE");
        foreach (var check in rules.Checks)
        {
            sql.Raw(" WHEN (");
            render.Renderer.Expressions.Write(check.Condition);
            sql.Raw(") IS NOT TRUE THEN error(")
                .Text($"{DuckDbErrors.ConstraintMark}a row breaks {Identifier.Quote(check.Name)} ({check.Text})"
                    + (rules.ShowsRows ? ": " : ""));
            if (!rules.ShowsRows)
            {
                sql.Raw(")");
                continue;
            }

            sql.Raw(" || left(replace(CAST(struct_pack(").List(fields.Where(f => f.Trace == RowTrace.None), f =>
                    sql.Name(f.Name).Raw(" := ").Name(rules.Relation).Raw(".").Name(f.Name))
                .Raw(") AS VARCHAR), chr(10), ' '), ").Number(ShownLength).Raw("))");
        }

        sql.Raw(" ELSE ").Name(rules.Relation).Raw(".").Name(name).Raw(" END AS ").Name(name);
    }

    private void WriteForFile(TableField field)
    {
        new NestedNames(sql, mapping, isForFile: true).Write(
            field.Type, () => sql.Raw($"{Plain}.").Name(field.Name));
        sql.Raw(" AS ").Name(field.PhysicalName(mapping));
    }
}
