using LakeSql.Common.Types;

namespace LakeSql.Storage.Delta.Schema;

/// <summary>Which types hold all values of which others.</summary>
/// <remarks>Source: the Delta protocol, "Type Widening", the supported type changes.</remarks>
public static class TypeWidening
{
    private static readonly PrimitiveType[] Integers =
        [PrimitiveType.TinyInt, PrimitiveType.SmallInt, PrimitiveType.Int, PrimitiveType.BigInt];

    /// <summary>True when a column of the one type may become one of the other.</summary>
    public static bool IsWider(DataType from, DataType to) => (from, to) switch
    {
        (DecimalType a, DecimalType b) =>
            b.Scale >= a.Scale && b.Precision - b.Scale >= a.Precision - a.Scale && a != b,
        (PrimitiveType a, DecimalType b) => Array.IndexOf(Integers, a) is >= 0 and var at
            && b.Precision - b.Scale >= (at == 3 ? 20 : 10),
        (PrimitiveType a, PrimitiveType b) => IsWider(a, b),
        _ => false,
    };

    private static bool IsWider(PrimitiveType from, PrimitiveType to)
    {
        var (a, b) = (Array.IndexOf(Integers, from), Array.IndexOf(Integers, to));
        return (a >= 0 && b > a)
            || (a is >= 0 and <= 2 && to == PrimitiveType.Double)
            || (from == PrimitiveType.Float && to == PrimitiveType.Double)
            || (from == PrimitiveType.Date && to == PrimitiveType.TimestampNtz);
    }
}
