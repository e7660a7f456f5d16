using System.Collections.Concurrent;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta.Schema;
using Parquet;
using Parquet.Schema;
using StoredStruct = Parquet.Schema.StructField;

namespace LakeSql.Storage.Delta;

/// <summary>
/// Fields that a table has no more and that some of its files have in a struct of which they have no other field.
/// </summary>
/// <remarks>
/// A reader that looks for none of a struct's fields does not see where the struct is NULL. So it is given one that the
/// file has, as text, since every value can be that; nobody reads it.
/// </remarks>
public static class StructWitnesses
{
    private const int KnownMax = 20_000;

    private static readonly ConcurrentDictionary<string, IReadOnlyList<Field>> Known = new(StringComparer.Ordinal);

    /// <summary>The table's fields with those that the files need beside them.</summary>
    public static Sequence<TableField> Of(Snapshot table, IReadOnlyList<DataFile> files)
    {
        var fields = table.Metadata.Schema.Fields;
        if (!MayBeNeeded(table.Metadata))
        {
            return fields;
        }

        foreach (var file in files)
        {
            fields = Of(fields, FieldsOf(table.PathOf(file)), table.Mapping);
        }

        return fields;
    }

    /// <summary>
    /// Only a field that was dropped can be missing so. Each has had a number of its own, so there are more of these
    /// than fields then.
    /// </summary>
    private static bool MayBeNeeded(TableMetadata metadata) => metadata.Mapping != ColumnMapping.None
        && metadata.Schema.Contains(t => t is StructType)
        && MappedFields.MaxIdOf(metadata) > metadata.Schema.Fields.Sum(f => 1 + CountOf(f.Type));

    private static int CountOf(FieldType type) => type switch
    {
        StructFieldType s => s.Fields.Sum(f => 1 + CountOf(f.Type)),
        ArrayFieldType a => CountOf(a.Element),
        MapFieldType m => CountOf(m.Key) + CountOf(m.Value),
        _ => 0,
    };

    private static Sequence<TableField> Of(
        Sequence<TableField> fields, IReadOnlyList<Field> stored, ColumnMapping mapping) => fields.Select(f =>
        stored.FirstOrDefault(s => s.Name == f.PhysicalName(mapping)) is { } own
            && Of(f.Type, own, mapping) is var type && !ReferenceEquals(type, f.Type) ? f with { Type = type } : f)
        .ToSequence();

    /// <summary>The type with what the file needs; the same object where that is nothing.</summary>
    private static FieldType Of(FieldType type, Field stored, ColumnMapping mapping)
    {
        switch (type, stored)
        {
            case (StructFieldType t, StoredStruct s):
                var fields = Of(t.Fields, s.Fields, mapping);
                var isKnown = fields.Any(f => s.Fields.Any(o => o.Name == f.PhysicalName(mapping)));
                return isKnown && fields.Zip(t.Fields).All(f => ReferenceEquals(f.First, f.Second)) ? type
                    : new StructFieldType(isKnown ? fields : fields.Append(WitnessOf(s)).ToSequence());
            case (ArrayFieldType a, ListField l) when Of(a.Element, l.Item, mapping) is var element:
                return ReferenceEquals(element, a.Element) ? type : new ArrayFieldType(element, a.ContainsNull);
            case (MapFieldType m, MapField f):
                var (key, value) = (Of(m.Key, f.Key, mapping), Of(m.Value, f.Value, mapping));
                return ReferenceEquals(key, m.Key) && ReferenceEquals(value, m.Value) ? type
                    : new MapFieldType(key, value, m.ValueContainsNull);
            default:
                return type;
        }
    }

    private static TableField WitnessOf(StoredStruct stored) => TableField.Of(new ColumnDefinition(
        (stored.Fields.FirstOrDefault(f => f is DataField) ?? stored.Fields[0]).Name, PrimitiveType.String));

    private static IReadOnlyList<Field> FieldsOf(string path)
    {
        if (Known.TryGetValue(path, out var fields))
        {
            return fields;
        }

        if (Known.Count >= KnownMax)
        {
            Known.Clear();
        }

        try
        {
            return Known[path] = FieldsAsync(path).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whoever reads the rows will meet the damage and say what it is.
            return [];
        }
    }

    private static async Task<IReadOnlyList<Field>> FieldsAsync(string path)
    {
        await using var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
        return reader.Schema.Fields;
    }
}
