using LakeSql.Common.Names;
using LakeSql.Common.Types;

namespace LakeSql.Storage.Delta.Schema;

/// <summary>The fields of structs that a table's column lacks and the values that it is given have.</summary>
/// <remarks>A struct may stand in lists and maps; a key of a map is as good a place as a value.</remarks>
public static class NestedFields
{
    /// <summary>The first field that values of a type would lose in a column; null when they lose none.</summary>
    /// <param name="given">The values' type.</param>
    /// <param name="column">The column's type.</param>
    /// <returns>The struct that lacks the field, by names from the column on, and the field.</returns>
    public static MissingField? Missing(DataType given, DataType column) => Missing(given, column, []);

    private static MissingField? Missing(DataType given, DataType column, Sequence<string> path)
    {
        MissingField? In(DataType a, DataType b, string part) => Missing(a, b, path.Append(part).ToSequence());
        return (given, column) switch
        {
            (StructType a, StructType b) => a.Fields.Select(f => b.Fields.FirstOrDefault(
                g => Identifier.Same(g.Name, f.Name)) is { } kept
                    ? In(f.Type, kept.Type, kept.Name) : new MissingField(path, f.Name, f.Type, b))
                .FirstOrDefault(m => m is not null),
            (ArrayType a, ArrayType b) => In(a.Element, b.Element, "element"),
            (FixedArrayType a, ArrayType b) => In(a.Element, b.Element, "element"),
            (MapType a, MapType b) => In(a.Key, b.Key, "key") ?? In(a.Value, b.Value, "value"),
            _ => null,
        };
    }

    /// <summary>The column's type with the fields that it lacks behind those that it has.</summary>
    internal static FieldType With(FieldType column, DataType given) => (column, given) switch
    {
        (StructFieldType to, StructType from) => new StructFieldType(
        [
            .. to.Fields.Select(f => from.Fields.FirstOrDefault(g => Identifier.Same(g.Name, f.Name)) is { } same
                ? f with { Type = With(f.Type, same.Type) } : f),
            .. from.Fields.Where(f => !to.Fields.Any(g => Identifier.Same(g.Name, f.Name)))
                .Select(f => TableField.Of(new ColumnDefinition(f.Name, f.Type))),
        ]),
        (ArrayFieldType to, ArrayType from) => new ArrayFieldType(With(to.Element, from.Element), to.ContainsNull),
        (ArrayFieldType to, FixedArrayType from) =>
            new ArrayFieldType(With(to.Element, from.Element), to.ContainsNull),
        (MapFieldType to, MapType from) =>
            new MapFieldType(With(to.Key, from.Key), With(to.Value, from.Value), to.ValueContainsNull),
        _ => column,
    };
}

/// <summary>A field that a struct within a column lacks.</summary>
/// <param name="Path">The way from the column to the struct; empty for the column itself.</param>
/// <param name="Name">The field.</param>
/// <param name="Type">Its type in the values.</param>
/// <param name="Within">The struct's type.</param>
public sealed record MissingField(Sequence<string> Path, string Name, DataType Type, StructType Within);
