using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.Statements;

/// <summary>
/// Writes rows along a Z-order curve, so that each file holds a small range of every one of the columns.
/// </summary>
/// <remarks>
/// Each column's values are replaced by their rank, cut to a few bits; the bits of all columns, taken in turn from the
/// highest on, are the row's place on the curve. By rank, a column's places are used evenly, however its values lie.
/// </remarks>
internal sealed class ZOrder(OptimizePlan plan, StatementContext statement) : IDisposable
{
    private const string Sorted = "lakesql_zorder";
    private const string Slice = "\"\uE000slice\"";
    private const string Place = "\"\uE000place\"";

    /// <summary>More bits tell values apart that lie in the same file anyway.</summary>
    private const int BitsMax = 10;

    /// <summary>The place is a number of 64 bits with a sign.</summary>
    private const int PlaceBitsMax = 62;

    private readonly IDisposable connection = statement.KeepConnection();
    private readonly string id = Guid.NewGuid().ToString();

    /// <summary>
    /// Writes the rows of the files of one partition into so many new ones; gives how many rows they are.
    /// </summary>
    public long Write(IReadOnlyList<DataFile> files, int sliceCount, List<DataFile> written)
    {
        Sort(files, sliceCount);
        var rowCount = 0L;
        for (var slice = 1; slice <= sliceCount; slice++)
        {
            statement.Cancellation.ThrowIfCancellationRequested();
            var (made, rows) = TableWriter.Write(
                statement, WriteTarget.Of(plan.Read, WriteRules.None), r => WriteSlice(r, slice),
                plan.Scan.Columns.Count, [.. Enumerable.Range(0, plan.Scan.Columns.Count)]);
            written.AddRange(made.Select(f => plan.Order == RowOrder.ZOrder
                ? f.AsOrdered(plan.OrderBy, id) : f.AsClustered(plan.ClusteringNames, id)));
            rowCount += rows;
        }

        return rowCount;
    }

    public void Dispose() => connection.Dispose();

    private void Sort(IReadOnlyList<DataFile> files, int sliceCount)
    {
        var bits = Math.Min(BitsMax, PlaceBitsMax / plan.OrderBy.Count);
        var render = statement.NewSql();
        var sql = render.Sql.Raw($"CREATE OR REPLACE TEMP TABLE {Sorted} AS SELECT ");
        WriteColumns(render);
        sql.Raw($", {Place}, ntile(").Number(sliceCount).Raw($") OVER (ORDER BY {Place}) AS {Slice} FROM (SELECT ");
        WriteColumns(render);
        for (var bit = 0; bit < bits; bit++)
        {
            for (var i = 0; i < plan.OrderBy.Count; i++)
            {
                sql.Raw(bit + i == 0 ? ", " : " + ").Raw($"((\"\uE000rank {i}\" >> ").Number(bit).Raw(") & 1) * ")
                    .Number(1L << ((bit * plan.OrderBy.Count) + plan.OrderBy.Count - 1 - i));
            }
        }

        sql.Raw($" AS {Place} FROM (SELECT *");
        for (var i = 0; i < plan.OrderBy.Count; i++)
        {
            sql.Raw(", CAST(floor(percent_rank() OVER (ORDER BY ").Name(plan.OrderBy[i]).Raw(") * ")
                .Number((1 << bits) - 1).Raw($") AS BIGINT) AS \"\uE000rank {i}\"");
        }

        sql.Raw(" FROM (");
        render.Renderer.WriteFiles(plan.Scan, files);
        sql.Raw(")))");
        statement.Run(render, _ => true);
    }

    private void WriteSlice(StatementSql render, int slice)
    {
        render.Sql.Raw("SELECT ");
        WriteColumns(render);
        render.Sql.Raw($" FROM {Sorted} WHERE {Slice} = ").Number(slice).Raw($" ORDER BY {Place}");
    }

    private void WriteColumns(StatementSql render) =>
        render.Sql.List(plan.Scan.Columns, c => render.Sql.Name(c.Name));
}
