using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>A table to be made with the rows of another.</summary>
/// <param name="Schema">Where.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Existing">What stands there now.</param>
/// <param name="Source">The other table, at the version that was bound.</param>
public sealed record CloneTablePlan(
    Securable Schema, string FullName, CloneTable Statement, Securable? Existing, DeltaScan Source)
    : StatementPlan;

internal static class CloneTableBinder
{
    public static CloneTablePlan Bind(CloneTable clone, BindContext context)
    {
        var (schema, fullName, existing) = NewObject.Bind(
            clone.Name, SecurableKind.Table, Privilege.CreateTable, clone.OrReplace, clone.IfNotExists, context);
        var (source, sourceName) = Source(clone, context);
        if (existing is not null && existing.Id == source.Table?.Id)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{fullName} cannot take the place of itself", clone.Span,
                $"RESTORE TABLE {fullName} TO VERSION AS OF …");
        }

        if (clone.IsShallow && (source.Table is null || existing?.OutsidePath is not null))
        {
            throw ErrorCode.InvalidUse.Error(
                source.Table is null ? "a table that has no name in the lake cannot be cloned without its files"
                    : $"{fullName} lies outside of the lake, and a shallow clone may not: others can write its log",
                clone.Span, "DEEP CLONE copies the files");
        }

        if (existing is not null)
        {
            // Where it lies outside of the lake, that place is touched.
            context.TableOf(existing);
            SetPolicyBinder.RefuseLost(TablePolicy.Of(existing), fullName, source.Columns, clone.Name.Span);
        }

        context.Resolution.Scans.Add(source);
        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        foreach (var column in source.Columns)
        {
            context.Resolution.AddValue(
                [new ColumnSource(sourceName, column.Name, source.Snapshot.Version)], column.Name);
        }

        return new CloneTablePlan(schema, fullName, clone, existing, source);
    }

    /// <summary>A clone has the files, and so the rows that the policy hides.</summary>
    private static void RefuseGoverned(Securable table, string fullName, SourceSpan span, BindContext context)
    {
        if (EffectivePolicies.MayHold(table, context.Metastore))
        {
            throw ErrorCode.InvalidUse.Error(
                $"{fullName} has a row filter or masks: it cannot be cloned", span,
                $"CREATE TABLE … AS SELECT * FROM {fullName} copies what you may see");
        }
    }

    private static (DeltaScan Scan, string Name) Source(CloneTable clone, BindContext context)
    {
        var span = clone.Source.Span;
        if (PathBinder.IsPath(clone.Source))
        {
            if (PathBinder.Bind(new TableName(span, clone.Source, clone.Version, null, null), context) is not
                (DeltaScan scan, var path))
            {
                throw ErrorCode.InvalidUse.Error("only Delta tables can be cloned", span, "delta.`/dir`");
            }

            if (scan.Table is { } owner)
            {
                RefuseGoverned(owner, path, span, context);
            }

            return (scan, path);
        }

        var table = context.Names.Object(SecurableKind.Table, clone.Source);
        context.Names.RequireNow(table, Privilege.Select, span);
        var fullName = context.Metastore.FullName(table);
        if (table.Properties.ContainsKey("system"))
        {
            throw ErrorCode.SystemObject.Error($"{fullName} belongs to LakeSql: it cannot be cloned", span);
        }

        if (table.Kind != SecurableKind.Table)
        {
            throw ErrorCode.WrongObjectKind.Error(
                $"{fullName} is a view: it cannot be cloned", span, $"CREATE TABLE … AS SELECT * FROM {fullName}");
        }

        RefuseGoverned(table, fullName, span, context);
        var snapshot = TimeTravelBinder.Pin(table, clone.Version, context);
        context.Resolution.Reads.Add(new ObjectUse(fullName, "TABLE", snapshot.Version));
        return (new DeltaScan(table, fullName, snapshot), fullName);
    }
}
