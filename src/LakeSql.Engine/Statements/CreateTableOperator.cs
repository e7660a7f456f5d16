using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Storage.Durability;
using LakeSql.Storage.Volumes;

namespace LakeSql.Engine.Statements;

internal static class CreateTableOperator
{
    public static OperatorResult Run(CreateTablePlan plan, StatementContext statement)
    {
        if (plan.Existing is not null && !plan.Create.OrReplace)
        {
            statement.Resolution.NothingFlows();
            return OperatorResult.None;
        }

        if (plan.Found is not null)
        {
            Name(plan, plan.Place!, statement);
            return OperatorResult.None;
        }

        var columns = plan.Source is { } source && plan.Create.Columns.Count == 0
            ? ColumnsOf(plan, source, statement) : plan.Create.Columns;
        foreach (var column in columns.Where(c => plan.Create.PartitionedBy.Contains(c.Name, Identifier.Comparer)))
        {
            if (!PartitionText.CanSpell(column.Type))
            {
                throw ErrorCode.TypeMismatch.Error(
                    $"a table cannot be partitioned by {Identifier.Quote(column.Name)}, which is {column.Type.Name}",
                    plan.Create.Span);
            }
        }

        var clustering = LaidColumns.Cluster.Of(plan.Create.ClusterBy, columns, [], plan.FullName, plan.Create.Span);
        var existing = plan.Existing is { } table ? statement.TableOf(table).Latest() : null;
        var metadata = new TableMetadata(
            existing?.Metadata.Id ?? Guid.NewGuid().ToString(),
            TableSchema.Of(columns),
            [.. plan.Create.PartitionedBy.Select(p => columns.First(c => Identifier.Same(c.Name, p)).Name)],
            Properties(plan.Create),
            plan.Create.Comment).Completed(before: null);
        var domains = Clustering.Change(existing, metadata, clustering);
        return existing is not null ? Replace(plan, existing, metadata, domains, statement)
            : plan.Place is { } place ? CreateOutside(plan, place, metadata, domains, statement)
            : Create(plan, metadata, domains, statement);
    }

    private static IReadOnlyDictionary<string, string> Properties(
        CreateTablePlan plan, string location, string tableType) => plan.Policy.In(TableKey.With(
            new Dictionary<string, string> { ["location"] = location, ["table_type"] = tableType }, plan.Keys));

    /// <summary>Changing a row of a table of pictures must not mean to write its neighbours anew.</summary>
    private static Dictionary<string, string> Properties(Syntax.Statements.CreateTable create)
    {
        var properties = create.Properties.ToDictionary(p => p.Name, p => p.Value);
        properties.TryAdd(TableMetadata.DeletionVectorsProperty, "true");
        foreach (var constraint in create.Constraints)
        {
            properties[TableMetadata.ConstraintProperty(constraint.Name)] = constraint.Condition;
        }

        return properties;
    }

    private static Sequence<ColumnDefinition> ColumnsOf(
        CreateTablePlan plan, BoundQuery source, StatementContext statement)
    {
        var names = source.Columns.Select(c => c.Name).ToArray();
        if (names.GroupBy(n => n, Identifier.Comparer).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw ErrorCode.DuplicateColumn.Error(
                $"the query has two columns {Identifier.Quote(twice.Key)}", plan.Create.Query!.Span,
                "give one of them another name: … AS other");
        }

        // DuckDB renames what it finds odd; the names are ours.
        return statement.Describe(source, storable: true).Select((c, i) => c with { Name = names[i] }).ToSequence();
    }

    /// <summary>
    /// Files first, then the log, then the name: a crash in between leaves bytes that nothing points to.
    /// </summary>
    private static OperatorResult Create(
        CreateTablePlan plan, TableMetadata metadata, IReadOnlyDictionary<string, string?> domains,
        StatementContext statement)
    {
        var id = Guid.NewGuid();
        var location = Path.Combine("tables", id.ToString("N"));
        var directory = Path.Combine(statement.Lake.Path, location);
        DiskSteps.Before("directory");
        Directory.CreateDirectory(directory);
        try
        {
            var (files, rows) = Write(plan, directory, metadata, statement);
            var snapshot = new DeltaTable(directory).Create(
                metadata, files, Describe(plan, metadata, rows, statement), null, domains);
            DiskSteps.Before("metastore");
            statement.Metastore.Create(
                SecurableKind.Table, plan.Schema.Id, plan.Create.Name.Last, statement.Session.User, plan.Create.Comment,
                Properties(plan, location, "MANAGED"), id);
            return OperatorResult.Affected(plan.Source is null ? -1 : rows, snapshot.Version);
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>The same in a directory that is not the lake's: what others put there meanwhile stays.</summary>
    private static OperatorResult CreateOutside(
        CreateTablePlan plan, OutsidePath place, TableMetadata metadata,
        IReadOnlyDictionary<string, string?> domains, StatementContext statement)
    {
        Directory.CreateDirectory(place.Real);
        if (RealPath.Of(place.Real) != place.Real)
        {
            throw ErrorCode.InvalidPath.Error($"a link stands in the way to {place.Text}", plan.Create.Span);
        }

        try
        {
            var (files, rows) = Write(plan, place.Real, metadata, statement);
            var description = Describe(plan, metadata, rows, statement);
            var snapshot = new DeltaTable(place.Real).Create(metadata, files, description, null, domains);
            Name(plan, place, statement);
            return OperatorResult.Affected(plan.Source is null ? -1 : rows, snapshot.Version);
        }
        catch when (!DeltaTable.Exists(place.Real))
        {
            TableWriter.Forget(place.Real);
            throw;
        }
    }

    private static void Name(CreateTablePlan plan, OutsidePath place, StatementContext statement) =>
        statement.Metastore.Create(
            SecurableKind.Table, plan.Schema.Id, plan.Create.Name.Last, statement.Session.User, plan.Create.Comment,
            Properties(plan, place.Real, "EXTERNAL"),
            check: () => place.RefuseOtherObjects(statement.Metastore, plan.Create.Span));

    /// <summary>One commit: readers see the old table or the new one, and the old one stays in the history.</summary>
    private static OperatorResult Replace(
        CreateTablePlan plan, Snapshot existing, TableMetadata metadata,
        IReadOnlyDictionary<string, string?> domains, StatementContext statement)
    {
        var (files, rows) = Write(plan, existing.Directory, metadata, statement);
        if (!plan.Policy.IsEmpty || Tags.OfColumns(plan.Existing!).Count > 0)
        {
            // First, so that at no moment the new rows are seen without it.
            DiskSteps.Before("metastore");
            statement.Metastore.Change(
                plan.Existing!.Id, s => plan.Policy.In(Tags.Carried(s, existing.Metadata, metadata)));
        }

        var snapshot = statement.Publish(plan.Existing!, new TableChange(
            existing, files, existing.Files, metadata, false, Describe(plan, metadata, rows, statement))
        {
            Domains = domains,
        });
        DiskSteps.Before("metastore");
        statement.Metastore.Change(
            plan.Existing!.Id,
            s => plan.Policy.In(Tags.Carried(s.WithKeys([.. plan.Keys]), existing.Metadata, metadata)) with
            {
                Comment = plan.Create.Comment,
            });
        return OperatorResult.Affected(plan.Source is null ? -1 : rows, snapshot.Version);
    }

    private static (IReadOnlyList<DataFile> Files, long Rows) Write(
        CreateTablePlan plan, string directory, TableMetadata metadata, StatementContext statement) =>
        plan.Source is { } source
            ? TableWriter.Write(
                statement, new WriteTarget(directory, metadata, metadata.Mapping, plan.Rules),
                sql => sql.Query(source), source.Columns.Count, Positions(plan, source, metadata, statement))
            : ([], 0);

    /// <summary>For each column of the table its position in the query, or -1 where it is computed.</summary>
    private static IReadOnlyList<int> Positions(
        CreateTablePlan plan, BoundQuery source, TableMetadata metadata, StatementContext statement)
    {
        var next = 0;
        int[] positions = [.. metadata.Columns.Select(c => c.Generated is null ? next++ : -1)];
        if (plan.Create.Columns.Any(c => StructFields.Has(c.Type)))
        {
            var span = plan.Create.Query!.Span;
            var types = statement.Describe(source, storable: false);
            _ = StructFields.Fitted(
                metadata, [.. positions.Select((p, i) => (Position: p, Column: i)).Where(c => c.Position >= 0)
                    .Select(c => new GivenValue(c.Column, types[c.Position].Type, span))],
                evolves: false, "add the field to the column's type", plan.FullName);
        }

        return positions;
    }

    private static CommitDescription Describe(
        CreateTablePlan plan, TableMetadata metadata, long rows, StatementContext statement) => statement.Commit(
            (plan.Existing is null ? "CREATE TABLE" : "CREATE OR REPLACE TABLE") + (plan.Source is null ? ""
                : " AS SELECT"),
            new Dictionary<string, string>
            {
                ["isManaged"] = plan.Place is null && plan.Existing?.OutsidePath is null ? "true" : "false",
                ["partitionBy"] = System.Text.Json.JsonSerializer.Serialize(metadata.PartitionColumns.AsEnumerable()),
            },
            rows);
}
