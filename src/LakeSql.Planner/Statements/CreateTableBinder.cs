using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
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
    : StatementPlan(Create.Query is null ? "CREATE TABLE" : "CREATE TABLE AS SELECT")
{
    /// <summary>Its primary and foreign keys.</summary>
    public IReadOnlyList<TableKey> Keys { get; init; } = [];
}

internal static class CreateTableBinder
{
    public static CreateTablePlan Bind(CreateTable create, BindContext context)
    {
        var (schema, fullName, existing) = NewObject.Bind(
            create.Name, SecurableKind.Table, Privilege.CreateTable, create.OrReplace, create.IfNotExists, context);
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

        var source = create.Query is null ? null : QueryBinder.BindTop(create.Query, context);
        var names = source?.Columns.Select(c => c.Name).ToArray() ?? [.. create.Columns.Select(c => c.Name)];
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

        (create, var keys) = TableKeys.Of(create, found?.Metadata.Columns ?? create.Columns, context);
        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        return new CreateTablePlan(schema, fullName, create, existing, source, place, found) { Keys = keys };
    }
}
