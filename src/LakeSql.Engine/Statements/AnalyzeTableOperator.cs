using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Sessions;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Engine.Statements;

internal static class AnalyzeTableOperator
{
    /// <summary>How many files one query of the engine looks at.</summary>
    private const int BatchCount = 500;

    public static OperatorResult Run(AnalyzeTablePlan plan, StatementContext statement)
    {
        var isPartition = plan.Read.Metadata.PartitionColumns.ToHashSet(Identifier.Comparer);
        var fields = plan.Read.Metadata.Schema.Fields
            .Where(f => !isPartition.Contains(f.Name) && f.Trace == RowTrace.None
                && ComputedStatistics.Covers(f.DataType)).ToArray();
        var files = plan.Read.Files.Where(f => Lacks(f, fields, plan)).ToArray();
        if (files.Length == 0)
        {
            statement.Resolution.NothingFlows();
            return Result(plan, plan.Read.Version, 0);
        }

        plan.Read.RequireWritable();
        var described = new List<DataFile>(files.Length);
        foreach (var batch in files.Chunk(BatchCount))
        {
            statement.Session.Report(new StatementProgress(
                $"reading file {described.Count + 1} of {files.Length}", (double)described.Count / files.Length));
            described.AddRange(Described(batch, fields, plan, statement));
        }

        var snapshot = statement.Publish(plan.Table, new TableChange(
            plan.Read, described, [], null, false,
            statement.Commit("COMPUTE STATS", new Dictionary<string, string>(), 0), DataChange: false));
        return Result(plan, snapshot.Version, described.Count) with { VersionMade = snapshot.Version };
    }

    private static bool Lacks(DataFile file, IEnumerable<TableField> fields, AnalyzeTablePlan plan) =>
        FileStatistics.Of(file) is not { } known
        || (plan.ForAllColumns && fields.Any(
            f => known.Columns.GetValueOrDefault(f.PhysicalName(plan.Read.Mapping))?.NullCount is null));

    /// <summary>Statistics are of all rows of a file; that some of these are deleted makes the bounds wide.</summary>
    private static IEnumerable<DataFile> Described(
        IReadOnlyList<DataFile> files, TableField[] fields, AnalyzeTablePlan plan, StatementContext statement)
    {
        DataFile[] whole = [.. files.Select(f => f with { DeletionVector = null })];
        var statistics = ComputedStatistics.Of(
            statement, fields, plan.Read.Mapping, r => r.Renderer.WritePlaced(plan.Scan, whole));
        foreach (var file in files)
        {
            if (statistics.TryGetValue(plan.Read.PathOf(file), out var json))
            {
                yield return (file with
                {
                    Statistics = file.DeletionVector is null ? json
                        : (FileStatistics.Parse(json)! with { TightBounds = false }).ToJson(),
                }).AsOurs();
            }
        }
    }

    private static OperatorResult Result(AnalyzeTablePlan plan, long version, long count) => OperatorResult.Table(
        [
            ("version", PrimitiveType.BigInt),
            ("num_files", PrimitiveType.BigInt),
            ("num_updated_files", PrimitiveType.BigInt),
        ],
        [[version, (long)plan.Read.Files.Count, count]]);
}
