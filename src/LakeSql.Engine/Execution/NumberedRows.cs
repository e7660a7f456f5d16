using LakeSql.Common.Names;
using LakeSql.Engine.DuckDb;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Execution;

/// <summary>The rows of an INSERT, with numbers in the identity columns to which they give no value.</summary>
/// <remarks>
/// A column that rows may give values to takes NULL for none. How many of them there are is counted on rows that are
/// held: the query could give others when it is asked a second time.
/// </remarks>
internal sealed class NumberedRows : IDisposable
{
    private const string Held = "lakesql_given_rows";
    private const string Row = "q";

    private readonly InsertPlan plan;
    private readonly int given;
    private readonly Dictionary<int, IdentityNumbers> numbers = [];
    private readonly Dictionary<int, long> missing = [];
    private readonly IDisposable? connection;

    public NumberedRows(InsertPlan plan, StatementContext statement)
    {
        this.plan = plan;
        given = plan.Source.Columns.Count;
        var fields = plan.Read.Metadata.Schema.Fields;
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Identity is { } identity)
            {
                numbers[i] = identity;
            }
        }

        if (numbers.Count > 0)
        {
            plan.Read.RequireWritable();
        }

        if (numbers.Keys.Any(i => plan.Columns[i] >= 0))
        {
            connection = statement.KeepConnection();
            Hold(statement);
        }

        var added = numbers.Keys.Where(i => !HasAll(i)).ToList();
        Positions = [.. plan.Columns.Select((p, i) => added.IndexOf(i) is >= 0 and var at ? given + at : p)];
    }

    /// <summary>For each column of the table its position in the rows, or -1 for none.</summary>
    public IReadOnlyList<int> Positions { get; }

    /// <summary>How many columns the rows have.</summary>
    public int Count => given + Positions.Count(p => p >= given);

    /// <summary>The values where they are one row of VALUES that needs no number; null where not.</summary>
    public Sequence<Expression>? OnlyRow => numbers.Count == 0 && plan.Source.Tree is
    {
        Body: Values { Rows: [var only] }, With: null, Limit: null, Offset: null,
    }
        ? only : null;

    /// <summary>Writes the query that gives the rows.</summary>
    public void Write(StatementSql render)
    {
        var added = numbers.Where(n => !HasAll(n.Key)).ToList();
        if (added.Count == 0)
        {
            WriteGiven(render);
            return;
        }

        render.Sql.Raw($"SELECT {Row}.*, ").List(added, n => IdentityText.Write(
            render.Sql, n.Value, plan.Columns[n.Key] is >= 0 and var at ? $"{Row}.{Name(at)} IS NULL" : null,
            $"CAST({Row}.{Name(Math.Max(0, plan.Columns[n.Key]))} AS BIGINT)"));
        render.Sql.Raw(" FROM (");
        WriteGiven(render);
        render.Sql.Raw(") AS ");
        WriteNames(render);
    }

    /// <summary>The table's metadata once the rows have their numbers; null when nothing of it is new.</summary>
    /// <param name="evolved">The metadata that the statement gives it otherwise.</param>
    /// <param name="rows">How many rows there are.</param>
    public TableMetadata? Marked(TableMetadata? evolved, long rows)
    {
        var counts = numbers.Keys.ToDictionary(
            i => plan.Read.Metadata.Schema.Fields[i].Name, i => missing.GetValueOrDefault(i, rows));
        return counts.Values.All(c => c == 0) ? evolved
            : (evolved ?? plan.Read.Metadata).WithNumbers((f, n) => n.After(counts[f.Name]));
    }

    public void Dispose() => connection?.Dispose();

    /// <summary>True when every row has brought its own value.</summary>
    private bool HasAll(int column) => missing.TryGetValue(column, out var count) && count == 0;

    private void Hold(StatementContext statement)
    {
        var render = statement.NewSql();
        render.Sql.Raw($"CREATE TEMP TABLE {Held} AS SELECT * FROM (");
        render.Query(plan.Source);
        render.Sql.Raw(") AS ");
        WriteNames(render);
        statement.Run(render, _ => true);
        foreach (var column in numbers.Keys.Where(i => plan.Columns[i] >= 0))
        {
            var count = statement.NewSql();
            count.Sql.Raw($"SELECT count(*) FROM {Held} WHERE {Name(plan.Columns[column])} IS NULL");
            missing[column] = statement.Run(count, reader => reader.Read() ? reader.GetInt64(0) : 0);
        }
    }

    private void WriteGiven(StatementSql render)
    {
        if (connection is null)
        {
            render.Query(plan.Source);
        }
        else
        {
            render.Sql.Raw($"SELECT * FROM {Held}");
        }
    }

    private void WriteNames(StatementSql render) =>
        render.Sql.Raw($"{Row}(").List(Enumerable.Range(0, given), i => render.Sql.Raw(Name(i))).Raw(")");

    private static string Name(int position) => $"\"\uE000{position}\"";
}

/// <summary>Writes the number that a row gets.</summary>
internal static class IdentityText
{
    /// <param name="sql">The text.</param>
    /// <param name="numbers">The column's numbers.</param>
    /// <param name="isMissing">Which rows get one; null for all.</param>
    /// <param name="given">What the others have.</param>
    public static void Write(DuckDbSql sql, IdentityNumbers numbers, string? isMissing, string given)
    {
        sql.Raw(isMissing is null ? "" : $"CASE WHEN {isMissing} THEN ");
        sql.Raw("CAST(").Number(numbers.Next).Raw(" AS BIGINT) + (");
        sql.Raw(isMissing is null ? "row_number() OVER ()"
            : $"count(*) FILTER (WHERE {isMissing}) OVER (ROWS UNBOUNDED PRECEDING)");
        sql.Raw(" - 1) * CAST(").Number(numbers.Step).Raw(" AS BIGINT)");
        sql.Raw(isMissing is null ? "" : $" ELSE {given} END");
    }
}
