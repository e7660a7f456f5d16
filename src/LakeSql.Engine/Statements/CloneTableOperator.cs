using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Sessions;
using LakeSql.Planner.Policies;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Upkeep;

namespace LakeSql.Engine.Statements;

internal static class CloneTableOperator
{
    public static OperatorResult Run(CloneTablePlan plan, StatementContext statement)
    {
        if (plan.Existing is not null && !plan.Statement.OrReplace)
        {
            statement.Resolution.NothingFlows();
            return OperatorResult.None;
        }

        // Asking for the policy throws when the authorizer has not seen this scan.
        _ = plan.Source.Policy;
        return plan.Existing is { } existing ? Replace(plan, existing, statement) : Create(plan, statement);
    }

    /// <summary>
    /// Files first, then the log, then the name: a crash in between leaves bytes that nothing points to.
    /// </summary>
    private static OperatorResult Create(CloneTablePlan plan, StatementContext statement)
    {
        var source = plan.Source.Snapshot;
        var id = Guid.NewGuid();
        var location = Path.Combine("tables", id.ToString("N"));
        var directory = Path.Combine(statement.Lake.Path, location);
        Directory.CreateDirectory(directory);
        try
        {
            var files = Copy(source, directory, statement);
            var snapshot = new DeltaTable(directory).Create(
                source.Metadata.ForCopy(Guid.NewGuid().ToString()), files, Description(plan, statement),
                source.Protocol);
            statement.Metastore.Create(
                SecurableKind.Table, plan.Schema.Id, plan.Statement.Name.Last, statement.Session.User,
                source.Metadata.Description,
                new Dictionary<string, string> { ["location"] = location, ["table_type"] = "MANAGED" }, id);
            return Result(source, [], files, snapshot.Version);
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>One commit: readers see the old table or the new one, and the old one stays in the history.</summary>
    private static OperatorResult Replace(CloneTablePlan plan, Securable table, StatementContext statement)
    {
        var source = plan.Source.Snapshot;
        var existing = statement.TableOf(table).Latest();
        existing.RequireWritable();
        var files = Copy(source, existing.Directory, statement);
        try
        {
            if (Tags.OfColumns(table).Count > 0)
            {
                // First, so that at no moment the new rows are seen without their policies.
                statement.Metastore.Change(table.Id, s => Tags.Carried(s, existing.Metadata, source.Metadata));
            }

            var snapshot = statement.Publish(table, new TableChange(
                existing, files, existing.Files, source.Metadata.ForCopy(existing.Metadata.Id), false,
                Description(plan, statement)) { FilesProtocol = source.Protocol });
            statement.Metastore.Change(table.Id, s => s with { Comment = source.Metadata.Description });
            return Result(source, existing.Files, files, snapshot.Version);
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.CommitConflict)
        {
            TableCopy.Discard(files, existing.Directory);
            throw;
        }
    }

    private static IReadOnlyList<DataFile> Copy(Snapshot source, string directory, StatementContext statement) =>
        TableCopy.Make(
            source, directory, i => statement.Session.Report(new StatementProgress(
                $"copying file {i + 1} of {source.Files.Count}", (double)i / source.Files.Count)),
            statement.Cancellation);

    private static CommitDescription Description(CloneTablePlan plan, StatementContext statement) => statement.Commit(
        "CLONE",
        new Dictionary<string, string>
        {
            ["source"] = plan.Source.FullName,
            ["sourceVersion"] = plan.Source.Snapshot.Version.ToString(),
            ["isShallow"] = "false",
        },
        0);

    /// <summary>The columns are Databricks'.</summary>
    private static OperatorResult Result(
        Snapshot source, IReadOnlyList<DataFile> removes, IReadOnlyList<DataFile> copies, long version) =>
        OperatorResult.Table(
            [
                ("source_table_size", PrimitiveType.BigInt),
                ("source_num_of_files", PrimitiveType.BigInt),
                ("num_removed_files", PrimitiveType.BigInt),
                ("num_copied_files", PrimitiveType.BigInt),
                ("removed_files_size", PrimitiveType.BigInt),
                ("copied_files_size", PrimitiveType.BigInt),
            ],
            [
                [
                    source.Files.Sum(f => f.Size), (long)source.Files.Count, (long)removes.Count, (long)copies.Count,
                    removes.Sum(f => f.Size), copies.Sum(f => f.Size),
                ],
            ]) with { VersionMade = version };
}
