using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <content>Joins, and the columns that USING and NATURAL merge.</content>
internal sealed partial class FromBinder
{
    private Join BindJoin(Join join, Scope scope)
    {
        var before = scope.Relations.Count;
        var left = Bind(join.Left, scope);
        var middle = scope.Relations.Count;
        var right = BindBeside(left, join.Right, scope);
        var leftRelations = scope.Relations.GetRange(before, middle - before);
        var rightRelations = scope.Relations.GetRange(middle, scope.Relations.Count - middle);
        var names = join.IsNatural
            ? leftRelations.SelectMany(r => r.Columns).Select(c => c.Name)
                .Where(n => rightRelations.Any(r => r.Find(n) is not null)).Distinct(Identifier.Comparer).ToSequence()
            : join.Using;
        var merged = names.Distinct(Identifier.Comparer)
            .Select(n => Merge(n, join, leftRelations, rightRelations, scope)).ToArray();

        // Without a column in common, every row of one side has all of the other.
        Expression? on = join.IsNatural && names.Count == 0 && join.Kind != JoinKind.Inner
            ? new Literal(join.Span, LiteralKind.Boolean, "true") : null;
        if (join.On is not null)
        {
            on = tracker.Track(() => expressions.Bind(join.On, scope), out var sources);
            context.Resolution.AddCondition(sources, "JOIN", on);
        }

        // The engine would compare the fields, too, that the text does not know.
        var isByValue = merged.Any(m => m.IsCast);
        if (isByValue)
        {
            on = merged.Select((m, i) => (Expression)new Binary(
                join.Span, IsAsOf(join.Kind) && i == merged.Length - 1 ? BinaryOperator.GreaterOrEqual
                    : BinaryOperator.Equal, m.Left, m.Right)).Aggregate((a, b) => new Binary(
                        join.Span, BinaryOperator.And, a, b));
        }

        if (join.Kind is JoinKind.Semi or JoinKind.Anti or JoinKind.AsOfSemi or JoinKind.AsOfAnti)
        {
            scope.Relations.RemoveRange(middle, scope.Relations.Count - middle);
        }

        return join with
        {
            Left = left, Right = right, On = on, IsNatural = false,
            Using = isByValue ? [] : names.Distinct(Identifier.Comparer).ToSequence(),
        };
    }

    private static bool IsAsOf(JoinKind kind) => kind is JoinKind.AsOf or JoinKind.AsOfLeft or JoinKind.AsOfRight
        or JoinKind.AsOfFull or JoinKind.AsOfSemi or JoinKind.AsOfAnti;

    /// <summary>The right side, which may read the left one: FROM is bound so far.</summary>
    private TableExpression BindBeside(TableExpression left, TableExpression right, Scope scope)
    {
        var before = scope.From;
        scope.From = before is null ? left : new Join(left.Span, JoinKind.Cross, before, left, null, [], false);
        var bound = Bind(right, scope);
        scope.From = before;
        return bound;
    }

    /// <summary>One column of USING: both values, and whether the text knows other fields of one of them.</summary>
    private (Expression Left, Expression Right, bool IsCast) Merge(
        string name, Join join, List<Relation> left, List<Relation> right, Scope scope)
    {
        var leftRelation = With(name, join, left);
        var rightRelation = With(name, join, right);
        if (leftRelation is null || rightRelation is null)
        {
            throw ErrorCode.ColumnNotFound.Error(
                $"column {Identifier.Quote(name)} of USING is not on both sides of the join", join.Span);
        }

        var (a, b) = (leftRelation.Find(name)!, rightRelation.Find(name)!);
        var (leftValue, rightValue) = (a.Value(leftRelation.Id, join.Span), b.Value(rightRelation.Id, join.Span));
        if (scope.MergedColumns.TryGetValue(name, out var earlier))
        {
            leftValue = earlier.Value;
        }

        var value = join.Kind switch
        {
            JoinKind.Right => rightValue,
            JoinKind.Full => FunctionCall.Of(join.Span, "coalesce", leftValue, rightValue),
            _ => leftValue,
        };
        var sources = a.Sources.Union(b.Sources).ToHashSet();
        context.Resolution.AddCondition(sources, "JOIN", null);
        rightRelation.Merged.Add(name);
        scope.MergedColumns[name] = (value, sources);
        return (leftValue, rightValue, a.Meant is not null || b.Meant is not null);
    }

    /// <summary>The one relation of a side that has the column; null when none has it.</summary>
    private static Relation? With(string name, Join join, List<Relation> side)
    {
        var having = side.Where(r => r.Find(name) is not null && !r.Merged.Contains(name)).Take(2).ToArray();
        return having.Length < 2 ? having.FirstOrDefault() : throw ErrorCode.AmbiguousColumn.Error(
            $"column {Identifier.Quote(name)} is ambiguous: several tables of one side of the join have it", join.Span);
    }
}
