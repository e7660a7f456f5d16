using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Binds expressions: names become columns, calls are checked against the allowed functions.</summary>
internal sealed class ExpressionBinder(BindContext context, QueryBinder queries, SourceTracker tracker)
{
    public Expression Bind(Expression expression, Scope scope) => expression switch
    {
        Literal or TypedLiteral or Parameter or BoundColumn or BoundAlias => expression,
        IntervalLiteral i => i with { Value = Bind(i.Value, scope) },
        ColumnReference c => ColumnResolver.Resolve(c, scope, tracker),
        Binary b => BindChain(b, scope),
        Unary u => u with { Operand = Bind(u.Operand, scope) },
        IsTest t => t with { Operand = Bind(t.Operand, scope) },
        Like l => l with
        {
            Operand = Bind(l.Operand, scope), Pattern = Bind(l.Pattern, scope), Escape = BindOptional(l.Escape, scope),
        },
        Between b => b with { Operand = Bind(b.Operand, scope), Low = Bind(b.Low, scope), High = Bind(b.High, scope) },
        InList l => l with { Operand = Bind(l.Operand, scope), Items = BindAll(l.Items, scope) },
        InSubquery s => s with
        {
            Operand = Bind(s.Operand, scope),
            Query = BindSubquery(s.Query, scope, s.Operand is RowValue row ? row.Items.Count : 1),
        },
        Exists e => e with { Query = BindSubquery(e.Query, scope, null) },
        ScalarSubquery s => s with { Query = BindSubquery(s.Query, scope, 1) },
        Quantified q => q with { Left = Bind(q.Left, scope), Right = Bind(q.Right, scope) },
        Case c => c with
        {
            Operand = BindOptional(c.Operand, scope),
            Whens = c.Whens.Select(w => new CaseWhen(Bind(w.When, scope), Bind(w.Then, scope))).ToSequence(),
            Else = BindOptional(c.Else, scope),
        },
        Cast { Type: EngineType { EngineName: var type } } c when Identifier.Same(type, "VARIANT") =>
            throw ErrorCode.TypeMismatch.Error("VARIANT is not there yet", c.Span, "use JSON"),
        Cast c => c with { Operand = Bind(c.Operand, scope) },
        FunctionCall f => BindCall(f, scope),
        Predict p => ModelBinder.Bind(p, context, BindAll(p.Arguments, scope)),
        ArrayLiteral a => a with { Items = BindAll(a.Items, scope) },
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

    public WindowSpecification BindWindow(WindowSpecification window, Scope scope) => window with
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
        }

        return bound;
    }

    private Expression BindCall(FunctionCall call, Scope scope)
    {
        var name = call.Name.Parts.Count == 1
            ? call.Name.Last
            : throw ErrorCode.FunctionNotFound.Error($"function {call.Name} not found", call.Name.Span);
        if (SessionFunctions.Evaluate(name, context) is { } value && call.Arguments.Count == 0)
        {
            return new Literal(call.Span, LiteralKind.String, value);
        }

        var function = DatabricksFunctions.Find(call, scope);
        if (function is null && !FunctionList.IsAllowed(name))
        {
            throw NotFound(call, name);
        }

        var written = call;
        call = function?.WithUnits(call) ?? call;

        // Within a function a name means the column, or an aggregate could hold itself.
        var (isStar, aliasesFirst) = (call.Arguments is [{ Value: Star { Qualifier: null } }], scope.AliasesFirst);
        scope.AliasesFirst = false;
        var bound = call with
        {
            Arguments = isStar
                ? call.Arguments
                : call.Arguments.Select(a => a with { Value = Bind(a.Value, scope) }).ToSequence(),
            OrderBy = call.OrderBy.Select(o => BindOrder(o, scope)).ToSequence(),
            WithinGroup = call.WithinGroup.Select(o => BindOrder(o, scope)).ToSequence(),
            Filter = BindOptional(call.Filter, scope),
            Over = call.Over is { } window ? BindWindow(window, scope) : null,
        };
        scope.AliasesFirst = aliasesFirst;
        return function is null ? bound : TemplateExpansion.Of(function, written, bound, scope);
    }

    private static LakeSqlException NotFound(FunctionCall call, string name)
    {
        if (DatabricksFunctions.WrongArguments(call) is { } wrong)
        {
            return wrong;
        }

        if (FunctionList.Refused.TryGetValue(name, out var reason))
        {
            return ErrorCode.FunctionNotFound.Error(
                $"function {name} is not part of LakeSql: {reason}", call.Name.Span);
        }

        var near = Identifier.Nearest(name, FunctionList.Names.Concat(DatabricksFunctions.Names));
        return ErrorCode.FunctionNotFound.Error(
            $"function {name} not found", call.Name.Span, near is null ? null : $"did you mean {near}?");
    }

    private Lambda BindLambda(Lambda lambda, Scope scope)
    {
        var inner = new Scope(scope);
        inner.LambdaParameters.AddRange(lambda.Parameters);
        return lambda with { Body = Bind(lambda.Body, inner) };
    }

    private Query BindSubquery(Query query, Scope scope, int? columnCount)
    {
        var bound = queries.Bind(query, scope);
        if (columnCount is { } wanted && bound.Columns.Count != wanted)
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"this subquery must have {wanted} column{(wanted == 1 ? "" : "s")}, it has {bound.Columns.Count}",
                query.Span);
        }

        tracker.Add(bound.Columns.SelectMany(c => c.Sources));
        return bound.Tree;
    }
}
