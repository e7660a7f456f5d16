using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Functions;

/// <summary>Expansions whose shape follows from the number of arguments or from their names.</summary>
internal static class CodedExpansions
{
    /// <summary>What a call stands for.</summary>
    /// <param name="written">The call before it was bound: it knows the columns' names.</param>
    /// <param name="call">The call with bound arguments.</param>
    /// <param name="hold">Makes a tree in which a value is used more than once.</param>
    public static Expression Make(
        FunctionCall written, FunctionCall call, Func<Expression, Func<Expression, Expression>, Expression> hold)
    {
        var arguments = call.Arguments.Select(a => a.Value).ToArray();
        return call.Name.Last.ToLowerInvariant() switch
        {
            "struct" => new StructLiteral(call.Span, arguments.Select((a, i) => new StructEntry(
                NameOf(written.Arguments[i].Value) ?? $"col{i + 1}", a)).ToSequence()),
            "named_struct" => new StructLiteral(call.Span, Pairs(call, arguments).Select(p => new StructEntry(
                p.First is Literal { Kind: LiteralKind.String } name ? name.Text : throw ErrorCode.InvalidUse.Error(
                    "named_struct takes a constant name before each value", p.First.Span),
                p.Second)).ToSequence()),
            "map" => new MapLiteral(call.Span, Pairs(call, arguments)
                .Select(p => new MapEntry(p.First, p.Second)).ToSequence()),
            "decode" => hold(arguments[0], value => Decode(call, value, arguments)),
            var name => throw ErrorCode.Internal.Error($"no code for {name}", call.Span),
        };
    }

    private static string? NameOf(Expression value) => value switch
    {
        ColumnReference column => column.Parts[^1],
        FieldAccess field => field.Field,
        _ => null,
    };

    private static IEnumerable<(Expression First, Expression Second)> Pairs(FunctionCall call, Expression[] arguments)
    {
        if (arguments.Length % 2 == 1)
        {
            throw ErrorCode.TypeMismatch.Error(
                $"{call.Name.Last} takes pairs, and the last value has no partner", arguments[^1].Span);
        }

        return arguments.Chunk(2).Select(p => (p[0], p[1]));
    }

    /// <summary>NULL is found by NULL, which <c>CASE value WHEN</c> would not do.</summary>
    private static Case Decode(FunctionCall call, Expression value, Expression[] arguments)
    {
        var pairs = arguments.Skip(1).Chunk(2).Where(p => p.Length == 2).Select(p => new CaseWhen(
            new Binary(call.Span, BinaryOperator.IsNotDistinctFrom, value, p[0]), p[1]));
        return new Case(call.Span, null, pairs.ToSequence(), arguments.Length % 2 == 0 ? arguments[^1] : null);
    }
}
