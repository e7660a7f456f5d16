using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Policies;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Pruning;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Statements;

internal static class InsertOperator
{
    public static OperatorResult Run(InsertPlan plan, StatementContext statement)
    {
        var columns = plan.Read.Metadata.Columns;
        var fitted = columns.Any(c => StructFields.Has(c.Type)) ? Fitted(plan, statement) : plan.Read.Metadata;
        var evolved = plan.NewColumns.Count > 0 ? Evolved(plan, fitted, statement)
            : ReferenceEquals(fitted, plan.Read.Metadata) ? null : fitted;
        var target = WriteTarget.Of(plan.Read, plan.Rules) with { Metadata = evolved ?? plan.Read.Metadata };
        using var numbered = new NumberedRows(plan, statement);
        var (files, rows) = TableWriter.Write(
            statement, target, numbered.Write, numbered.Count,
            [.. numbered.Positions, .. plan.NewColumns.Select(c => c.Position)], numbered.OnlyRow);
        var gone = Replaced(plan, files, statement);
        if (files.Count == 0 && gone.Removes.Count == 0 && plan.Replaces != ReplacedRows.All && evolved is null
            && plan.Loaded.Count == 0)
        {
            return OperatorResult.Affected(0);
        }

        var description = statement.Commit(
            plan.Loaded.Count > 0 ? "COPY INTO" : "WRITE",
            new Dictionary<string, string>
            {
                ["mode"] = plan.Replaces == ReplacedRows.None ? "Append" : "Overwrite",
            },
            rows);
        var metadata = numbered.Marked(evolved, rows);
        var isAppend = plan.Replaces == ReplacedRows.None && metadata is null;
        var snapshot = statement.Publish(plan.Table, new TableChange(
            plan.Read, [.. files, .. gone.Adds], gone.Removes, metadata, isAppend, description)
        {
            ChangeData = gone.ChangeData,
            Done = plan.Loaded,
            Reads = plan.Deletion is null ? null : [],
        });
        return OperatorResult.Affected(rows, snapshot.Version);
    }

    private static RemovedRows Replaced(
        InsertPlan plan, IReadOnlyList<DataFile> written, StatementContext statement) => plan.Replaces switch
    {
        ReplacedRows.All => new([], plan.Read.Files, []),
        ReplacedRows.OfPartitions => new([], OfPartitions(plan, written, statement), []),
        ReplacedRows.Matching => ChangeRowsOperator.Remove(plan.Deletion!, written, statement),
        _ => new([], [], []),
    };

    /// <summary>The files of the partitions that are named, or that the new rows lie in.</summary>
    private static IReadOnlyList<DataFile> OfPartitions(
        InsertPlan plan, IReadOnlyList<DataFile> written, StatementContext statement)
    {
        var fields = plan.Partition.Select(p => plan.Read.Metadata.Schema.Fields.First(
            f => Identifier.Same(f.Name, p.Column))).ToList();
        string Key(DataFile file) => string.Concat(fields.Select(f => Spelled(
            file.PartitionValueOf(f, plan.Read.Mapping), f.DataType)));
        var keys = written.Select(Key).ToHashSet(StringComparer.Ordinal);
        if (plan.Partition.All(p => p.Value is not null))
        {
            keys.Add(string.Concat(plan.Partition.Zip(fields, (p, f) => Spelled(
                PartitionTextOf(p.Value!, f, statement), f.DataType))));
        }

        return [.. plan.Read.Files.Where(f => keys.Contains(Key(f)))];
    }

    /// <summary>One spelling for each value: another engine may have written it in its own.</summary>
    private static string Spelled(string? text, DataType type) => text is null ? "-"
        : ColumnValue.Of(text, type) is { } value && value.ToString() is { } spelled ? $"{spelled.Length}:{spelled}"
        : $"{text.Length}:{text}";

    private static string? PartitionTextOf(Expression value, TableField field, StatementContext statement)
    {
        var render = statement.NewSql();
        render.Sql.Raw("SELECT CAST(CAST(");
        render.Renderer.Expressions.Write(value);
        render.Sql.Raw(" AS ").Type(field.DataType).Raw(") AS VARCHAR)");
        return statement.Run(render, reader => reader.Read() && !reader.IsDBNull(0)
            ? PartitionText.Of(reader.GetString(0), field.DataType) : null);
    }

    /// <summary>The table with room for all fields of the structs that it is given.</summary>
    private static TableMetadata Fitted(InsertPlan plan, StatementContext statement)
    {
        var described = statement.Describe(plan.Source, storable: false);
        var items = plan.Source.Tree.Body is Select { Items: var all } && all.Count == described.Count ? all : null;
        var given = plan.Columns.Select((position, column) => (Position: position, Column: column))
            .Where(c => c.Position >= 0)
            .Select(c => new GivenValue(
                c.Column, described[c.Position].Type, items?[c.Position].Value.Span ?? plan.Source.Tree.Span));
        var fitted = StructFields.Fitted(
            plan.Read.Metadata, [.. given], plan.EvolvesSchema,
            plan.IsCopy ? "COPY_OPTIONS ('mergeSchema' = 'true')" : "INSERT WITH SCHEMA EVOLUTION INTO …",
            plan.FullName);
        PolicyColumns.RequireTypes(plan.Table, plan.FullName, plan.Read, fitted, statement.Metastore);
        return fitted;
    }

    /// <summary>The table with the columns that only the source has, in the types that the source has them.</summary>
    private static TableMetadata Evolved(InsertPlan plan, TableMetadata fitted, StatementContext statement)
    {
        var described = statement.Describe(plan.Source, storable: true);
        return fitted.WithColumns(plan.NewColumns.Select(
            c => new ColumnDefinition(c.Name, described[c.Position].Type)));
    }
}

/// <summary>What a commit does to take rows out of a table.</summary>
/// <param name="Adds">Files that hold the other rows of those that go.</param>
/// <param name="Removes">Files that go.</param>
/// <param name="ChangeData">Files that tell which rows went.</param>
internal sealed record RemovedRows(
    IReadOnlyList<DataFile> Adds, IReadOnlyList<DataFile> Removes, IReadOnlyList<DataFile> ChangeData);
