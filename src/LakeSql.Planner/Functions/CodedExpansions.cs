using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
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
            "format_string" => FormatString.Make(call, (Literal)arguments[0], arguments[1..]),
            "arrays_zip" => ArraysZip(call, [.. written.Arguments.Select((a, i) => NameOf(a.Value) ?? $"{i}")], hold),
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

    /// <summary>
    /// All arrays are held in one struct, as one that is NULL makes the result NULL, and the engine would fill it up.
    /// </summary>
    private static Expression ArraysZip(
        FunctionCall call, string[] names, Func<Expression, Func<Expression, Expression>, Expression> hold)
    {
        var arrays = new StructLiteral(
            call.Span, call.Arguments.Select((a, i) => new StructEntry($"a{i}", a.Value)).ToSequence());
        return hold(arrays, held =>
        {
            var fields = names.Select((_, i) => new FieldAccess(call.Span, held, $"a{i}")).ToArray();
            var absent = fields.Select(f => (Expression)new IsTest(call.Span, f, IsTestKind.Null, false))
                .Aggregate((a, b) => new Binary(call.Span, BinaryOperator.Or, a, b));
            var pair = new BoundAlias(call.Span, "pair");
            var zipped = new StructLiteral(call.Span, names.Select((n, i) => new StructEntry(
                n, new Subscript(call.Span, pair, Number(call, i + 1)))).ToSequence());
            var value = FunctionCall.Of(
                call.Span, "list_transform", FunctionCall.Of(call.Span, "list_zip", fields),
                new Lambda(call.Span, [pair.Name], zipped));
            return new Case(
                call.Span, null, [new CaseWhen(absent, new Literal(call.Span, LiteralKind.Null, "NULL"))], value);
        });
    }

    private static Literal Number(FunctionCall call, int value) => new(
        call.Span, LiteralKind.Number, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>NULL is found by NULL, which <c>CASE value WHEN</c> would not do.</summary>
    private static Case Decode(FunctionCall call, Expression value, Expression[] arguments)
    {
        var pairs = arguments.Skip(1).Chunk(2).Where(p => p.Length == 2).Select(p => new CaseWhen(
            new Binary(call.Span, BinaryOperator.IsNotDistinctFrom, value, p[0]), p[1]));
        return new Case(call.Span, null, pairs.ToSequence(), arguments.Length % 2 == 0 ? arguments[^1] : null);
    }
}
