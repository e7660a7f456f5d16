using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Tests.Trees;

/// <summary>Makes random queries, of nodes in every combination that a text can say.</summary>
internal sealed class QueryGenerator
{
    private readonly Random random;
    private readonly ExpressionGenerator e;

    public QueryGenerator(Random random)
    {
        this.random = random;
        e = new ExpressionGenerator(random, Query);
    }

    public Expression Expression(int depth) => e.Expression(depth);

    /// <summary>A query whose expressions and subqueries have at most this depth.</summary>
    public Query Query(int depth)
    {
        var isSorted = random.Next(3) == 0;
        var query = new Query(default, Body(depth))
        {
            With = e.Maybe(() => With(depth - 1)),
            OrderBy = isSorted ? e.Some(2, () => e.Order(depth - 1)) : [],
            Limit = e.Maybe(() => e.Expression(depth - 1)),
            Offset = e.Maybe(() => e.Expression(depth - 1)),
        };
        query = query with { LimitIsPercent = query.Limit is not null && e.Coin() };
        return random.Next(8) == 0
            ? query with { OrderByAll = true, OrderBy = [ByAll()] }
            : isSorted && e.Coin() ? query with { DistributeBy = [e.Expression(depth - 1)] }
            : query;
    }

    private static OrderItem ByAll() => new(default, Syntax.Trees.Star.All(default), true, null);

    private With With(int depth) => new(default, e.Coin(), e.Some(2, () => new CommonTableExpression(
        default, e.Name(), e.Some(2, e.Name, 0), e.Coin() ? null : e.Coin(), Query(depth))
    {
        Key = random.Next(4) == 0 ? e.Some(2, e.Name) : [],
    }));

    private QueryBody Body(int depth) => depth <= 0 ? Select(0) : random.Next(12) switch
    {
        0 => new Values(default, e.Some(3, () => e.Some(2, () => e.Expression(depth - 1)))),
        1 => new PivotQuery(default, Pivot(depth - 1, true)),
        2 => new UnpivotQuery(default, Unpivot(depth - 1) with { IncludeNulls = false }),
        3 => new ColumnReport(default, IsSummary: true, Query(depth - 1)),
        4 or 5 => SetOperation(depth),
        _ => Select(depth),
    };

    /// <summary>To the left, what binds as tightly or tighter; to the right, tighter or in parentheses.</summary>
    private SetOperation SetOperation(int depth)
    {
        var op = (SetOperator)random.Next(3);
        QueryBody Operand() => random.Next(3) == 0
            ? new ParenthesizedQuery(default, Query(depth - 1) with { Limit = e.Expression(0) }) : Select(depth - 1);
        QueryBody left = random.Next(3) == 0
            ? new SetOperation(default, SetOperator.Intersect, e.Coin(), false, Operand(), Operand()) : Operand();
        return new SetOperation(default, op, e.Coin(), op == SetOperator.Union && e.Coin(), left, Operand());
    }

    private Select Select(int depth) => new(default, e.Some(3, () => Item(depth - 1)))
    {
        Distinct = random.Next(6) == 0,
        From = e.Maybe(() => Table(depth - 1)),
        Where = e.Maybe(() => e.Expression(depth - 1)),
        GroupBy = e.Maybe(() => new GroupBy(default, false, e.Some(2, () => Grouping(depth - 1)))),
        Having = e.Maybe(() => e.Expression(depth - 1)),
        Windows = random.Next(5) == 0 ? [new NamedWindow(e.Name(), e.Window(depth - 1))] : [],
        Qualify = e.Maybe(() => e.Expression(depth - 1)),
        Sample = e.Maybe(Sample),
    };

    private SelectItem Item(int depth) => random.Next(6) == 0
        ? new SelectItem(default, Star(depth), null) : new SelectItem(default, e.Expression(depth), e.Maybe(e.Name));

    private Star Star(int depth) => new(
        default, e.Maybe(Qualified), e.Some(2, Qualified, 0),
        e.Some(2, () => new SelectItem(default, e.Expression(depth), e.Name()), 0),
        e.Some(2, () => new StarRename(Qualified(), e.Name()), 0));

    private QualifiedName Qualified() => new(default, e.Some(3, e.Name));

    private GroupingElement Grouping(int depth) => random.Next(4) switch
    {
        0 => new GroupingElement(
            default, GroupingKind.GroupingSets, [],
            [new GroupingElement(default, GroupingKind.Set, [.. e.Some(2, () => e.Expression(depth), 2)], [])]),
        1 => new GroupingElement(
            default, e.Coin() ? GroupingKind.Rollup : GroupingKind.Cube, e.Some(2, () => e.Expression(depth)), []),
        _ => new GroupingElement(default, GroupingKind.Expression, [e.Expression(depth)], []),
    };

    private static Sample Sample() => new(
        default, new Literal(default, LiteralKind.Number, "10"), IsPercent: true, "bernoulli",
        new Literal(default, LiteralKind.Number, "7"));

    private TableAlias? Alias() => e.Maybe(() => new TableAlias(e.Name(), e.Some(2, e.Name, 0)));

    private TableExpression Table(int depth)
    {
        if (depth <= 0)
        {
            return new TableName(default, Qualified(), null, Alias(), e.Maybe(Sample));
        }

        return random.Next(9) switch
        {
            0 => new DerivedTable(default, Query(depth - 1), e.Coin(), Alias(), e.Maybe(Sample)),
            1 => new TableFunction(
                default, new QualifiedName(default, ["range"]),
                e.Some(2, () => new FunctionArgument(null, e.Expression(depth - 1))), e.Coin(), e.Coin(), Alias(),
                e.Maybe(Sample)),
            2 => new PivotedTable(default, Pivot(depth - 1, false), Alias()),
            3 => new UnpivotedTable(default, Unpivot(depth - 1), Alias()),
            4 => new LateralView(
                default, Table(depth - 1), e.Coin(), new QualifiedName(default, ["explode"]),
                e.Some(2, () => e.Expression(depth - 1)), null, e.Some(2, e.Name, 0)),
            5 or 6 => Join(depth),
            7 => new TableName(
                default, Qualified(), new TimeTravel(default, e.Coin(), new Literal(default, LiteralKind.String, "3")),
                Alias(), null),
            _ => new TableName(default, Qualified(), null, Alias(), e.Maybe(Sample)),
        };
    }

    private Join Join(int depth)
    {
        var kinds = Enum.GetValues<JoinKind>();
        var kind = kinds[random.Next(kinds.Length)];
        var isBare = kind is JoinKind.Cross or JoinKind.Positional;
        var on = isBare || e.Coin() ? null : e.Expression(depth - 1);
        return new Join(
            default, kind, Table(depth - 1), Table(depth - 1), on, isBare || on is not null ? [] : e.Some(2, e.Name),
            false);
    }

    private Pivot Pivot(int depth, bool isQuery) => new(
        Table(depth), e.Some(2, () => new SelectItem(default, e.Expression(depth), e.Maybe(e.Name))),
        e.Some(2, () => new PivotColumn(
            e.Some(2, () => e.Expression(depth)),
            e.Some(2, () => new PivotValue(e.Expression(depth), e.Maybe(e.Name))), null)),
        isQuery && e.Coin() ? [] : e.Some(2, () => e.Expression(depth), 0));

    private Unpivot Unpivot(int depth) => new(
        Table(depth), e.Coin(), e.Name(), e.Some(2, e.Name),
        e.Some(2, () => new UnpivotColumn(e.Some(2, () => e.Expression(depth)), e.Maybe(e.Name))));
}
