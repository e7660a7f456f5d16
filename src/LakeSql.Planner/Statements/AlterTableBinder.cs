using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
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
    RowCondition? Condition) : StatementPlan
{
    /// <summary>The metadata domains that are set, as <see cref="TableChange.Domains"/> has them.</summary>
    public IReadOnlyDictionary<string, string?> Domains { get; init; } = new Dictionary<string, string?>();

    /// <summary>True when the table is already what it shall be.</summary>
    public bool ChangesNothing => Metadata is null && Domains.Count == 0;
}

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
        SetPolicyBinder.RefuseColumns(alter.Change, table, fullName, snapshot, context);
        if (alter.Change is RenameColumn or DropColumns)
        {
            // Views that name a column show what has the name by then, and a column goes with the values of all rows.
            context.Names.RequireNow(table, Privilege.Select, alter.Change.Span);
            PolicyBinder.RequireStored(table, alter.Change.Span, context);
        }

        if (alter.Change is ClusterTable cluster)
        {
            // The order of rows tells the order of their values.
            PolicyBinder.RequireStored(table, alter.Change.Span, context);
            return new AlterTablePlan(table, fullName, snapshot, cluster, null, null)
            {
                Domains = Clustered(snapshot, cluster, fullName),
            };
        }

        if (KeysOf(alter, table, snapshot, context) is { } withKeys)
        {
            return withKeys;
        }

        RefuseClustered(snapshot, alter.Change, fullName);
        RefuseKeys(table, alter.Change, fullName);
        var changed = AlteredMetadata.Of(snapshot.Metadata, alter.Change, fullName);
        if (changed is null)
        {
            return new AlterTablePlan(table, fullName, snapshot, alter.Change, null, null);
        }

        RefuseRules(snapshot.Metadata, alter, context);
        CheckRules(changed, alter, context);
        ColumnRules.RefuseChains(changed.Columns, alter.Change.Span, context);
        return new AlterTablePlan(
            table, fullName, snapshot, alter.Change, changed.Completed(snapshot.Metadata),
            ConditionOf(alter, table, fullName, snapshot, context));
    }

    private static IReadOnlyDictionary<string, string?> Clustered(
        Snapshot snapshot, ClusterTable cluster, string fullName)
    {
        var metadata = snapshot.Metadata;
        if (metadata.PartitionColumns.Count > 0)
        {
            var partition = string.Join(", ", metadata.PartitionColumns.Select(Identifier.Quote));
            throw ErrorCode.InvalidUse.Error(
                $"{fullName} is partitioned by {partition}: it cannot be clustered", cluster.Span,
                $"CREATE TABLE … CLUSTER BY (…) AS SELECT * FROM {fullName} makes one that is");
        }

        var columns = LaidColumns.Cluster.Of(cluster.Columns, metadata.Columns, [], fullName, cluster.Span);
        return columns.Count == 0 || snapshot.Files.All(f => FileStatistics.Of(f) is not null)
            ? Clustering.Change(snapshot, metadata, columns)
            : throw ErrorCode.InvalidUse.Error(
                $"{fullName} has files without statistics, which a clustered table must have", cluster.Span,
                $"ANALYZE TABLE {fullName} COMPUTE STATISTICS");
    }

    /// <summary>The table with other keys; null when the change is of something else.</summary>
    private static AlterObjectPlan? KeysOf(AlterTable alter, Securable table, Snapshot snapshot, BindContext context)
    {
        var keys = new TableKeys(alter.Table, table, snapshot.Metadata.Columns, context);
        switch (alter.Change)
        {
            case AddKey { Key: var key }:
                keys.Refuse(snapshot.Metadata.Constraints.Select(c => c.Key), [key]);
                keys.Add(key);
                break;
            case AddConstraint { Constraint: var check }
                when table.Keys.Any(k => Identifier.Same(k.Name, check.Name)):
                throw ErrorCode.AlreadyExists.Error(
                    $"{alter.Table} has a constraint {Identifier.Quote(check.Name)} already", alter.Change.Span);
            case DropKey drop:
                if (!keys.Remove(
                    k => drop.ForeignColumns is { } columns
                        ? k.Parent is not null && k.Columns.SequenceEqual(columns, Identifier.Comparer)
                        : k.Parent is null, drop.Cascade, drop.Span) && !drop.IfExists)
                {
                    throw ErrorCode.InvalidUse.Error(
                        $"{alter.Table} has no such key", drop.Span, "IF EXISTS passes over it");
                }

                break;
            case DropConstraint drop when table.Keys.Any(k => Identifier.Same(k.Name, drop.Name)):
                keys.Remove(k => Identifier.Same(k.Name, drop.Name), drop.Cascade, drop.Span);
                break;
            default:
                return null;
        }

        return new AlterObjectPlan(table, s => s.WithKeys([.. keys.Keys]));
    }

    private static void RefuseKeys(Securable table, TableChangeClause change, string fullName)
    {
        var (columns, what) = change switch
        {
            DropColumns drop => (
                drop.Columns.Where(c => c.Parts.Count == 1).Select(c => c.Last).ToSequence(), "dropped"),
            RenameColumn { Column: { Parts: [var column] } } => ([column], "renamed"),
            AlterColumn { Change: ColumnChange.DropNotNull, Column.Parts: [var column] } => ([column], "NULL"),
            _ => (Sequence<string>.Empty, ""),
        };
        foreach (var key in table.Keys.Where(k => k.Parent is null || what != "NULL"))
        {
            if (columns.FirstOrDefault(c => key.Columns.Contains(c, Identifier.Comparer)) is { } part)
            {
                throw ErrorCode.InvalidUse.Error(
                    $"column {Identifier.Quote(part)} is part of {Identifier.Quote(key.Name)} of {fullName}: "
                        + $"it cannot be {what}", change.Span,
                    $"ALTER TABLE {fullName} DROP CONSTRAINT {Identifier.Quote(key.Name)}");
            }
        }
    }

    private static void RefuseClustered(Snapshot snapshot, TableChangeClause change, string fullName)
    {
        if (change is DropColumns drop
            && drop.Columns.FirstOrDefault(c => Clustering.ColumnsOf(snapshot).Any(
                p => c.Parts.Take(p.Count).SequenceEqual(p, Identifier.Comparer)
                    || p.Take(c.Parts.Count).SequenceEqual(c.Parts, Identifier.Comparer))) is { } column)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{fullName} is clustered by {column}: it cannot be dropped", change.Span,
                $"ALTER TABLE {fullName} CLUSTER BY … names other columns");
        }
    }

    /// <summary>Which field of a struct an expression of the table reads, nobody knows before it runs.</summary>
    private static void RefuseRules(TableMetadata metadata, AlterTable alter, BindContext context)
    {
        var names = alter.Change switch
        {
            DropColumns drop => drop.Columns,
            RenameColumn rename => [rename.Column],
            _ => Sequence<QualifiedName>.Empty,
        };
        var rules = metadata.Constraints.Select(c => c.Value)
            .Concat(metadata.Columns.Select(c => c.Generated?.Text).OfType<string>()).ToList();
        foreach (var name in names.Where(n => n.Parts.Count > 1))
        {
            var without = metadata with
            {
                Schema = TableSchema.Of(metadata.Schema.Fields.Where(f => !Identifier.Same(f.Name, name.Parts[0]))),
            };
            foreach (var rule in rules)
            {
                try
                {
                    WriteRules.Bound(SqlParser.ParseExpression(rule), without, context);
                }
                catch (LakeSqlException e) when (e.Code == ErrorCode.ColumnNotFound)
                {
                    throw ErrorCode.InvalidUse.Error(
                        $"{rule} reads {Identifier.Quote(name.Parts[0])}, of which {name} is a part", alter.Change.Span,
                        "drop the constraint or column first");
                }
            }
        }
    }

    /// <summary>The expressions of the table still mean something once it is changed.</summary>
    private static void CheckRules(TableMetadata changed, AlterTable alter, BindContext context)
    {
        var texts = changed.Constraints.Select(c => (Name: $"constraint {Identifier.Quote(c.Key)}", Text: c.Value))
            .Concat(changed.Columns.Where(c => c.Generated is not null)
                .Select(c => (Name: $"column {Identifier.Quote(c.Name)}", c.Generated!.Text)));
        var added = (alter.Change as AddConstraint)?.Constraint.Condition;
        foreach (var (name, text) in texts)
        {
            try
            {
                WriteRules.Bound(SqlParser.ParseExpression(text), changed, context);
                if (added?.Text == text)
                {
                    RuleTypes.RequireCondition(text, changed.Columns, context);
                }
            }
            catch (LakeSqlException e)
            {
                throw e.Code.Error(
                    $"{name} ({text}): {e.Message}",
                    added?.Text == text ? added.SpanOr(alter.Change.Span) : alter.Change.Span, e.Hint);
            }
        }

        foreach (var column in changed.Columns.Where(c => c.Default is not null))
        {
            // The one that is set has a place in the text; those of the log have none.
            var set = alter.Change is AlterColumn { Change: ColumnChange.SetDefault } c && c.Text == column.Default
                ? c.Text : column.Default;
            ColumnRules.CheckDefault(column with { Default = set }, alter.Change.Span, context);
        }
    }

    private static RowCondition? ConditionOf(
        AlterTable alter, Securable table, string fullName, Snapshot snapshot, BindContext context)
    {
        var (text, failure) = alter.Change switch
        {
            AddConstraint { Constraint: var c } => (
                c.Condition.Text, $"break {Identifier.Quote(c.Name)} ({c.Condition})"),
            AlterColumn { Change: ColumnChange.SetNotNull, Column: { Parts: [var column] } } => (
                $"{Identifier.Quote(column)} IS NOT NULL",
                $"have NULL in {Identifier.Quote(column)}"),
            _ => (null, ""),
        };
        if (text is null)
        {
            return null;
        }

        // Whether a row meets a condition tells what is in it.
        context.Names.RequireNow(table, Privilege.Select, alter.Change.Span);
        PolicyBinder.RequireStored(table, alter.Table.Span, context);
        context.Resolution.Reads.Add(new ObjectUse(fullName, "TABLE", snapshot.Version));
        var scan = new DeltaScan(table, fullName, snapshot) { IsForUpkeep = true };
        context.Resolution.Scans.Add(scan);
        var row = new Relation(context.NextRelation(), [], StoredColumns.Of(scan, fullName, snapshot.Version));
        return new RowCondition(
            scan, row.Id,
            QueryBinder.BindOver(SqlParser.ParseExpression(text), row, null, context, RowPart.Rule), failure);
    }
}
