using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>A table with other metadata.</summary>
/// <param name="Table">The table.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Read">The version that was bound.</param>
/// <param name="Change">What is changed.</param>
/// <param name="Metadata">What the table is from now on; null when that is nothing new.</param>
/// <param name="Condition">What every row that is there must meet; null when nothing is asked of them.</param>
public sealed record AlterTablePlan(
    Securable Table, string FullName, Snapshot Read, TableChangeClause Change, TableMetadata? Metadata,
    RowCondition? Condition) : StatementPlan("ALTER TABLE");

/// <summary>What every row of a table must meet.</summary>
/// <param name="Scan">The rows.</param>
/// <param name="Relation">What they are called.</param>
/// <param name="Condition">True for a row that is as it should be.</param>
/// <param name="Failure">What is said of the table when one is not.</param>
public sealed record RowCondition(DeltaScan Scan, string Relation, Expression Condition, string Failure);

internal static class AlterTableBinder
{
    public static StatementPlan Bind(AlterTable alter, BindContext context)
    {
        if (alter.Change is RenameTable rename)
        {
            return RenameTableBinder.Bind(alter, rename, context);
        }

        if (alter.Change is SetRowFilter or SetMask)
        {
            return SetPolicyBinder.Bind(alter, context);
        }

        if (alter.Change is AlterColumn { Change: ColumnChange.SyncIdentity } sync)
        {
            return SyncIdentityBinder.Bind(alter, sync, context);
        }

        var (table, fullName, snapshot) = WrittenTable.Bind(alter.Table, context);
        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        SetPolicyBinder.RefuseColumns(alter.Change, table, fullName);
        var changed = AlteredMetadata.Of(snapshot.Metadata, alter.Change, fullName);
        if (changed is null)
        {
            return new AlterTablePlan(table, fullName, snapshot, alter.Change, null, null);
        }

        CheckRules(changed, alter, context);
        ColumnRules.RefuseChains(changed, alter.Change.Span, context);
        return new AlterTablePlan(
            table, fullName, snapshot, alter.Change, changed.Completed(snapshot.Metadata),
            ConditionOf(alter, table, fullName, snapshot, context));
    }

    /// <summary>The expressions of the table still mean something once it is changed.</summary>
    private static void CheckRules(TableMetadata changed, AlterTable alter, BindContext context)
    {
        var texts = changed.Constraints.Select(c => (Name: $"constraint {Identifier.Quote(c.Key)}", Text: c.Value))
            .Concat(changed.Columns.Where(c => c.Generated is not null)
                .Select(c => (Name: $"column {Identifier.Quote(c.Name)}", Text: c.Generated!)));
        foreach (var (name, text) in texts)
        {
            try
            {
                WriteRules.Bound(SqlParser.ParseExpression(text), changed, context);
            }
            catch (LakeSqlException e)
            {
                throw e.Code.Error($"{name} ({text}): {e.Message}", alter.Change.Span, e.Hint);
            }
        }

        foreach (var column in changed.Columns.Where(c => c.Default is not null))
        {
            ColumnRules.CheckDefault(column, alter.Change.Span, context);
        }
    }

    private static RowCondition? ConditionOf(
        AlterTable alter, Securable table, string fullName, Snapshot snapshot, BindContext context)
    {
        var (text, failure) = alter.Change switch
        {
            AddConstraint { Constraint: var c } => (c.Condition, $"break {Identifier.Quote(c.Name)} ({c.Condition})"),
            AlterColumn { Change: ColumnChange.SetNotNull, Column: var column } => (
                $"{Identifier.Quote(column)} IS NOT NULL",
                $"have NULL in {Identifier.Quote(column)}"),
            _ => (null, ""),
        };
        if (text is null)
        {
            return null;
        }

        // Whether a row meets a condition tells what is in it.
        context.Names.RequireNow(
            table, EffectivePolicies.MayHold(table, context.Metastore) ? Privilege.Manage : Privilege.Select,
            alter.Change.Span);
        context.Resolution.Reads.Add(new ObjectUse(fullName, "TABLE", snapshot.Version));
        var scan = new DeltaScan(table, fullName, snapshot) { IsForUpkeep = true };
        context.Resolution.Scans.Add(scan);
        var row = new Relation(context.NextRelation(), [], StoredColumns.Of(scan, fullName, snapshot.Version));
        return new RowCondition(
            scan, row.Id, QueryBinder.BindOver(SqlParser.ParseExpression(text), row, null, context), failure);
    }
}
