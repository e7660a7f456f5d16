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
    IReadOnlyList<MergeStep> Clauses, string Predicate, WriteRules Rules) : StatementPlan("MERGE")
{
    /// <summary>The version that was bound.</summary>
    public Snapshot Read => Scan.Snapshot;
}

/// <summary>A clause of MERGE, bound.</summary>
/// <param name="Match">Which rows it is for.</param>
/// <param name="Action">What is done.</param>
/// <param name="Condition">Which of them; null for all.</param>
/// <param name="Values">New values by column position.</param>
public sealed record MergeStep(
    MergeMatch Match, MergeAction Action, Expression? Condition, IReadOnlyDictionary<int, Expression> Values);

internal static class MergeBinder
{
    public static MergePlan Bind(Merge merge, BindContext context)
    {
        CheckOrder(merge);
        var rows = ChangedRows.Bind(merge.Table, merge.Alias, merge.On.Span, context);
        var names = QueryBinder.BindMerge(rows.Relation, merge.Source, context);
        var on = names.Condition(merge.On, MergeSides.Both);
        return new MergePlan(
            rows.Table, rows.FullName, rows.Scan, rows.Relation.Id, names.Source, on,
            [.. merge.Clauses.Select(c => Step(c, rows, names))], merge.On.ToSql(redacted: true),
            WriteRules.Bind(rows.Scan.Snapshot.Metadata, context));
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

    private static MergeStep Step(MergeClause clause, ChangedRows rows, MergeScope names)
    {
        var sides = clause.Match switch
        {
            MergeMatch.Matched => MergeSides.Both,
            MergeMatch.NotMatched => MergeSides.Source,
            _ => MergeSides.Target,
        };
        var condition = clause.Condition is null ? null : names.Condition(clause.Condition, sides);
        var values = rows.Values(
            clause.Values ?? SourceColumns(clause, rows, names), (value, column) => names.Value(
                value, clause.Values is null ? MergeSides.Source : sides, column));
        return new MergeStep(clause.Match, clause.Action, condition, values);
    }

    /// <summary><c>*</c>: each column of the table gets the source's of its name.</summary>
    private static IEnumerable<Assignment> SourceColumns(MergeClause clause, ChangedRows rows, MergeScope names)
    {
        var given = names.SourceColumns.ToHashSet(Identifier.Comparer);
        foreach (var column in rows.Scan.Columns)
        {
            yield return given.Contains(column.Name)
                ? new Assignment(clause.Span, column.Name, new ColumnReference(clause.Span, [column.Name]))
                : throw ErrorCode.ColumnNotFound.Error(
                    $"the source has no column {Identifier.Quote(column.Name)}, which * needs", clause.Span,
                    "name the columns that are to be set");
        }
    }
}
