using System.Globalization;
using LakeSql.Common.Names;

namespace LakeSql.Storage.Delta.Schema;

/// <summary>Gives ids and physical names to the fields of a table whose columns are mapped.</summary>
/// <remarks>Source: the Delta protocol, "Column Mapping".</remarks>
internal sealed class MappedFields
{
    private const string MaxIdProperty = "delta.columnMapping.maxColumnId";

    private readonly bool keepNames;
    private int maxId;

    private MappedFields(int maxId, bool keepNames)
    {
        this.maxId = maxId;
        this.keepNames = keepNames;
    }

    /// <summary>The metadata with every field mapped; what was mapped before stays as it is.</summary>
    /// <param name="metadata">A table that maps its columns.</param>
    /// <param name="keepNames">
    /// True when there may be files that were written under the columns' own names: then these are the physical names.
    /// </param>
    public static TableMetadata Complete(TableMetadata metadata, bool keepNames)
    {
        var fields = new MappedFields(MaxIdOf(metadata), keepNames);
        var mapped = fields.Map(metadata.Schema.Fields);
        return metadata with
        {
            Schema = TableSchema.Of(mapped),
            Properties = new Dictionary<string, string>(metadata.Properties)
            {
                [MaxIdProperty] = fields.maxId.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    /// <summary>The highest number that a field has, or had before it was dropped.</summary>
    public static int MaxIdOf(TableMetadata metadata)
    {
        var known = metadata.Properties.TryGetValue(MaxIdProperty, out var text)
            && int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return Math.Max(known, MaxId(metadata.Schema.Fields));
    }

    private static int MaxId(IEnumerable<TableField> fields) =>
        fields.Select(f => Math.Max(f.Id ?? 0, MaxId(f.Type))).DefaultIfEmpty(0).Max();

    private static int MaxId(FieldType type) => type switch
    {
        StructFieldType s => MaxId(s.Fields),
        ArrayFieldType a => MaxId(a.Element),
        MapFieldType m => Math.Max(MaxId(m.Key), MaxId(m.Value)),
        _ => 0,
    };

    private Sequence<TableField> Map(IEnumerable<TableField> fields) => fields.Select(f =>
    {
        var field = f with { Type = Map(f.Type) };
        return field.IsMapped
            ? field : field.Mapped(++maxId, keepNames ? field.Name : $"col-{Guid.NewGuid()}");
    }).ToSequence();

    private FieldType Map(FieldType type) => type switch
    {
        StructFieldType s => new StructFieldType(Map(s.Fields)),
        ArrayFieldType a => a with { Element = Map(a.Element) },
        MapFieldType m => m with { Key = Map(m.Key), Value = Map(m.Value) },
        _ => type,
    };
}
