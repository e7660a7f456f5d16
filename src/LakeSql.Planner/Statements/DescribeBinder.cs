using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>What DESCRIBE and its relatives show of an object.</summary>
public enum DescribeForm
{
#pragma warning disable CS1591
    Object, Extended, Columns, Create, History, Detail, Properties, Partitions,
#pragma warning restore CS1591
}

/// <summary>An object to be described.</summary>
public sealed record DescribePlan(DescribeForm Form, Securable Target, string FullName, int? ModelVersion)
    : StatementPlan
{
    /// <summary>How many versions are shown; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>The one property that is shown; null for all.</summary>
    public string? Property { get; init; }

    /// <summary>The version whose partitions are shown.</summary>
    public Snapshot? Read { get; init; }
}

/// <summary>A Delta table that is named by its path.</summary>
/// <param name="Form">What is shown of it.</param>
/// <param name="Table">The table.</param>
/// <param name="Name">Its path as users write it.</param>
/// <param name="Limit">How many versions are shown; null for all.</param>
public sealed record PathDescribePlan(DescribeForm Form, DeltaTable Table, string Name, int? Limit)
    : StatementPlan;

internal static class DescribeBinder
{
    public static StatementPlan Bind(DescribeObject describe, BindContext context)
    {
        if (describe.Kind == ObjectKind.Table && PathBinder.IsPath(describe.Name))
        {
            return new DescribeQueryPlan(QueryBinder.BindTop(AllOf(describe.Name), context));
        }

        return Bind(
            describe.Extended ? DescribeForm.Extended : DescribeForm.Object,
            Kinds.Of(describe.Kind), describe.Name, describe.ModelVersion, context);
    }

    public static DescribePlan Bind(ShowColumns show, BindContext context) =>
        Bind(DescribeForm.Columns, SecurableKind.Table, show.Table, null, context);

    public static DescribePlan Bind(ShowCreateTable show, BindContext context) =>
        Bind(DescribeForm.Create, SecurableKind.Table, show.Name, null, context);

    public static StatementPlan Bind(DescribeHistory describe, BindContext context)
    {
        if (PathBinder.IsPath(describe.Table))
        {
            var (table, name) = PathBinder.Table(describe.Table, context);
            return new PathDescribePlan(DescribeForm.History, table, name, describe.Limit);
        }

        return OfTable(DescribeForm.History, describe.Table, "history", context) with { Limit = describe.Limit };
    }

    public static StatementPlan Bind(DescribeDetail describe, BindContext context)
    {
        if (PathBinder.IsPath(describe.Table))
        {
            var (table, name) = PathBinder.Table(describe.Table, context);
            return new PathDescribePlan(DescribeForm.Detail, table, name, null);
        }

        return OfTable(DescribeForm.Detail, describe.Table, "files", context);
    }

    public static DescribePlan Bind(ShowProperties show, BindContext context) =>
        OfTable(DescribeForm.Properties, show.Table, "properties", context) with
        {
            Property = show.Property,
        };

    public static DescribePlan Bind(ShowPartitions show, BindContext context)
    {
        var plan = OfTable(DescribeForm.Partitions, show.Table, "partitions", context);
        PolicyBinder.RequireStored(plan.Target, show.Table.Span, context);
        var snapshot = TimeTravelBinder.Pin(plan.Target, null, context);
        var columns = snapshot.Metadata.PartitionColumns;
        if (columns.Count == 0)
        {
            throw ErrorCode.InvalidUse.Error($"{plan.FullName} is not partitioned", show.Table.Span);
        }

        // Partitions are values of columns.
        context.Resolution.Reads.Add(new ObjectUse(plan.FullName, "TABLE", snapshot.Version));
        foreach (var column in columns)
        {
            context.Resolution.AddValue([new ColumnSource(plan.FullName, column, snapshot.Version)], column);
        }

        return plan with { Read = snapshot };
    }

    private static DescribePlan OfTable(
        DescribeForm form, QualifiedName name, string what, BindContext context)
    {
        var plan = Bind(form, SecurableKind.Table, name, null, context);
        return plan.Target.Kind == SecurableKind.Table ? plan
            : throw ErrorCode.WrongObjectKind.Error($"{plan.FullName} is a view: it has no {what}", name.Span);
    }

    private static Query AllOf(QualifiedName path)
    {
        var span = path.Span;
        var from = new TableName(span, path, null, null, null);
        return new Query(span, new Select(span, [new SelectItem(span, Star.All(span), null)]) { From = from });
    }

    /// <summary>
    /// Containers are described to who may use them; a table's columns and a model's versions to who may read them.
    /// </summary>
    private static DescribePlan Bind(
        DescribeForm form, SecurableKind kind, QualifiedName name, int? version,
        BindContext context)
    {
        var target = context.Names.Any(kind, name);
        Privilege? privilege = target.Kind switch
        {
            SecurableKind.Table or SecurableKind.View => Privilege.Select,
            SecurableKind.Volume => Privilege.ReadVolume,
            SecurableKind.Model or SecurableKind.Function => Privilege.Execute,
            _ => null,
        };
        if (privilege is { } needed)
        {
            context.Names.RequireNow(target, needed, name.Span);
        }

        if (form == DescribeForm.Create && target.Kind == SecurableKind.View)
        {
            // What a view reads is not told to its readers.
            context.Names.RequireNow(target, Privilege.Manage, name.Span);
        }

        if (form is not (DescribeForm.Object or DescribeForm.Extended or DescribeForm.Columns))
        {
            SystemObjects.Refuse(target, name.Span, context);
        }

        return new DescribePlan(form, target, context.Metastore.FullName(target), version);
    }
}
