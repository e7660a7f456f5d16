using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>What DESCRIBE and its relatives show of an object.</summary>
public enum DescribeForm
{
#pragma warning disable CS1591
    Object, Extended, Columns, Create, History,
#pragma warning restore CS1591
}

/// <summary>An object to be described.</summary>
public sealed record DescribePlan(string Tag, DescribeForm Form, Securable Target, string FullName, int? ModelVersion)
    : StatementPlan(Tag);

/// <summary>The versions of a Delta table that is named by its path.</summary>
public sealed record PathHistoryPlan(DeltaTable Table) : StatementPlan("DESCRIBE HISTORY");

internal static class DescribeBinder
{
    public static StatementPlan Bind(DescribeObject describe, BindContext context)
    {
        if (describe.Kind == ObjectKind.Table && PathBinder.IsPath(describe.Name))
        {
            return new DescribeQueryPlan(QueryBinder.BindTop(AllOf(describe.Name), context));
        }

        return Bind(
            "DESCRIBE " + describe.Kind.SqlName(), describe.Extended ? DescribeForm.Extended : DescribeForm.Object,
            Kinds.Of(describe.Kind), describe.Name, describe.ModelVersion, context);
    }

    public static DescribePlan Bind(ShowColumns show, BindContext context) =>
        Bind("SHOW COLUMNS", DescribeForm.Columns, SecurableKind.Table, show.Table, null, context);

    public static DescribePlan Bind(ShowCreateTable show, BindContext context) =>
        Bind("SHOW CREATE TABLE", DescribeForm.Create, SecurableKind.Table, show.Name, null, context);

    public static StatementPlan Bind(DescribeHistory describe, BindContext context)
    {
        if (PathBinder.IsPath(describe.Table))
        {
            return new PathHistoryPlan(PathBinder.Table(describe.Table, context).Table);
        }

        var plan = Bind(
            "DESCRIBE HISTORY", DescribeForm.History, SecurableKind.Table, describe.Table, null, context);
        return plan.Target.Kind == SecurableKind.Table
            ? plan
            : throw ErrorCode.WrongObjectKind.Error($"{plan.FullName} is a view: it has no history",
                describe.Table.Span);
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
        string tag, DescribeForm form, SecurableKind kind, QualifiedName name, int? version,
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

        if (form == DescribeForm.History || form == DescribeForm.Create)
        {
            SystemObjects.Refuse(target, name.Span, context);
        }

        return new DescribePlan(tag, form, target, context.Metastore.FullName(target), version);
    }
}
