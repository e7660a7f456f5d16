using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Databricks' functions that make many rows of one value, as lists that unnest side by side.</summary>
/// <remarks>Each gives the columns of its rows with their default names.</remarks>
internal static class Generators
{
    public delegate IReadOnlyList<SelectItem> Generator(FunctionCall call, Func<Expression, DataType?> typeOf);

    private static readonly Dictionary<string, Generator> ByName = new(Identifier.Comparer)
    {
        ["explode"] = (c, t) => Explode(c, t, isOuter: false),
        ["explode_outer"] = (c, t) => Explode(c, t, isOuter: true),
        ["posexplode"] = (c, t) => PosExplode(c, t, isOuter: false),
        ["posexplode_outer"] = (c, t) => PosExplode(c, t, isOuter: true),
        ["inline"] = (c, t) => Inline(c, t, isOuter: false),
        ["inline_outer"] = (c, t) => Inline(c, t, isOuter: true),
        ["stack"] = (c, _) => Stack(c),
    };

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The generator that a call means, or null.</summary>
    public static Generator? Find(FunctionCall call) =>
        call.Name.Parts.Count == 1 && ByName.TryGetValue(call.Name.Last, out var generator) ? generator : null;

    private static SelectItem[] Explode(FunctionCall call, Func<Expression, DataType?> typeOf, bool isOuter) =>
        [.. Lists(call, typeOf).Select(l => Unnested(Filled(l.List, isOuter), l.Name))];

    /// <summary>The same, with the place of each element from 0.</summary>
    private static SelectItem[] PosExplode(FunctionCall call, Func<Expression, DataType?> typeOf, bool isOuter)
    {
        var length = FunctionCall.Of(call.Span, "len", Lists(call, typeOf)[0].List);
        var places = FunctionCall.Of(call.Span, "range", length);
        return [Unnested(Filled(places, isOuter), "pos"), .. Explode(call, typeOf, isOuter)];
    }

    /// <summary>The elements of a list, or keys and values of a map.</summary>
    private static (Expression List, string Name)[] Lists(FunctionCall call, Func<Expression, DataType?> typeOf)
    {
        var value = Only(call);
        return typeOf(value) is MapType
            ?
            [
                (FunctionCall.Of(call.Span, "map_keys", value), "key"),
                (FunctionCall.Of(call.Span, "map_values", value), "value"),
            ]
            : [(value, "col")];
    }

    private static SelectItem[] Inline(FunctionCall call, Func<Expression, DataType?> typeOf, bool isOuter)
    {
        var value = Only(call);
        if (typeOf(value) is not ArrayType { Element: StructType type })
        {
            throw ErrorCode.TypeMismatch.Error($"{call.Name.Last} takes an array of structs", value.Span);
        }

        return [.. type.Fields.Select(f => Unnested(
            Filled(
                FunctionCall.Of(call.Span, "list_transform", value, new Lambda(
                    call.Span, ["element"],
                    new FieldAccess(call.Span, new ColumnReference(call.Span, ["element"]), f.Name))),
                isOuter),
            f.Name))];
    }

    /// <summary><c>stack(2, a, b, c, d)</c>: two rows (a, b) and (c, d).</summary>
    private static SelectItem[] Stack(FunctionCall call)
    {
        if (call.Arguments.Count < 2 || call.Arguments[0].Value is not Literal { Kind: LiteralKind.Number } number
            || !int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) || rows == 0)
        {
            throw ErrorCode.InvalidUse.Error("stack takes a number of rows and their values", call.Span);
        }

        var values = call.Arguments.Skip(1).Select(a => a.Value).ToArray();
        var width = (values.Length + rows - 1) / rows;
        return [.. Enumerable.Range(0, width).Select(column => Unnested(
            new ArrayLiteral(call.Span, Enumerable.Range(0, rows).Select(row => row * width + column < values.Length
                ? values[row * width + column] : new Literal(call.Span, LiteralKind.Null, "NULL")).ToSequence()),
            string.Create(CultureInfo.InvariantCulture, $"col{column}")))];
    }

    /// <summary>The outer forms give a row of NULLs where there is no element.</summary>
    private static Expression Filled(Expression list, bool isOuter)
    {
        if (!isOuter)
        {
            return list;
        }

        var zero = new Literal(list.Span, LiteralKind.Number, "0");
        var hasAny = new Binary(list.Span, BinaryOperator.Greater, FunctionCall.Of(list.Span, "len", list), zero);
        var none = new ArrayLiteral(list.Span, [new Literal(list.Span, LiteralKind.Null, "NULL")]);
        return new Case(list.Span, null, [new CaseWhen(hasAny, list)], none);
    }

    private static Expression Only(FunctionCall call) => call.Arguments is [{ Name: null, Value: var value }]
        ? value : throw ErrorCode.InvalidUse.Error($"{call.Name.Last} takes one argument", call.Span);

    private static SelectItem Unnested(Expression list, string name) =>
        new(list.Span, FunctionCall.Of(list.Span, "unnest", list), name);
}
