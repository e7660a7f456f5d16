using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.DuckDb;

/// <summary>Writes scans as subqueries that give exactly the scan's columns.</summary>
internal sealed class ScanRenderer(DuckDbSql sql)
{
    private readonly List<(string Name, SystemScan Scan)> systemScans = [];

    public IReadOnlyList<(string Name, SystemScan Scan)> SystemScans => systemScans;

    public void Write(TableScan scan)
    {
        // Asking for the policy throws when the authorizer has not seen this scan.
        _ = scan.Policy;
        sql.Raw("(");
        switch (scan)
        {
            case DeltaScan d: WriteDelta(d.Snapshot, d.Snapshot.Files, []); break;
            case SystemScan s: WriteSystem(s); break;
            case FilesScan f: WriteFiles(f); break;
            default: throw ErrorCode.Internal.Error($"{scan.GetType().Name} cannot be rendered");
        }

        sql.Raw(")");
    }

    /// <summary>
    /// The rows of the files, one branch for each combination of partition values: these stand in the log alone.
    /// </summary>
    /// <param name="snapshot">The table.</param>
    /// <param name="files">Which of its files.</param>
    /// <param name="virtualColumns">Columns of the reader to be given as well, e.g. <c>filename</c>.</param>
    public void WriteDelta(Snapshot snapshot, IReadOnlyList<DataFile> files, IReadOnlyList<string> virtualColumns)
    {
        var columns = snapshot.Metadata.Columns;
        if (files.Count == 0)
        {
            sql.Raw("SELECT ").List(columns, c => sql.Raw("CAST(NULL AS ").Type(c.Type).Raw(") AS ").Name(c.Name));
            sql.Raw(string.Concat(virtualColumns.Select(v => $", CAST(NULL AS VARCHAR) AS {v}")) + " WHERE FALSE");
            return;
        }

        var partitions = snapshot.Metadata.PartitionColumns;

        // With its length before it, a value is never taken for another, for NULL or for two.
        var groups = files.GroupBy(f => string.Concat(
            partitions.Select(p => ValueOf(f, p) is { } value ? $"{value.Length}:{value}" : "-")));
        var first = true;
        foreach (var group in groups)
        {
            sql.Raw(first ? "SELECT " : " UNION ALL SELECT ");
            first = false;
            var sample = group.First();
            sql.List(columns, c =>
            {
                if (partitions.Contains(c.Name, Identifier.Comparer))
                {
                    WritePartitionValue(ValueOf(sample, c.Name), c.Type);
                    sql.Raw(" AS ");
                }

                sql.Name(c.Name);
            });
            foreach (var column in virtualColumns)
            {
                sql.Raw(", ").Name(column);
            }

            sql.Raw(" FROM read_parquet([").List(group, f => sql.Path(snapshot.PathOf(f)));
            sql.Raw("], hive_partitioning=false" + (virtualColumns.Count > 0 ? ", filename=true" : "") + ")");
        }
    }

    private static string? ValueOf(DataFile file, string column) =>
        file.PartitionValues.FirstOrDefault(p => Identifier.Same(p.Key, column)).Value;

    private void WritePartitionValue(string? value, DataType type)
    {
        sql.Raw("CAST(");
        if (value is null)
        {
            sql.Raw("NULL");
        }
        else
        {
            sql.Text(value);
        }

        sql.Raw(" AS ").Type(type).Raw(")");
    }

    /// <summary>Maps arrive as JSON text, since rows can be appended with plain values only.</summary>
    private void WriteSystem(SystemScan scan)
    {
        var name = $"system_rows_{systemScans.Count + 1}";
        systemScans.Add((name, scan));
        sql.Raw("SELECT ").List(scan.Columns, c =>
        {
            if (c.Type is MapType)
            {
                sql.Raw("CAST(CAST(").Name(c.Name).Raw(" AS JSON) AS ").Type(c.Type).Raw(") AS ");
            }

            sql.Name(c.Name);
        });
        sql.Raw(" FROM ").Name(name);
    }

    private void WriteFiles(FilesScan scan)
    {
        switch (scan.Format)
        {
            case FileFormat.BinaryFile:
                sql.Raw("SELECT ");
                WriteVolumePath(scan);
                sql.Raw(" AS \"path\", CAST(last_modified AS TIMESTAMPTZ) AS \"modificationTime\", ");
                sql.Raw("size AS \"length\", content FROM read_blob(");
                WritePaths(scan);
                sql.Raw(")");
                break;
            case FileFormat.Text:
                sql.Raw("SELECT unnest(regexp_split_to_array(rtrim(content, chr(10)), '\\r?\\n')) AS \"value\" ");
                sql.Raw("FROM read_text(");
                WritePaths(scan);
                sql.Raw(")");
                break;
            default:
                sql.Raw("SELECT ").List(scan.Columns, c =>
                {
                    if (c.Name == "filename" && scan.Options.ContainsKey("filename"))
                    {
                        WriteVolumePath(scan);
                        sql.Raw(" AS ");
                    }

                    sql.Name(c.Name);
                }).Raw(" FROM ");
                WriteReader(scan.Format, scan.Files, scan.Options);
                break;
        }
    }

    /// <summary>A call of the reader for the format.</summary>
    public void WriteReader(
        FileFormat format, IReadOnlyList<VolumeFilePath> files, IReadOnlyDictionary<string, string> options)
    {
        sql.Raw(format switch
        {
            FileFormat.Csv => "read_csv([",
            FileFormat.Json => "read_json_auto([",
            _ => "read_parquet([",
        });
        sql.List(files, f => sql.Path(f.LocalPath)).Raw("]");
        foreach (var (name, value) in options)
        {
            sql.Raw(", ").Name(name.ToLowerInvariant()).Raw("=");
            if (value is "true" or "false")
            {
                sql.Raw(value);
            }
            else if (long.TryParse(value, out var number))
            {
                sql.Number(number);
            }
            else
            {
                sql.Text(value);
            }
        }

        sql.Raw(format == FileFormat.Json ? ")" : ", hive_partitioning=false)");
    }

    private void WritePaths(FilesScan scan) => sql.Raw("[").List(scan.Files, f => sql.Path(f.LocalPath)).Raw("]");

    /// <summary>
    /// The reader's <c>filename</c> as users name the file: where the volume lies is nobody's business.
    /// </summary>
    private void WriteVolumePath(FilesScan scan)
    {
        var file = scan.Files[0];
        var relativeLength = file.VolumePath.Split('/', 6)[5].Length;
        sql.Raw("replace(filename, ").Text(file.LocalPath[..^relativeLength]).Raw(", ")
            .Text(file.VolumePath[..^relativeLength]).Raw(")");
    }
}
