using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>Rows of a source to be brought into a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Scan">Its rows at the version that was bound.</param>
/// <param name="Relation">What the scan is called in the expressions.</param>
/// <param name="Source">The source's rows.</param>
/// <param name="On">Which rows go together.</param>
/// <param name="Clauses">What is done, in order.</param>
/// <param name="Predicate">The condition as the history may keep it: with its constants taken out.</param>
/// <param name="Rules">What the table asks of the new rows.</param>
public sealed record MergePlan(
    Securable Table, string FullName, DeltaScan Scan, string Relation, TableExpression Source, Expression On,
    IReadOnlyList<MergeStep> Clauses, string Predicate, WriteRules Rules) : StatementPlan
{
    /// <summary>The version that was bound.</summary>
    public Snapshot Read => Scan.Snapshot;

    /// <summary>The relations of the source, by which the expressions name its columns.</summary>
    public IReadOnlyList<string> SourceRelations { get; init; } = [];

    /// <summary>True when the table may get columns, and fields in its structs, for what the source has.</summary>
    public bool EvolvesSchema { get; init; }

    /// <summary>Columns that the table gets, with the source's value of each.</summary>
    public IReadOnlyList<(string Name, Expression Value)> NewColumns { get; init; } = [];

    /// <summary>The new columns of the source alone, so that the engine can be asked for their types.</summary>
    public BoundQuery? NewValues { get; init; }
}

/// <summary>A clause of MERGE, bound.</summary>
/// <param name="Match">Which rows it is for.</param>
/// <param name="Action">What is done.</param>
/// <param name="Condition">Which of them; null for all.</param>
/// <param name="Values">New values by column position.</param>
/// <param name="IsAll">True for <c>*</c>, which takes new columns as well.</param>
public sealed record MergeStep(
    MergeMatch Match, MergeAction Action, Expression? Condition, IReadOnlyDictionary<int, Expression> Values,
    bool IsAll);

internal static class MergeBinder
{
    public static MergePlan Bind(Merge merge, BindContext context)
    {
        CheckOrder(merge);
        var rows = ChangedRows.Bind(merge.Table, merge.Alias, merge.On.Span, context);
        var names = QueryBinder.BindMerge(rows.Relation, merge.Source, context);
        var on = names.Condition(merge.On, MergeSides.Both);
        var plan = new MergePlan(
            rows.Table, rows.FullName, rows.Scan, rows.Relation.Id, names.Source, on,
            [.. merge.Clauses.Select(c => Step(c, rows, names, merge.EvolvesSchema, context))], merge.On.ToHistory(),
            WriteRules.Bind(rows.Scan.Snapshot.Metadata, context) with { ShowsRows = !rows.Scan.IsRestricted })
        {
            SourceRelations = [.. names.SourceRelations], EvolvesSchema = merge.EvolvesSchema,
        };
        return merge.EvolvesSchema && merge.Clauses.Any(c => c.Values is null) ? Evolving(plan, merge, names) : plan;
    }

    private static MergePlan Evolving(MergePlan plan, Merge merge, MergeScope names)
    {
        var span = merge.Source.Span;
        var added = names.SourceColumns.Distinct(Identifier.Comparer)
            .Where(n => !plan.Scan.Columns.Any(c => Identifier.Same(c.Name, n)))
            .Select(n => (Name: n, Value: names.Value(new ColumnReference(span, [n]), MergeSides.Source, n))).ToList();
        if (added.Count == 0)
        {
            return plan;
        }

        var items = added.Select(a => new SelectItem(span, a.Value, a.Name)).ToSequence();
        return plan with
        {
            NewColumns = added,
            NewValues = new BoundQuery(new Query(span, new Select(span, items) { From = names.Source }), []),
        };
    }

    /// <summary>A clause after one of its kind without a condition would never be reached.</summary>
    private static void CheckOrder(Merge merge)
    {
        var open = new HashSet<MergeMatch>();
        foreach (var clause in merge.Clauses)
        {
            if (open.Contains(clause.Match))
            {
                throw ErrorCode.InvalidUse.Error(
                    "this clause is never reached: one before it has no condition", clause.Span,
                    "only the last clause of a kind may do without AND");
            }

            if (clause.Condition is null)
            {
                open.Add(clause.Match);
            }
        }
    }

    private static MergeStep Step(
        MergeClause clause, ChangedRows rows, MergeScope names, bool evolves, BindContext context)
    {
        var sides = clause.Match switch
        {
            MergeMatch.Matched => MergeSides.Both,
            MergeMatch.NotMatched => MergeSides.Source,
            _ => MergeSides.Target,
        };
        var condition = clause.Condition is null ? null : names.Condition(clause.Condition, sides);
        var values = rows.Values(
            clause.Values ?? SourceColumns(clause, rows, names, evolves), (value, column) => names.Value(
                value, clause.Values is null ? MergeSides.Source : sides, column),
            clause.Action == MergeAction.Insert);
        if (clause.Action == MergeAction.Update)
        {
            rows.RefuseMaskedRules(values, clause.Span, context);
            values = new Dictionary<int, Expression>(values.Concat(rows.HiddenValues));
        }

        return new MergeStep(clause.Match, clause.Action, condition, values, clause.Values is null);
    }

    /// <summary>
    /// <c>*</c>: each column of the table gets the source's of its name. One that the source lacks stays as it is only
    /// where the two may have different columns.
    /// </summary>
    private static IEnumerable<Assignment> SourceColumns(
        MergeClause clause, ChangedRows rows, MergeScope names, bool evolves)
    {
        var given = names.SourceColumns.ToHashSet(Identifier.Comparer);
        foreach (var column in rows.Columns.Where(c => c.Generated is null))
        {
            if (given.Contains(column.Name))
            {
                yield return new Assignment(
                    clause.Span, new QualifiedName(clause.Span, [column.Name]),
                    new ColumnReference(clause.Span, [column.Name]));
            }
            else if (!evolves && column.Identity is null)
            {
                throw ErrorCode.ColumnNotFound.Error(
                    $"the source has no column {Identifier.Quote(column.Name)}, which * needs", clause.Span,
                    "name the columns that are to be set");
            }
        }
    }
}
