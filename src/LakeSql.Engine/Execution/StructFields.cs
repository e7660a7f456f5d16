using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;

namespace LakeSql.Engine.Execution;

/// <summary>The engine casts structs field by field, by name, and drops what the other type does not have.</summary>
internal static class StructFields
{
    /// <summary>LSQ2101 when a column of the table would lose a field of the value that it is given.</summary>
    /// <param name="given">The columns of the source.</param>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="positions">For each column of the table its position in the source, or -1 for none.</param>
    public static void RefuseLost(
        IReadOnlyList<ColumnDefinition> given, IReadOnlyList<ColumnDefinition> columns, IReadOnlyList<int> positions)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (positions[i] >= 0 && Lost(given[positions[i]].Type, columns[i].Type) is { } field)
            {
                throw ErrorCode.TypeMismatch.Error(
                    $"column {Identifier.Quote(columns[i].Name)} has no field {Identifier.Quote(field)}",
                    hint: "leave the field out of the value; a table cannot be given new nested fields yet");
            }
        }
    }

    /// <summary>True when values of the type have named fields somewhere.</summary>
    public static bool Has(DataType type) => type switch
    {
        StructType => true,
        ArrayType a => Has(a.Element),
        MapType m => Has(m.Key) || Has(m.Value),
        _ => false,
    };

    private static string? Lost(DataType from, DataType to) => (from, to) switch
    {
        (StructType a, StructType b) => a.Fields.Select(f => b.Fields.FirstOrDefault(
            g => Identifier.Same(g.Name, f.Name)) is { } kept ? Lost(f.Type, kept.Type) : f.Name)
            .FirstOrDefault(n => n is not null),
        (ArrayType a, ArrayType b) => Lost(a.Element, b.Element),
        (FixedArrayType a, ArrayType b) => Lost(a.Element, b.Element),
        (MapType a, MapType b) => Lost(a.Key, b.Key) ?? Lost(a.Value, b.Value),
        _ => null,
    };
}
