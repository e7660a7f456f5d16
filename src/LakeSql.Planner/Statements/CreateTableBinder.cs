using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A table to be made, perhaps in place of another, perhaps with the rows of a query.</summary>
/// <param name="Schema">Where.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Create">The statement.</param>
/// <param name="Existing">What stands there now.</param>
/// <param name="Source">The query that fills it.</param>
/// <param name="Place">Where LOCATION puts it; null for the lake's own directory.</param>
/// <param name="Found">The table that lies there already and is given the name.</param>
public sealed record CreateTablePlan(
    Securable Schema, string FullName, CreateTable Create, Securable? Existing, BoundQuery? Source, OutsidePath? Place,
    Snapshot? Found)
    : StatementPlan
{
    /// <summary>Which rows and values of it are seen.</summary>
    public TablePolicy Policy { get; init; } = TablePolicy.None;

    /// <summary>What it asks of the query's rows.</summary>
    public WriteRules Rules { get; init; } = WriteRules.None;

    /// <summary>Its primary and foreign keys.</summary>
    public IReadOnlyList<TableKey> Keys { get; init; } = [];
}

internal static class CreateTableBinder
{
    public static CreateTablePlan Bind(CreateTable create, BindContext context)
    {
        var (schema, fullName, existing) = NewObject.Bind(
            create.Name, SecurableKind.Table, Privilege.CreateTable, create.OrReplace, create.IfNotExists, context);
        TableProperties.Check(create.Properties);
        if (create.Columns.Count == 0 && create.Constraints.Count > 0)
        {
            throw ErrorCode.InvalidUse.Error(
                "a CHECK needs the columns that it is about", create.Constraints[0].Condition.SpanOr(create.Span),
                "list the columns with their types");
        }

        ColumnRules.Check(create.Columns, create.Constraints, create.Name.Span, context);
        var (place, found) = ExternalTableBinder.Bind(create, existing, context);
        var isMade = existing is null || create.OrReplace;
        if (create.Columns.Count == 0 && create.Query is null && found is null && isMade)
        {
            throw ErrorCode.InvalidUse.Error(
                "a table needs columns or AS with a query" + (place is null ? ""
                    : $", as no Delta table lies in {place.Text}"), create.Span);
        }

        if (create.PartitionedBy.Count > 0 && create.ClusterBy.Count > 0)
        {
            throw ErrorCode.InvalidUse.Error("a table is either partitioned or clustered", create.Span);
        }

        var source = create.Query is null ? null : BindSource(create, context);
        string[] names = create.Columns.Count == 0 && source is not null
            ? [.. source.Columns.Select(c => c.Name)] : [.. create.Columns.Select(c => c.Name)];
        var unknown = create.PartitionedBy.FirstOrDefault(p => !names.Contains(p, Identifier.Comparer));
        if (unknown is not null && found is null)
        {
            throw ErrorCode.ColumnNotFound.Error(
                $"PARTITIONED BY names {Identifier.Quote(unknown)}, which is no column", create.Span);
        }

        if (names.Length > 0 && create.PartitionedBy.Count >= names.Length)
        {
            throw ErrorCode.InvalidUse.Error("a table needs a column that it is not partitioned by", create.Span);
        }

        RefuseIdentity(create);
        (create, var keys) = TableKeys.Of(create, found?.Metadata.Columns ?? create.Columns, context);
        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        return new CreateTablePlan(schema, fullName, create, existing, source, place, found)
        {
            Keys = keys,
            Rules = source is not null && create.Columns.Count > 0
                ? WriteRules.Bind(create.Columns, create.Constraints, context) : WriteRules.None,
            Policy = PolicyOf(
                create, existing,
                found?.Metadata.Columns ?? [.. names.Select((n, i) => create.Columns.Count > 0
                    ? create.Columns[i] : new ColumnDefinition(n, PrimitiveType.String))],
                fullName, context),
        };
    }

    /// <summary>
    /// The query, whose columns go by their places into those that the statement lists, where it lists any; those that
    /// are computed from others are none of them.
    /// </summary>
    private static BoundQuery BindSource(CreateTable create, BindContext context)
    {
        if (create.Columns.Count == 0)
        {
            return QueryBinder.BindTop(create.Query!, context);
        }

        var given = create.Columns.Where(c => c.Generated is null).ToList();
        var source = QueryBinder.BindSource(create.Query!, context);
        if (source.Columns.Count != given.Count)
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"the query has {Words(source.Columns.Count)}, the table needs {Words(given.Count)} from it",
                create.Query!.Span);
        }

        foreach (var (column, from) in given.Zip(source.Columns))
        {
            context.Resolution.AddValue(from.Sources, column.Name);
        }

        return source;
    }

    private static string Words(int columns) => columns == 1 ? "1 column" : $"{columns} columns";

    /// <summary>A table that takes another's place keeps its policy, which holds for the old versions, too.</summary>
    private static TablePolicy PolicyOf(
        CreateTable create, Securable? existing, IReadOnlyList<ColumnDefinition> columns, string fullName,
        BindContext context)
    {
        var policy = SetPolicyBinder.Of(create, columns, fullName, context);
        if (existing is null || !create.OrReplace || !policy.IsEmpty)
        {
            return policy;
        }

        policy = TablePolicy.Of(existing);
        SetPolicyBinder.RefuseLost(policy, fullName, columns, create.Name.Span);
        return policy;
    }

    /// <summary>What Databricks refuses as well.</summary>
    private static void RefuseIdentity(CreateTable create)
    {
        if (create.Columns.FirstOrDefault(c => c.Identity is not null) is not { } column)
        {
            return;
        }

        var name = Identifier.Quote(column.Name);
        if (create.Query is not null)
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {name} numbers rows, and AS gives it a value", create.Span,
                "make the table first, then INSERT INTO … SELECT");
        }

        if (create.PartitionedBy.Any(
            p => create.Columns.Any(c => c.Identity is not null && Identifier.Same(p, c.Name))))
        {
            throw ErrorCode.InvalidUse.Error("a table cannot be partitioned by the number of its rows", create.Span);
        }
    }
}
