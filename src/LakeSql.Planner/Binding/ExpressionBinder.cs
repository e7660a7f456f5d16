using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Binds expressions: names become columns, calls are checked against the allowed functions.</summary>
internal sealed partial class ExpressionBinder(BindContext context, QueryBinder queries, SourceTracker tracker)
{
    /// <summary>Which column COLUMNS stands for in the expression being bound; null where it cannot stand.</summary>
    private ColumnExpansion? expansion;

    /// <summary>The call whose arguments are being bound, where its lambda may use its own parameters alone.</summary>
    private FunctionCall? reducing;

    public StarBinder Stars => field ??= new StarBinder(context, this, tracker);

    /// <summary>
    /// Binds an expression once for each column that a COLUMNS in it stands for; without one, once.
    /// </summary>
    /// <param name="expression">As written.</param>
    /// <param name="scope">The names in reach.</param>
    /// <param name="add">
    /// Takes each result with what it reads and, where COLUMNS stands in the expression, the expansion.
    /// </param>
    public void BindEach(
        Expression expression, Scope scope,
        Action<Expression, IReadOnlySet<ColumnSource>, ColumnExpansion?> add)
    {
        var (outer, current) = (expansion, new ColumnExpansion());
        try
        {
            do
            {
                expansion = current;
                var value = tracker.Track(() => Bind(expression, scope), out var sources);
                expansion = null;
                add(value, sources, current.Columns is null ? null : current);
            }
            while (current.Next());
        }
        finally
        {
            expansion = outer;
        }
    }

    /// <summary>A condition; with COLUMNS in it, it has to hold for each of them.</summary>
    public Expression BindCondition(Expression condition, Scope scope)
    {
        Expression? all = null;
        BindEach(condition, scope, (value, _, _) =>
            all = all is null ? value : new Binary(condition.Span, BinaryOperator.And, all, value));
        return all!;
    }

    public Expression Bind(Expression expression, Scope scope)
    {
        Recursion.Check();
        var bound = BindPart(expression, scope);
        if (expression is not Binary)
        {
            NoteComputed(expression is Like ? bound : expression);
        }

        return bound;
    }

    private Expression BindPart(Expression expression, Scope scope) => expression switch
    {
        InSubquery or Exists or ScalarSubquery when scope.Part == RowPart.Rule =>
            throw RowParts.NoPlace("a query", expression.Span),
        Parameter p when scope.Part == RowPart.Rule || context.View is not null =>
            throw RowParts.NoParameter(p.Span),
        Literal or Parameter or BoundColumn or BoundAlias => expression,
        PositionalReference p => BindPosition(p, scope),
        Columns c => BindColumns(c, scope),
        ListComprehension c => Bind(Comprehensions.AsCalls(c), scope),
        TypedLiteral { Type: not EngineType { EngineName: "VARIANT" } } => expression,
        IntervalLiteral i => BindInterval(i, scope),
        ColumnReference c => ColumnResolver.Resolve(c, scope, tracker),
        Binary b => BindChain(b, scope),
        Unary u => u with { Operand = Bind(u.Operand, scope) },
        IsTest t => t with { Operand = Bind(t.Operand, scope) },
        Like l => Uncertain(l.Kind is not (LikeKind.Like or LikeKind.ILike or LikeKind.Glob), l) with
        {
            Operand = Bind(l.Operand, scope), Pattern = Bind(l.Pattern, scope), Escape = BindOptional(l.Escape, scope),
        },
        Between b => b with
        {
            Operand = context.Within(b, () => Bind(b.Operand, scope)),
            Low = Bind(b.Low, scope),
            High = Bind(b.High, scope),
        },
        InList l => l with { Operand = Bind(l.Operand, scope), Items = BindItems(l.Items, scope) },
        InSubquery s => s with
        {
            Operand = Bind(s.Operand, scope),
            Query = BindSubquery(s.Query, scope, s.Operand is RowValue row ? row.Items.Count : 1, allowRow: true),
        },
        Exists e => e with { Query = BindSubquery(e.Query, scope, null) },
        ScalarSubquery s => Scalar(s with { Query = BindSubquery(s.Query, scope, 1) }),
        Quantified q => q with { Left = Bind(q.Left, scope), Right = Bind(q.Right, scope) },
        Case c => c with
        {
            Operand = BindOptional(c.Operand, scope),
            Whens = c.Whens.Select(w => new CaseWhen(Bind(w.When, scope), Bind(w.Then, scope))).ToSequence(),
            Else = BindOptional(c.Else, scope),
        },
        Cast { Type: EngineType { EngineName: "VARIANT" } }
            or TypedLiteral { Type: EngineType { EngineName: "VARIANT" } } => throw ErrorCode.TypeMismatch.Error(
                "VARIANT is not there yet", expression.Span, "use JSON"),
        Cast c => c with { Operand = Bind(c.Operand, scope) },
        FunctionCall f => BindCall(f, scope),
        Predict p when scope.Part == RowPart.Rule => throw RowParts.NoPlace("a prediction", p.Span),
        Predict p => ModelBinder.Bind(p, context, BindAll(p.Arguments, scope)),
        ArrayLiteral a => a with { Items = BindItems(a.Items, scope) },
        RowValue r => r with { Items = BindAll(r.Items, scope) },
        StructLiteral s => s with
        {
            Entries = s.Entries.Select(e => e with { Value = Bind(e.Value, scope) }).ToSequence(),
        },
        MapLiteral m => m with
        {
            Entries = m.Entries.Select(e => new MapEntry(Bind(e.Key, scope), Bind(e.Value, scope))).ToSequence(),
        },
        FieldAccess f => f with { Operand = Bind(f.Operand, scope) },
        Subscript s => s with { Operand = Bind(s.Operand, scope), Index = Bind(s.Index, scope) },
        Slice s => s with
        {
            Operand = Bind(s.Operand, scope),
            From = BindOptional(s.From, scope),
            To = BindOptional(s.To, scope),
            Step = BindOptional(s.Step, scope),
        },
        Lambda l => BindLambda(l, scope),
        Collate c => c with { Operand = Bind(c.Operand, scope) },
        Star s => throw ErrorCode.InvalidUse.Error("* can stand only in a SELECT list or in count(*)", s.Span),
        _ => throw ErrorCode.Internal.Error($"no binding for {expression.GetType().Name}", expression.Span),
    };

    public Expression? BindOptional(Expression? expression, Scope scope) =>
        expression is null ? null : Bind(expression, scope);

    public Sequence<Expression> BindAll(Sequence<Expression> expressions, Scope scope)
    {
        var bound = new Expression[expressions.Count];
        for (var i = 0; i < bound.Length; i++)
        {
            bound[i] = Bind(expressions[i], scope);
        }

        return new Sequence<Expression>(bound);
    }

    public OrderItem BindOrder(OrderItem item, Scope scope) => item with { Value = Bind(item.Value, scope) };

    public WindowSpecification BindWindow(WindowSpecification window, Scope scope)
    {
        // What a named window reads counts for each column that uses it.
        if (window.Base is { } name
            && scope.NamedWindows.FirstOrDefault(w => Identifier.Same(w.Name, name))?.Window is { } named
            && !ReferenceEquals(named, window))
        {
            BindWindow(named, scope);
        }

        return tracker.Window(() => BindParts(window, scope));
    }

    private WindowSpecification BindParts(WindowSpecification window, Scope scope) => window with
    {
        PartitionBy = BindAll(window.PartitionBy, scope),
        OrderBy = window.OrderBy.Select(o => BindOrder(o, scope)).ToSequence(),
        Frame = window.Frame is { } frame
            ? frame with { Start = BindBound(frame.Start, scope), End = frame.End is { } e ? BindBound(e, scope)
                : null }
            : null,
    };

    private FrameBound BindBound(FrameBound bound, Scope scope) =>
        bound with { Offset = BindOptional(bound.Offset, scope) };

    /// <summary>
    /// Binds <c>a + b + c + …</c> without recursion along the left side, which has no bound on its length.
    /// </summary>
    private Expression BindChain(Binary binary, Scope scope)
    {
        var spine = new Stack<Binary>();
        Expression current = binary;
        while (current is Binary b)
        {
            spine.Push(b);
            current = b.Left;
        }

        var bound = Bind(current, scope);
        while (spine.TryPop(out var node))
        {
            bound = node with { Left = bound, Right = Bind(node.Right, scope) };
            NoteComputed(bound);
        }

        return bound;
    }

    /// <summary>Notes what must not be computed of values whose rows are not shown.</summary>
    private void NoteComputed(Expression expression)
    {
        var resolution = context.Resolution;
        resolution.ComputedCount +=
            context.IsPolicy || CalmExpressions.IsOne(expression, resolution.Conditions) ? 0 : 1;
    }

    /// <summary>Notes a value that may fail before there is a row to compute it for.</summary>
    private T Uncertain<T>(bool isUncertain, T value)
    {
        context.Resolution.UncertainCount += isUncertain && !context.IsPolicy ? 1 : 0;
        return value;
    }

    /// <summary>A query in the place of a value may give several rows, whatever is around it.</summary>
    private ScalarSubquery Scalar(ScalarSubquery bound) =>
        Uncertain(Policies.SubqueryShape.AggregateOf(bound.Query) is null, bound);

    private IntervalLiteral BindInterval(IntervalLiteral interval, Scope scope)
    {
        CallChecks.Check(interval);
        return interval with { Value = Bind(interval.Value, scope) };
    }

    /// <summary>The name of a column as its table spells it.</summary>
    private static string? NameOf(Expression bound) => bound switch
    {
        BoundColumn c => c.Column,
        BoundAlias a => a.Name,
        _ => null,
    };

    private Lambda BindLambda(Lambda lambda, Scope scope)
    {
        var inner = new Scope(scope) { Part = scope.Part };
        inner.LambdaParameters.AddRange(lambda.Parameters);
        var (before, call) = (scope.UsesInAll, reducing);
        reducing = null;
        var body = context.Within(lambda, () => Bind(lambda.Body, inner));
        reducing = call;
        return call is null || lambda.Parameters.Count < 2 || scope.UsesInAll == before ? lambda with { Body = body }
            : throw RowParts.NotInReduce(call, lambda.Span);
    }

    private Query BindSubquery(Query query, Scope scope, int? columnCount, bool allowRow = false)
    {
        var bound = context.Within(query, () => queries.Bind(query, scope));
        if (columnCount is { } wanted && bound.Columns.Count != wanted && !(allowRow && bound.Columns.Count == 1))
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"this subquery must have {wanted} column{(wanted == 1 ? "" : "s")}, it has {bound.Columns.Count}",
                query.Span);
        }

        tracker.Add(bound.Columns.SelectMany(c => c.Sources));
        return bound.Tree;
    }
}
