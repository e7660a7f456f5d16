using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Functions;

/// <summary>Puts the bound arguments of a call into its row's template: <c>nvl(x, 1)</c> is <c>coalesce(x, 1)</c>.
/// </summary>
/// <remarks>
/// <para>
/// An argument that stands twice in the template, or in one of its lambdas, would be evaluated more than once: wrong
/// for random(), slow for PREDICT, and DuckDB takes no subquery in a lambda. Unless it is a plain column or constant
/// it is therefore evaluated once and held in a struct: <c>list_transform([{'a': argument}], lambda held: …)[1]</c>.
/// </para>
/// <para>
/// Arguments are bound before they are put in, so only aliases and parameters of lambdas are bare names in them. The
/// template's own get names that mean nothing at the call's place, so that they cannot capture those.
/// </para>
/// </remarks>
internal sealed class TemplateExpansion
{
    /// <summary>The engine's aggregates in templates: DISTINCT, ORDER BY, FILTER and OVER go to them.</summary>
    internal static readonly IReadOnlySet<string> Aggregates = new HashSet<string>(Identifier.Comparer)
    {
        "any_value", "array_agg", "bool_and", "bool_or", "first_value", "last_value", "quantile_cont", "quantile_disc",
        "row_number", "stddev_samp",
    };

    private readonly DatabricksFunction function;
    private readonly FunctionCall call;
    private readonly Dictionary<string, Sequence<Expression>> values = new(Identifier.Comparer);
    private readonly HashSet<string> locals = new(Identifier.Comparer);
    private readonly string mark;

    private TemplateExpansion(DatabricksFunction function, FunctionCall call, Scope scope)
    {
        this.function = function;
        this.call = call;
        var taken = call.Arguments.Select(a => a.Value).OfType<Lambda>().SelectMany(l => l.Parameters)
            .ToHashSet(Identifier.Comparer);
        for (mark = "~"; taken.Any(t => t.EndsWith(mark, StringComparison.Ordinal)) || IsTaken(scope); mark += "~")
        {
        }
    }

    /// <summary>What a call stands for.</summary>
    /// <param name="function">The row that it means.</param>
    /// <param name="written">The call before it was bound.</param>
    /// <param name="call">The call with bound arguments.</param>
    /// <param name="scope">The names in reach at its place.</param>
    public static Expression Of(DatabricksFunction function, FunctionCall written, FunctionCall call, Scope scope)
    {
        var expansion = new TemplateExpansion(function, call, scope);
        if (!IsPlain(call) && (function.IsCoded || !TemplateParts.Calls(function.Template).Any(Aggregates.Contains)))
        {
            throw ErrorCode.InvalidUse.Error(
                $"{function.Name} is no aggregate: it takes no DISTINCT, ORDER BY, FILTER or OVER", call.Span);
        }

        return function.IsCoded ? CodedExpansions.Make(written, call, expansion.Hold) : expansion.Fill();
    }

    private static bool IsPlain(FunctionCall call) =>
        call is { Distinct: false, Filter: null, Over: null, IgnoreNulls: null, OrderBy: [], WithinGroup: [] };

    /// <summary>True for what costs nothing and gives the same each time.</summary>
    private static bool IsRepeatable(Expression value) => value switch
    {
        Literal or TypedLiteral or Parameter or BoundColumn or BoundAlias or Lambda => true,
        Unary u => IsRepeatable(u.Operand),
        Cast c => IsRepeatable(c.Operand),
        FieldAccess f => IsRepeatable(f.Operand),
        IntervalLiteral i => IsRepeatable(i.Value),
        _ => false,
    };

    private bool IsTaken(Scope scope) =>
        TemplateParts.Names(function).Append("held").Any(n => scope.Knows(n + mark));

    private Expression Fill()
    {
        var held = new List<StructEntry>();
        var holder = new BoundAlias(call.Span, "held" + mark);
        var repeated = TemplateParts.Repeated(function);
        foreach (var (i, parameter) in function.Parameters.Index())
        {
            var value = parameter.IsRest
                ? call.Arguments.Skip(i).Select(a => a.Value).ToSequence() : [call.Arguments[i].Value];
            if (repeated.Contains(parameter.Name) && !value.All(IsRepeatable))
            {
                held.Add(new StructEntry(parameter.Name, value[0]));
                value = [new FieldAccess(value[0].Span, holder, parameter.Name)];
            }

            values.Add(parameter.Name, value);
        }

        var filled = Place(function.Template);
        return held.Count == 0 ? filled
            : Within(holder.Name, new StructLiteral(call.Span, held.ToSequence()), filled);
    }

    /// <summary>A tree in which a value may be used many times; for expansions that are code.</summary>
    private Expression Hold(Expression value, Func<Expression, Expression> use) => IsRepeatable(value)
        ? use(value) : Within("held" + mark, value, use(new BoundAlias(value.Span, "held" + mark)));

    /// <summary><c>list_transform([value], lambda name: body)[1]</c></summary>
    private Subscript Within(string name, Expression value, Expression body)
    {
        var transform = FunctionCall.Of(
            call.Span, "list_transform", new ArrayLiteral(call.Span, [value]), new Lambda(call.Span, [name], body));
        return new Subscript(call.Span, transform, new Literal(call.Span, LiteralKind.Number, "1"));
    }

    /// <summary>A part of the template with the arguments in it, all of it standing where the call does.</summary>
    private Expression Place(Expression part) => part switch
    {
        ColumnReference r => PlaceName(r),
        FunctionCall f => PlaceCall(f),
        Lambda l => PlaceLambda(l),
        Binary b => b with { Span = call.Span, Left = Place(b.Left), Right = Place(b.Right) },
        Unary u => u with { Span = call.Span, Operand = Place(u.Operand) },
        IsTest t => t with { Span = call.Span, Operand = Place(t.Operand) },
        InList l => l with { Span = call.Span, Operand = Place(l.Operand), Items = PlaceAll(l.Items) },
        Case c => c with
        {
            Span = call.Span,
            Operand = c.Operand is null ? null : Place(c.Operand),
            Whens = c.Whens.Select(w => new CaseWhen(Place(w.When), Place(w.Then))).ToSequence(),
            Else = c.Else is null ? null : Place(c.Else),
        },
        Cast c => c with { Span = call.Span, Operand = Place(c.Operand) },
        ArrayLiteral a => a with { Span = call.Span, Items = PlaceAll(a.Items) },
        StructLiteral s => s with
        {
            Span = call.Span, Entries = s.Entries.Select(e => e with { Value = Place(e.Value) }).ToSequence(),
        },
        FieldAccess f => f with { Span = call.Span, Operand = Place(f.Operand) },
        Subscript s => s with { Span = call.Span, Operand = Place(s.Operand), Index = Place(s.Index) },
        Literal or TypedLiteral => part with { Span = call.Span },
        _ => throw ErrorCode.Internal.Error($"{part.GetType().Name} in the template of {function.Name}", call.Span),
    };

    private Sequence<Expression> PlaceAll(Sequence<Expression> parts) => parts.SelectMany(p =>
        p is ColumnReference { Parts: [var name] } && values.TryGetValue(name, out var all) ? all : [Place(p)])
        .ToSequence();

    private Expression PlaceName(ColumnReference name)
    {
        var value = locals.Contains(name.Parts[0]) ? new BoundAlias(call.Span, name.Parts[0] + mark)
            : values.TryGetValue(name.Parts[0], out var argument) ? argument[0]
            : throw ErrorCode.Internal.Error($"{name.Parts[0]} in the template of {function.Name}", call.Span);
        return name.Parts.Skip(1).Aggregate(value, (v, field) => new FieldAccess(call.Span, v, field));
    }

    private Lambda PlaceLambda(Lambda lambda)
    {
        locals.UnionWith(lambda.Parameters);
        return new Lambda(call.Span, lambda.Parameters.Select(p => p + mark).ToSequence(), Place(lambda.Body));
    }

    private Expression PlaceCall(FunctionCall part)
    {
        var name = part.Name.Last;
        var arguments = PlaceAll(part.Arguments.Select(a => a.Value).ToSequence());
        if (values.TryGetValue(name, out var value) && value[0] is Lambda lambda)
        {
            return Apply(lambda, arguments);
        }

        switch (name)
        {
            case "strftime_pattern":
                return DatetimePatterns.Translate(arguments[0], function.Name, isParsing: false);
            case "strptime_pattern":
                return DatetimePatterns.Translate(arguments[0], function.Name, isParsing: true);
            case "interval_of":
                return new IntervalLiteral(call.Span, arguments[1], ((Literal)arguments[0]).Text);
        }

        var placed = part with
        {
            Span = call.Span, Arguments = arguments.Select(a => new FunctionArgument(null, a)).ToSequence(),
        };
        if (name is "strptime" or "try_strptime")
        {
            return DatetimePatterns.InThisCentury(placed, Hold);
        }

        return !Aggregates.Contains(name) ? placed : placed with
        {
            Distinct = call.Distinct,
            OrderBy = call.OrderBy,
            WithinGroup = call.WithinGroup,
            IgnoreNulls = call.IgnoreNulls ?? part.IgnoreNulls,
            Filter = call.Filter,
            Over = call.Over ?? part.Over,
        };
    }

    /// <summary>
    /// The user's lambda called with values. Its parameters keep their names, and its body is not looked into: that
    /// may hold subqueries and lambdas with parameters of the same names.
    /// </summary>
    private Expression Apply(Lambda lambda, Sequence<Expression> arguments)
    {
        var applied = lambda.Body;
        for (var i = arguments.Count - 1; i >= 0; i--)
        {
            applied = Within(lambda.Parameters[i], arguments[i], applied);
        }

        return applied;
    }
}
