using System.Text.Json;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Sessions;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Upkeep;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Statements;

/// <summary>OPTIMIZE and REORG: the same rows in other files.</summary>
internal static class OptimizeOperator
{
    public static OperatorResult Run(OptimizePlan plan, StatementContext statement)
    {
        var bins = new FileBins(plan.Read);
        var files = Chosen(plan, statement);
        var groups = plan.Order switch
        {
            RowOrder.ZOrder => bins.Unordered(files, plan.OrderBy),
            RowOrder.Clustered => bins.Unclustered(files, plan.ClusteringNames),
            RowOrder.FullyClustered => bins.Reclustered(files, plan.ClusteringNames),
            _ => plan.Operation == "REORG" ? bins.WithDeletions(files) : bins.Small(files),
        };
        if (groups.Count == 0)
        {
            statement.Resolution.NothingFlows();
            return Result(plan.Read.Version, [], []);
        }

        plan.Read.RequireWritable();
        var removes = groups.SelectMany(g => g).ToArray();
        var adds = Write(plan, bins, groups, statement);
        try
        {
            var snapshot = statement.Publish(plan.Table, new TableChange(
                plan.Read, adds, removes, null, false, Description(plan, adds, removes, statement),
                DataChange: false));
            return Result(snapshot.Version, adds, removes) with { VersionMade = snapshot.Version };
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.CommitConflict)
        {
            TableCopy.Discard(adds, plan.Read.Directory);
            throw;
        }
    }

    /// <summary>The files of the partitions that the condition holds for.</summary>
    private static IReadOnlyList<DataFile> Chosen(OptimizePlan plan, StatementContext statement)
    {
        if (plan.Where is null)
        {
            return plan.Read.Files;
        }

        var render = statement.NewSql();
        var sql = render.Sql.Raw($"SELECT DISTINCT {RowPlace.File} FROM (");
        render.Renderer.WritePlaced(
            plan.Scan, FilePruning.FilesOf(plan.Scan, plan.Relation, plan.Where, statement.ValueOf));
        sql.Raw(") AS ").Name(plan.Relation).Raw(" WHERE ");
        render.Renderer.Expressions.Write(plan.Where);
        var paths = statement.Run(render, reader =>
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read())
            {
                found.Add(reader.GetString(0));
            }

            return found;
        });
        return [.. plan.Read.Files.Where(f => paths.Contains(plan.Read.PathOf(f)))];
    }

    private static List<DataFile> Write(
        OptimizePlan plan, FileBins bins, IReadOnlyList<IReadOnlyList<DataFile>> groups, StatementContext statement)
    {
        var written = new List<DataFile>();
        using var order = plan.Order == RowOrder.None ? null : new ZOrder(plan, statement);
        try
        {
            for (var i = 0; i < groups.Count; i++)
            {
                statement.Cancellation.ThrowIfCancellationRequested();
                statement.Session.Report(new StatementProgress(
                    $"writing files {i + 1} of {groups.Count}", (double)i / groups.Count));
                var group = groups[i];
                var rows = order?.Write(group, bins.CountFor(group), written) ?? Copy(plan, group, written, statement);

                // Whatever the cause may be, a table must not lose rows to its upkeep.
                if (group.Sum(bins.LiveRowsOf) is { } expected && group.All(f => bins.LiveRowsOf(f) is not null)
                    && rows != expected)
                {
                    throw ErrorCode.Internal.Error($"{expected} rows became {rows}");
                }
            }

            return written;
        }
        catch
        {
            TableCopy.Discard(written, plan.Read.Directory);
            throw;
        }
    }

    private static long Copy(
        OptimizePlan plan, IReadOnlyList<DataFile> files, List<DataFile> written, StatementContext statement)
    {
        var (made, rows) = TableWriter.Write(
            statement, WriteTarget.Of(plan.Read, WriteRules.None), r => r.Renderer.WriteFiles(plan.Scan, files),
            plan.Scan.Columns.Count, [.. Enumerable.Range(0, plan.Scan.Columns.Count)]);
        written.AddRange(made);
        return rows;
    }

    private static CommitDescription Description(
        OptimizePlan plan, IReadOnlyList<DataFile> adds, IReadOnlyList<DataFile> removes, StatementContext statement)
    {
        var parameters = new Dictionary<string, string>
        {
            ["predicate"] = JsonSerializer.Serialize(plan.Predicate is { } predicate ? [predicate]
                : Array.Empty<string>()),
        };
        if (plan.Operation == "REORG")
        {
            parameters["applyPurge"] = "true";
        }
        else if (plan.Order is RowOrder.Clustered or RowOrder.FullyClustered)
        {
            parameters["clusterBy"] = JsonSerializer.Serialize(plan.OrderBy.AsEnumerable());
            parameters["isFull"] = plan.Order == RowOrder.FullyClustered ? "true" : "false";
        }
        else
        {
            parameters["zOrderBy"] = JsonSerializer.Serialize(plan.OrderBy.AsEnumerable());
        }

        return statement.Commit(plan.Operation, parameters, 0) with
        {
            OperationMetrics = new Dictionary<string, string>
            {
                ["numAddedFiles"] = adds.Count.ToString(),
                ["numRemovedFiles"] = removes.Count.ToString(),
                ["numAddedBytes"] = adds.Sum(f => f.Size).ToString(),
                ["numRemovedBytes"] = removes.Sum(f => f.Size).ToString(),
            },
        };
    }

    private static OperatorResult Result(
        long version, IReadOnlyList<DataFile> adds, IReadOnlyList<DataFile> removes) => OperatorResult.Table(
        [
            ("version", PrimitiveType.BigInt),
            ("num_files_added", PrimitiveType.BigInt),
            ("num_files_removed", PrimitiveType.BigInt),
            ("size_added", PrimitiveType.BigInt),
            ("size_removed", PrimitiveType.BigInt),
        ],
        [[version, (long)adds.Count, (long)removes.Count, adds.Sum(f => f.Size), removes.Sum(f => f.Size)]]);
}
