using LakeSql.Engine.DuckDb;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Engine.Execution;

/// <summary>The numbers that new rows of MERGE get in the identity columns to which they give no value.</summary>
/// <param name="plan">The statement.</param>
/// <param name="isNew">Tells the new rows of those that the statement has joined; null when there are none.</param>
internal sealed class MergeNumbers(MergePlan plan, string? isNew)
{
    private readonly List<(string Name, IdentityNumbers Numbers)> columns =
    [
        .. plan.Read.Metadata.Schema.Fields.Where(f => isNew is not null && f.Identity is not null)
            .Select(f => (f.Name, f.Identity!)),
    ];

    /// <summary>The joined rows' columns, and which rows get a number.</summary>
    public void WriteColumns(DuckDbSql sql)
    {
        sql.Raw("*");
        if (columns.Count == 0)
        {
            return;
        }

        plan.Read.RequireWritable();
        sql.Raw(" REPLACE (").List(columns, c =>
        {
            IdentityText.Write(sql, c.Numbers, IsMissing(c.Name), DuckDbSql.QuoteName(c.Name));
            sql.Raw(" AS ").Name(c.Name);
        });
        sql.Raw(")");
        for (var i = 0; i < columns.Count; i++)
        {
            sql.Raw($", {IsMissing(columns[i].Name)} AS {Mark(i)}");
        }
    }

    /// <summary>The table's metadata once the rows have their numbers; null when nothing of it is new.</summary>
    /// <param name="evolved">The metadata that the statement gives it otherwise.</param>
    /// <param name="joined">Where the joined rows are.</param>
    /// <param name="statement">Counts them.</param>
    public TableMetadata? Marked(TableMetadata? evolved, string joined, StatementContext statement)
    {
        var counts = columns.Select((c, i) => (c.Name, Count: Count(i, joined, statement)))
            .ToDictionary(c => c.Name, c => c.Count);
        return counts.Values.All(c => c == 0) ? evolved
            : (evolved ?? plan.Read.Metadata).WithNumbers((f, n) => n.After(counts[f.Name]));
    }

    private static long Count(int column, string joined, StatementContext statement)
    {
        var render = statement.NewSql();
        render.Sql.Raw($"SELECT count(*) FROM {joined} WHERE {Mark(column)}");
        return statement.Run(render, reader => reader.Read() ? reader.GetInt64(0) : 0);
    }

    private string IsMissing(string column) => $"({isNew} AND {DuckDbSql.QuoteName(column)} IS NULL)";

    private static string Mark(int column) => $"\"\uE000numbered {column}\"";
}
