using System.Globalization;
using LakeSql.Common.Types;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Bound;

/// <summary>Constants of which it is certain, without asking the engine, that they are values of a type.</summary>
public static class PlainConstant
{
    /// <summary>A number of so few digits is an INTEGER to the engine.</summary>
    private const int DigitsMax = 9;

    /// <summary>True when the constant cannot fail to become a value of the type, or NULL.</summary>
    public static bool Becomes(Expression value, DataType type) => value is Literal { Kind: LiteralKind.Null }
        || HasType(value, type)
        || (WholeNumber(value) is not null && (type == PrimitiveType.BigInt || type == PrimitiveType.Double));

    /// <summary>The same for the value of a parameter.</summary>
    public static bool Becomes(object? value, DataType type) => value switch
    {
        null => true,
        string => type == PrimitiveType.String,
        bool => type == PrimitiveType.Boolean,
        sbyte or short or int => type == PrimitiveType.Int || type == PrimitiveType.BigInt
            || type == PrimitiveType.Double,
        long => type == PrimitiveType.BigInt,
        double => type == PrimitiveType.Double,
        _ => false,
    };

    /// <summary>True when the engine gives the constant that type by itself.</summary>
    public static bool HasType(Expression value, DataType type) => value switch
    {
        Literal { Kind: LiteralKind.String } => type == PrimitiveType.String,
        Literal { Kind: LiteralKind.Boolean } => type == PrimitiveType.Boolean,
        _ => type == PrimitiveType.Int && WholeNumber(value) is not null,
    };

    /// <summary>The number that the constant is; null for others, and for large ones.</summary>
    public static long? WholeNumber(Expression value) => value switch
    {
        Literal { Kind: LiteralKind.Number, Text: { Length: <= DigitsMax } text } when text.All(char.IsAsciiDigit) =>
            long.Parse(text, CultureInfo.InvariantCulture),
        Unary { Operator: UnaryOperator.Negate, Operand: Literal literal } => -WholeNumber(literal),
        _ => null,
    };
}
