using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>The names in reach of the parts of MERGE: the table's columns, the source's, or both.</summary>
internal sealed class MergeScope
{
    private readonly BindContext context;
    private readonly ExpressionBinder expressions;
    private readonly SourceTracker tracker;
    private readonly Scope target = new(null);
    private readonly Scope source = new(null);
    private readonly Scope both = new(null);

    public MergeScope(
        Relation table, TableExpression sourceRows, BindContext context, FromBinder from, ExpressionBinder expressions,
        SourceTracker tracker)
    {
        this.context = context;
        this.expressions = expressions;
        this.tracker = tracker;
        Source = from.Bind(sourceRows, source);
        target.Add(table, sourceRows.Span);
        both.Add(table, sourceRows.Span);
        foreach (var relation in source.Relations)
        {
            both.Add(relation, sourceRows.Span);
        }

        target.Part = source.Part = both.Part = RowPart.Row;
        foreach (var (name, merged) in source.MergedColumns)
        {
            both.MergedColumns.Add(name, merged);
        }
    }

    /// <summary>The source, bound.</summary>
    public TableExpression Source { get; }

    /// <summary>The ids of the source's relations.</summary>
    public IEnumerable<string> SourceRelations => source.Relations.Select(r => r.Id);

    /// <summary>The names of the source's columns.</summary>
    public IEnumerable<string> SourceColumns => source.Relations.SelectMany(r => r.Columns).Select(c => c.Name);

    /// <summary>Binds a condition on a pair of rows, or on one of the two.</summary>
    public Expression Condition(Expression expression, MergeSides sides)
    {
        var bound = Bind(expression, sides, out var sources);
        context.Resolution.AddCondition(sources, "FILTER", bound);
        return bound;
    }

    /// <summary>Binds what a column of the table gets.</summary>
    public Expression Value(Expression expression, MergeSides sides, string column)
    {
        var bound = Bind(expression, sides, out var sources);
        context.Resolution.AddValue(sources, column);
        return bound;
    }

    private Expression Bind(Expression expression, MergeSides sides, out IReadOnlySet<ColumnSource> sources) =>
        tracker.Track(
            () => expressions.Bind(expression, sides switch
            {
                MergeSides.Target => target,
                MergeSides.Source => source,
                _ => both,
            }),
            out sources);
}

/// <summary>Whose columns a part of MERGE may name.</summary>
internal enum MergeSides
{
#pragma warning disable CS1591
    Both, Target, Source,
#pragma warning restore CS1591
}
