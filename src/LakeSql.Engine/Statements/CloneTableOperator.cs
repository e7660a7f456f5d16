using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Lakes;
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
            var sources = SourcesOf(plan, statement);
            var files = Files(plan, directory, statement);
            var snapshot = new DeltaTable(directory, statement.Lake.SourceDirectories(sources)).Create(
                source.Metadata.ForCopy(Guid.NewGuid().ToString()), files, Description(plan, statement),
                source.Protocol, Clustering.Change(before: null, source));
            using var held = SourcesHeld(plan, sources, statement);
            var made = statement.Metastore.Create(
                SecurableKind.Table, plan.Schema.Id, plan.Statement.Name.Last, statement.Session.User,
                source.Metadata.Description, Properties(location, sources), id,
                () => RequireSources(plan, sources, statement));
            RequireFiles(plan, made, statement);
            return Result(plan, [], files, snapshot.Version);
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>
    /// VACUUM of the sources has ended, and none begins before what was taken is disposed: a clone that has its name
    /// then keeps its files.
    /// </summary>
    private static TableLock? SourcesHeld(
        CloneTablePlan plan, IEnumerable<Guid> sources, StatementContext statement) => !plan.Statement.IsShallow ? null
            : TableLock.AwaitFiles(
                statement.Lake.Path, sources.Select(statement.Metastore.ById).OfType<Securable>()
                    .Select(s => s.Properties["location"]), isAlone: true, statement.Cancellation);

    /// <summary>
    /// From its name on a clone keeps files from VACUUM; one that ran before may have taken files of an old version.
    /// </summary>
    private static void RequireFiles(CloneTablePlan plan, Securable made, StatementContext statement)
    {
        if (plan.Statement.IsShallow && plan.Source.Snapshot.MissingOf(plan.Source.Snapshot.Files) is not null)
        {
            statement.Metastore.Drop(made.Id);
            plan.Source.Snapshot.RequireFiles(plan.Source.FullName);
        }
    }

    /// <summary>One commit: readers see the old table or the new one, and the old one stays in the history.</summary>
    private static OperatorResult Replace(CloneTablePlan plan, Securable table, StatementContext statement)
    {
        var source = plan.Source.Snapshot;
        statement.TableOf(table).Latest().RequireWritable();
        var sources = SourcesOf(plan, statement);
        using var held = SourcesHeld(plan, sources, statement);
        if (plan.Statement.IsShallow)
        {
            // First the right to the files and then the log that names them: a crash in between leaves a right unused.
            source.RequireFiles(plan.Source.FullName);
            statement.Metastore.Change(table.Id, now =>
            {
                RequireSources(plan, sources, statement);
                return now.WithCloneSources(sources.Where(s => s != now.Id));
            });
            table = statement.Metastore.ById(table.Id)!;
        }

        var existing = statement.Lake.Commits.Visible(table).Latest();
        var files = Files(plan, existing.Directory, statement);
        try
        {
            if (Tags.OfColumns(table).Count > 0)
            {
                // First, so that at no moment the new rows are seen without their policies.
                statement.Metastore.Change(table.Id, s => Tags.Carried(s, existing.Metadata, source.Metadata));
            }

            var snapshot = statement.Publish(table, new TableChange(
                existing, files, existing.Files, source.Metadata.ForCopy(existing.Metadata.Id), false,
                Description(plan, statement))
            {
                FilesProtocol = source.Protocol, Domains = Clustering.Change(existing, source),
            });
            statement.Metastore.Change(
                table.Id,
                s => Tags.Carried(s, existing.Metadata, source.Metadata) with
                {
                    Comment = source.Metadata.Description,
                });
            return Result(plan, existing.Files, files, snapshot.Version);
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.CommitConflict && !plan.Statement.IsShallow)
        {
            TableCopy.Discard(files, existing.Directory);
            throw;
        }
    }

    private static IReadOnlyList<DataFile> Files(CloneTablePlan plan, string directory, StatementContext statement)
    {
        var source = plan.Source.Snapshot;
        return plan.Statement.IsShallow ? TableCopy.Refer(source) : TableCopy.Make(
            source, directory, i => statement.Session.Report(new StatementProgress(
                $"copying file {i + 1} of {source.Files.Count}", (double)i / source.Files.Count)),
            statement.Cancellation);
    }

    private static Dictionary<string, string> Properties(string location, IReadOnlyList<Guid> sources)
    {
        var properties = new Dictionary<string, string> { ["location"] = location, ["table_type"] = "MANAGED" };
        if (sources.Count > 0)
        {
            properties[Securable.CloneSourcesProperty] = string.Join(' ', sources);
        }

        return properties;
    }

    /// <summary>The tables whose files the clone uses: the source, and those that it uses files of itself.</summary>
    private static List<Guid> SourcesOf(CloneTablePlan plan, StatementContext statement) =>
        !plan.Statement.IsShallow ? [] : [.. plan.Source.Table!.CloneSources.Select(statement.Metastore.ById)
            .OfType<Securable>().Append(plan.Source.Table).Where(
                s => TableCopy.UsesFilesIn(plan.Source.Snapshot, Path.GetFullPath(statement.Lake.DirectoryOf(s))))
            .Select(s => s.Id)];

    /// <summary>Somebody may have dropped one meanwhile.</summary>
    private static void RequireSources(
        CloneTablePlan plan, IEnumerable<Guid> sources, StatementContext statement)
    {
        if (plan.Statement.IsShallow
            && sources.Append(plan.Source.Table!.Id).Any(s => statement.Metastore.ById(s) is null))
        {
            throw ErrorCode.TableNotFound.Error($"{plan.Source.FullName} is dropped", plan.Statement.Source.Span);
        }
    }

    private static CommitDescription Description(CloneTablePlan plan, StatementContext statement) => statement.Commit(
        "CLONE",
        new Dictionary<string, string>
        {
            ["source"] = plan.Source.FullName,
            ["sourceVersion"] = plan.Source.Snapshot.Version.ToString(),
            ["isShallow"] = plan.Statement.IsShallow ? "true" : "false",
        },
        0);

    /// <summary>The columns are Databricks'.</summary>
    private static OperatorResult Result(
        CloneTablePlan plan, IReadOnlyList<DataFile> removes, IReadOnlyList<DataFile> files, long version)
    {
        var copies = plan.Statement.IsShallow ? [] : files;
        var source = plan.Source.Snapshot;
        return OperatorResult.Table(
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
}
