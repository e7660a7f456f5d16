using System.Text.Json;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;

namespace LakeSql.Storage.Delta.Schema;

/// <summary>The columns of a table: what SQL sees of them, and all that the log says besides.</summary>
/// <remarks>
/// An IMAGE is a binary whose field metadata says <c>"lakesql.type": "image"</c>, so that other readers see bytes.
/// </remarks>
public sealed class TableSchema
{
    private TableSchema(Sequence<TableField> fields)
    {
        Fields = fields;
        Columns = fields.Select(f => f.ToColumn()).ToSequence();
    }

    /// <summary>The columns as the log describes them.</summary>
    public Sequence<TableField> Fields { get; }

    /// <summary>The columns as SQL sees them.</summary>
    public Sequence<ColumnDefinition> Columns { get; }

    /// <summary>A schema that only LakeSql has described.</summary>
    public static TableSchema Of(IEnumerable<ColumnDefinition> columns) =>
        new(columns.Select(TableField.Of).ToSequence());

    /// <summary>A schema of these fields.</summary>
    public static TableSchema Of(IEnumerable<TableField> fields) => new(fields.ToSequence());

    /// <summary>The <c>schemaString</c>.</summary>
    public string ToJson() => SchemaJson.Write(Fields);

    /// <summary>The schema that a <c>schemaString</c> describes.</summary>
    internal static TableSchema Parse(string json) => new(SchemaJson.Read(json));

    /// <summary>True when any column, at any depth, fulfils <paramref name="test"/>.</summary>
    internal bool Contains(Func<DataType, bool> test) => Columns.Any(c => c.Type.Parts().Any(test));
}
