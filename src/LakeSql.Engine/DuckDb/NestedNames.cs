using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Engine.DuckDb;

/// <summary>
/// Writes values with other names for their nested fields: those of data files, or those that SQL knows.
/// </summary>
/// <param name="sql">The text.</param>
/// <param name="mapping">How columns are found in data files.</param>
/// <param name="isForFile">True to give the names of data files to a value of SQL.</param>
internal sealed class NestedNames(DuckDbSql sql, ColumnMapping mapping, bool isForFile)
{
    private int lambdaCount;

    /// <summary>True where values may have fields that the type does not have.</summary>
    public bool IsAnew { get; init; }

    /// <summary>True for files whose variants the engine knows as such.</summary>
    public bool HasMarkedVariants { get; init; }

    /// <summary>The value that <paramref name="value"/> writes, perhaps more than once, with its new names.</summary>
    public void Write(FieldType type, Action value)
    {
        if (!PhysicalType.Differs(type, mapping) && !(IsAnew && type.Parts().Any(t => t is StructFieldType)))
        {
            value();
            return;
        }

        switch (type)
        {
            case StructFieldType structure: WriteStruct(structure, value); break;
            case ArrayFieldType array:
                WriteEach(value, element => Write(array.Element, () => sql.Raw(element)));
                break;
            case MapFieldType map: WriteMap(map, value); break;
            default: WriteVariant(value); break;
        }
    }

    private void WriteStruct(StructFieldType structure, Action value)
    {
        sql.Raw("CASE WHEN ");
        value();
        sql.Raw(" IS NOT NULL THEN struct_pack(").List(structure.Fields, f =>
        {
            var physical = f.PhysicalName(mapping);
            sql.Name(isForFile ? physical : f.Name).Raw(" := ");
            Write(f.Type, () =>
            {
                sql.Raw("struct_extract(");
                value();
                sql.Raw(", ").Text(isForFile ? f.Name : physical).Raw(")");
            });
        }).Raw(") END");
    }

    private void WriteMap(MapFieldType map, Action value)
    {
        sql.Raw("CASE WHEN ");
        value();
        sql.Raw(" IS NOT NULL THEN map_from_entries(");
        WriteEach(() =>
        {
            sql.Raw("map_entries(");
            value();
            sql.Raw(")");
        }, entry =>
        {
            sql.Raw("struct_pack(key := ");
            Write(map.Key, () => sql.Raw($"{entry}.key"));
            sql.Raw(", value := ");
            Write(map.Value, () => sql.Raw($"{entry}.value"));
            sql.Raw(")");
        });
        sql.Raw(") END");
    }

    /// <summary>Only read: LakeSql writes none.</summary>
    private void WriteVariant(Action value)
    {
        if (HasMarkedVariants)
        {
            sql.Raw("CAST(");
            value();
            sql.Raw(" AS JSON)");
            return;
        }

        sql.Raw($"CAST({VariantFunction.Name}(struct_extract(");
        value();
        sql.Raw(", 'metadata'), struct_extract(");
        value();
        sql.Raw(", 'value')) AS JSON)");
    }

    private void WriteEach(Action list, Action<string> write)
    {
        var element = $"e{++lambdaCount}";
        sql.Raw("list_transform(");
        list();
        sql.Raw($", lambda {element}: ");
        write(element);
        sql.Raw(")");
    }
}
