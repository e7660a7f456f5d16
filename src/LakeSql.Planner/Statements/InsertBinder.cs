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
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>Rows to be added to a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Read">The version it was bound at.</param>
/// <param name="Replaces">Which rows they take the place of.</param>
/// <param name="Source">The rows.</param>
/// <param name="Columns">For each column of the table the position in the source, or -1 for none.</param>
/// <param name="NewColumns">Columns that the table gets, with their position in the source.</param>
/// <param name="Rules">What the table asks of the rows.</param>
public sealed record InsertPlan(
    Securable Table, string FullName, Snapshot Read, ReplacedRows Replaces, BoundQuery Source,
    IReadOnlyList<int> Columns, IReadOnlyList<(string Name, int Position)> NewColumns, WriteRules Rules)
    : StatementPlan
{
    /// <summary>For rows that a condition tells: the deletion of them.</summary>
    public ChangeRowsPlan? Deletion { get; init; }

    /// <summary>True when the table may get columns, and fields in its structs, for what the source has.</summary>
    public bool EvolvesSchema { get; init; }

    /// <summary>True for COPY INTO.</summary>
    public bool IsCopy => Loaded.Count > 0;

    /// <summary>For COPY INTO: what the log shall know of the files that are loaded.</summary>
    public IReadOnlyList<string> Loaded { get; init; } = [];

    /// <summary>For rows of partitions: their columns, with the value that all have or null.</summary>
    public IReadOnlyList<(string Column, Expression? Value)> Partition { get; init; } = [];
}

/// <summary>Which rows of a table an INSERT puts its own in the place of.</summary>
public enum ReplacedRows
{
#pragma warning disable CS1591
    None, All, OfPartitions, Matching,
#pragma warning restore CS1591
}

internal static class InsertBinder
{
    public static InsertPlan Bind(Insert insert, BindContext context)
    {
        var (table, fullName, snapshot) = WrittenTable.Bind(insert.Table, context);
        var source = QueryBinder.BindSource(WithValues(WithDefaults(insert, snapshot), snapshot, fullName), context);
        var (positions, added) = Positions(insert, source, snapshot.Metadata, fullName);
        LeaveOutNumbers(insert, snapshot.Metadata.Columns, positions);
        foreach (var (column, position) in snapshot.Metadata.Columns.Select(c => c.Name).Zip(positions)
            .Concat(added).Where(p => p.Item2 >= 0))
        {
            context.Resolution.AddValue(source.Columns[position].Sources, column);
        }

        if (insert.Overwrite && insert.ReplaceWhere is null)
        {
            PolicyBinder.RequireAllRows(
                table, fullName, snapshot, byValues: insert.Partition.Count > 0, insert.Table.Span, context);
        }

        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        var plan = new InsertPlan(
            table, fullName, snapshot,
            insert.ReplaceWhere is not null ? ReplacedRows.Matching
                : !insert.Overwrite ? ReplacedRows.None
                : insert.Partition.Count > 0 ? ReplacedRows.OfPartitions : ReplacedRows.All,
            source, positions, added, WriteRules.Bind(snapshot.Metadata, context))
        {
            EvolvesSchema = insert.EvolvesSchema,
            Partition = [.. insert.Partition.Select(p => (p.Column, p.Value is null ? null
                : QueryBinder.BindOver(p.Value, new Relation(context.NextRelation(), [], []), null, context)))],
        };
        return insert.ReplaceWhere is { } condition ? Replacing(plan, condition, insert, context) : plan;
    }

    /// <summary>The condition tells which rows go, and is a rule for those that come.</summary>
    private static InsertPlan Replacing(InsertPlan plan, Expression condition, Insert insert, BindContext context)
    {
        var deletion = ChangeRowsBinder.Bind(new Delete(insert.Span, insert.Table, null, condition), context);
        var rules = plan.Rules == WriteRules.None
            ? plan.Rules with { Relation = context.NextRelation() } : plan.Rules;
        var bound = WriteRules.Bound(condition, plan.Read.Metadata, rules.Relation, context);
        return plan with
        {
            Deletion = deletion,
            Rules = rules with
            {
                Checks = [.. rules.Checks, new CheckRule("REPLACE WHERE", condition.ToSql(), bound)],
            },
        };
    }

    /// <summary>DEFAULT in all rows leaves out a column that numbers them; other values may be refused.</summary>
    private static void LeaveOutNumbers(Insert insert, Sequence<ColumnDefinition> columns, int[] positions)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Identity is { } identity && positions[i] >= 0)
            {
                if (DefaultValue.IsAll(insert.Query, positions[i], columns))
                {
                    positions[i] = -1;
                }
                else
                {
                    IdentityRules.RefuseValue(columns[i].Name, identity, isNew: true, insert.Table.Span);
                }
            }
        }
    }

    private static Insert WithDefaults(Insert insert, Snapshot snapshot)
    {
        var columns = snapshot.Metadata.Columns;
        IReadOnlyList<int> positions = insert.Columns.Count > 0
            ? [.. insert.Columns.Select(n => columns.ToList().FindIndex(c => Identifier.Same(c.Name, n)))]
            : insert.ByName || insert.Partition.Count > 0 ? [] : [.. Enumerable.Range(0, columns.Count)];
        return insert with { Query = DefaultValue.Of(insert.Query, columns, positions) };
    }

    /// <summary>The query with a column more for each partition column that is given one value.</summary>
    private static Query WithValues(Insert insert, Snapshot snapshot, string fullName)
    {
        foreach (var item in insert.Partition)
        {
            if (!snapshot.Metadata.PartitionColumns.Contains(item.Column, Identifier.Comparer))
            {
                throw ErrorCode.InvalidUse.Error(
                    $"{fullName} is not partitioned by {Identifier.Quote(item.Column)}", item.Span);
            }
        }

        var given = insert.Partition.Where(p => p.Value is not null).ToList();
        if (given.Count == 0)
        {
            return insert.Query;
        }

        var span = insert.Query.Span;
        var items = given.Select(p => new SelectItem(p.Span, p.Value!, p.Column))
            .Prepend(new SelectItem(span, Star.All(span), null));
        return new Query(span, new Select(span, items.ToSequence())
        {
            From = new DerivedTable(span, insert.Query, false, new TableAlias("given", []), null),
        });
    }

    private static (int[] Positions, List<(string, int)> Added) Positions(
        Insert insert, BoundQuery source, TableMetadata metadata, string fullName)
    {
        var target = metadata.Columns;
        var names = source.Columns.Select(c => c.Name).ToList();
        var given = insert.Partition.Where(p => p.Value is not null).Select(p => p.Column).ToList();
        if (!insert.ByName)
        {
            List<string> order = insert.Columns.Count > 0 ? [.. insert.Columns, .. given]
                : [.. target.Select(c => c.Name).Where(n => !insert.Partition.Any(p => Identifier.Same(p.Column, n))),
                    .. insert.Partition.Where(p => p.Value is null).Select(p => p.Column), .. given];
            if (!insert.EvolvesSchema || insert.Columns.Count > 0 || names.Count < order.Count)
            {
                CheckCount(order.Count - given.Count, source.Columns.Count - given.Count, insert);
            }

            names = [.. order, .. names.Skip(order.Count)];
        }

        return ByName(names, target, fullName, insert);
    }

    private static (int[] Positions, List<(string, int)> Added) ByName(
        List<string> names, Sequence<ColumnDefinition> target, string fullName, Insert insert)
    {
        var added = new List<(string, int)>();
        for (var i = 0; i < names.Count; i++)
        {
            if (names.Take(i).Contains(names[i], Identifier.Comparer))
            {
                throw ErrorCode.DuplicateColumn.Error(
                    $"column {Identifier.Quote(names[i])} is given twice", insert.Table.Span);
            }

            if (target.Any(c => Identifier.Same(c.Name, names[i])))
            {
                continue;
            }

            if (!insert.EvolvesSchema)
            {
                var near = Identifier.Nearest(names[i], target.Select(c => c.Name));
                throw ErrorCode.ColumnNotFound.Error(
                    $"{fullName} has no column {Identifier.Quote(names[i])}", insert.Table.Span,
                    near is null ? null : $"did you mean {Identifier.Quote(near)}?");
            }

            added.Add((names[i], i));
        }

        return ([.. target.Select(c => names.FindIndex(n => Identifier.Same(n, c.Name)))], added);
    }

    private static void CheckCount(int wanted, int given, Insert insert)
    {
        if (wanted != given)
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"INSERT has {given} column{(given == 1 ? "" : "s")}, {wanted} {(wanted == 1 ? "is" : "are")} expected",
                insert.Query.Span);
        }
    }
}
