using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.DeletionVectors;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Engine.DuckDb;

/// <summary>Writes the rows of a Delta table's files as a query that gives exactly the table's columns.</summary>
/// <remarks>
/// <para>Partition values stand in the log alone, one for each file: they are looked up by the position of the row's
/// file in the list that the reader was given.</para>
/// <para>A file may lack columns that came later, or hold them under other names or in narrower types. Where the log
/// does not tell that all files have all columns, the reader is given the table's schema, which costs it the files'
/// statistics; how many rows there are it is told.</para>
/// <para>Some writers do not mark texts as such in their files. Where the table has no bytes, all of them are texts.
/// </para>
/// </remarks>
internal sealed class DeltaRenderer(DuckDbSql sql, DeletionFilter deletions)
{
    /// <summary>Names of the reader are told from those of the table, which may have the same.</summary>
    private const string FileIndex = "f.file_index";

    private int lambdaCount;

    /// <summary>The rows of the files with the table's columns.</summary>
    public void Write(Snapshot snapshot, IReadOnlyList<DataFile> files) => Write(snapshot, files, (_, _) => { });

    /// <summary>The rows of the files, each with its place; <see cref="RowPlace"/> names the columns.</summary>
    public void WritePlaced(Snapshot snapshot, IReadOnlyList<DataFile> files) =>
        Write(snapshot, files, (_, isEmpty) => sql.Raw(isEmpty
            ? $", CAST(NULL AS VARCHAR) AS {RowPlace.File}, CAST(NULL AS BIGINT) AS {RowPlace.Row}"
            : $", f.filename AS {RowPlace.File}, f.file_row_number AS {RowPlace.Row}"));

    /// <summary>The rows of the files, and of each whether it is one of those that were given.</summary>
    public void WriteMarked(Snapshot snapshot, IReadOnlyDictionary<DataFile, DeletedRows> marked) =>
        Write(snapshot, [.. marked.Keys], (files, isEmpty) =>
        {
            if (isEmpty)
            {
                sql.Raw($", FALSE AS {RowPlace.IsMarked}");
                return;
            }

            sql.Raw(", NOT ");
            WriteIsNotIn([.. files.Select(f => marked[f])]);
            sql.Raw($" AS {RowPlace.IsMarked}");
        });

    private void Write(
        Snapshot snapshot, IReadOnlyList<DataFile> files, Action<IReadOnlyList<DataFile>, bool> writeMore)
    {
        if (files.Count == 0)
        {
            sql.Raw("SELECT ").List(
                snapshot.Metadata.Columns, c => sql.Raw("CAST(NULL AS ").Type(c.Type).Raw(") AS ").Name(c.Name));
            writeMore([], true);
            sql.Raw(" WHERE FALSE");
            return;
        }

        // Apart, so that rows of files without deletions are not asked for.
        var parts = files.GroupBy(f => f.DeletionVector is not null).OrderBy(g => g.Key).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            sql.Raw(i > 0 ? " UNION ALL " : "");
            WritePart(snapshot, [.. parts[i]], writeMore, filter: parts[i].Key);
        }
    }

    private void WritePart(
        Snapshot snapshot, IReadOnlyList<DataFile> files, Action<IReadOnlyList<DataFile>, bool> writeMore, bool filter)
    {
        var isPartition = snapshot.Metadata.PartitionColumns.ToHashSet(Identifier.Comparer);
        var layout = new FileLayout(snapshot, files);
        sql.Raw("SELECT ").List(snapshot.Metadata.Schema.Fields, field =>
        {
            if (isPartition.Contains(field.Name))
            {
                WritePartitionValue(files, field, snapshot.Mapping);
            }
            else
            {
                WriteColumn(field, snapshot.Mapping, layout);
            }

            sql.Raw(" AS ").Name(field.Name);
        });
        writeMore(files, false);
        sql.Raw(" FROM read_parquet([").List(files, f => sql.Path(snapshot.PathOf(f))).Raw("]");
        WriteReaderSchema(
            snapshot, [.. snapshot.Metadata.Schema.Fields.Where(f => !isPartition.Contains(f.Name))], layout);
        sql.Raw(snapshot.Metadata.Schema.Fields.Any(f => PhysicalType.HasBytes(f.Type)) ? ") AS f"
            : ", binary_as_string=true) AS f");
        if (filter)
        {
            sql.Raw(" WHERE ");
            WriteIsNotIn([.. files.Select(snapshot.DeletedRowsOf)]);
        }
    }

    /// <summary>True for rows that their file's list does not hold.</summary>
    private void WriteIsNotIn(DeletedRows?[] byFile) =>
        sql.Raw($"{DeletionFilter.Function}(CAST(").Number(deletions.Keep(byFile))
            .Raw($" AS BIGINT), {FileIndex}, f.file_row_number)");

    private void WriteReaderSchema(Snapshot snapshot, IReadOnlyList<TableField> fields, FileLayout layout)
    {
        if (layout.IsComplete || fields.Count == 0)
        {
            sql.Raw(", hive_partitioning=false");
            return;
        }

        var byId = snapshot.Mapping == ColumnMapping.Id && fields.All(f => f.Id is not null);
        sql.Raw(", schema=MAP{").List(fields, f =>
        {
            if (byId)
            {
                sql.Number(f.Id!.Value);
            }
            else
            {
                sql.Text(f.PhysicalName(snapshot.Mapping));
            }

            sql.Raw(": {'name': ").Text(ReaderName(f, snapshot.Mapping)).Raw(", 'type': ")
                .Text(DuckDbSql.TypeName(PhysicalType.Of(f.Type, snapshot.Mapping))).Raw(", 'default_value': NULL}");
        }).Raw("}");
        if (layout.RowCount is { } rows)
        {
            sql.Raw(", explicit_cardinality=").Number(rows);
        }
    }

    /// <summary>Another name where the column's own would hide one of the reader's.</summary>
    private static string ReaderName(TableField field, ColumnMapping mapping) =>
        RowPlace.IsReaders(field.Name) ? $"column {field.Name}" : field.PhysicalName(mapping);

    /// <summary>Every file has the value, or each has its own.</summary>
    private void WritePartitionValue(IReadOnlyList<DataFile> files, TableField field, ColumnMapping mapping)
    {
        var values = files.Select(f => f.PartitionValueOf(field, mapping)).ToList();
        if (values.TrueForAll(v => v == values[0]))
        {
            WriteConstant(values[0], field.DataType);
            return;
        }

        sql.Raw("[").List(values, v => WriteConstant(v, field.DataType)).Raw($"][CAST({FileIndex} AS BIGINT) + 1]");
    }

    private void WriteConstant(string? value, DataType type)
    {
        if (value is null)
        {
            sql.Raw("CAST(NULL AS ").Type(type).Raw(")");
        }
        else if (type == PrimitiveType.Binary || type == PrimitiveType.Image)
        {
            sql.Raw("encode(").Text(value).Raw(")");
        }
        else
        {
            sql.Raw("CAST(").Text(value).Raw(" AS ").Type(type).Raw(")");
        }
    }

    /// <summary>The cast is none where the file has the type of the table.</summary>
    private void WriteColumn(TableField field, ColumnMapping mapping, FileLayout layout)
    {
        var name = ReaderName(field, mapping);
        if (PhysicalType.Differs(field.Type, mapping))
        {
            WriteLogical(field.Type, mapping, () => sql.Raw("f.").Name(name));
            return;
        }

        if (!layout.IsComplete)
        {
            sql.Raw("f.").Name(name);
            return;
        }

        sql.Raw("CAST(f.").Name(name).Raw(" AS ").Type(field.DataType).Raw(")");
    }

    /// <summary>A value with its nested fields under the names that SQL knows, and variants as JSON.</summary>
    private void WriteLogical(FieldType type, ColumnMapping mapping, Action value)
    {
        if (!PhysicalType.Differs(type, mapping))
        {
            value();
            return;
        }

        switch (type)
        {
            case StructFieldType structure:
                sql.Raw("CASE WHEN ");
                value();
                sql.Raw(" IS NOT NULL THEN struct_pack(").List(structure.Fields, f =>
                {
                    sql.Name(f.Name).Raw(" := ");
                    WriteLogical(f.Type, mapping, () =>
                    {
                        sql.Raw("struct_extract(");
                        value();
                        sql.Raw(", ").Text(f.PhysicalName(mapping)).Raw(")");
                    });
                }).Raw(") END");
                break;
            case ArrayFieldType array:
                WriteEach(value, element => WriteLogical(array.Element, mapping, () => sql.Raw(element)));
                break;
            case MapFieldType map:
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
                    WriteLogical(map.Key, mapping, () => sql.Raw($"{entry}.key"));
                    sql.Raw(", value := ");
                    WriteLogical(map.Value, mapping, () => sql.Raw($"{entry}.value"));
                    sql.Raw(")");
                });
                sql.Raw(") END");
                break;
            default:
                sql.Raw($"CAST({VariantFunction.Name}(struct_extract(");
                value();
                sql.Raw(", 'metadata'), struct_extract(");
                value();
                sql.Raw(", 'value')) AS JSON)");
                break;
        }
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
