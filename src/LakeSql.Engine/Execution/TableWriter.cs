using DuckDB.NET.Data;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Storage.Durability;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Execution;

/// <summary>
/// Writes rows of a query as data files of a table. Nothing is visible before the caller commits them.
/// </summary>
internal static class TableWriter
{
    /// <summary>What DuckDB writes for NULL in a partition's directory name.</summary>
    private const string NullPartition = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>Writes the rows of a query below the table's directory.</summary>
    /// <param name="statement">For settings, connections and cancellation.</param>
    /// <param name="table">Where, and what is asked of the rows.</param>
    /// <param name="source">The query.</param>
    /// <param name="sourceCount">How many columns the query has.</param>
    /// <param name="positions">For each column of the table its position in the query, or -1 for none.</param>
    /// <param name="onlyRow">The query's values where it is one row of VALUES; null where it is not.</param>
    /// <exception cref="LakeSqlException">LSQ4005 for a row that the table refuses.</exception>
    public static (IReadOnlyList<DataFile> Files, long Rows) Write(
        StatementContext statement, WriteTarget table, Action<StatementSql> source, int sourceCount,
        IReadOnlyList<int> positions, Sequence<Expression>? onlyRow = null)
    {
        var (directory, metadata) = (table.Directory, table.Metadata);
        directory = Path.Combine(directory, table.Below);
        Directory.CreateDirectory(directory);
        var render = statement.NewSql();
        var sql = render.Sql.Raw("COPY (");
        var constants = ConstantRow.Of(table, onlyRow, positions);
        new WrittenRows(render, metadata, table.Mapping, table.Rules) { Extra = table.Extra, Constants = constants }
            .Write(source, sourceCount, positions);
        sql.Raw(") TO ");
        var partitions = table.PartitionFields;
        var file = Path.Combine(directory, $"part-{Guid.CreateVersion7():N}.parquet");
        sql.Text(partitions.Count > 0 ? directory : file);
        sql.Raw(" (FORMAT parquet, COMPRESSION snappy");
        sql.Raw(constants is { IsWhole: true } ? "" : ", RETURN_STATS");
        if (table.Mapping != ColumnMapping.None)
        {
            sql.Raw(", FIELD_IDS {");
            WriteFieldIds(sql, table.StoredFields, table.Mapping);
            sql.Raw("}");
        }

        if (partitions.Count > 0)
        {
            sql.Raw(", PARTITION_BY (").List(partitions, f => sql.Name(f.PhysicalName(table.Mapping)));
            sql.Raw("), FILENAME_PATTERN 'part-{uuidv7}', OVERWRITE_OR_IGNORE");
        }

        sql.Raw(")");
        DiskSteps.Before("data files");
        var written = statement.Run(render, reader => constants is { IsWhole: true }
            ? [(Made(table, ColumnsOf(table), file, 1, constants.Statistics(NamesInFile(table)), null), 1)]
            : Read(reader, table));
        foreach (var empty in written.Where(w => w.Rows == 0))
        {
            File.Delete(Path.Combine(table.Directory, empty.File.Path));
        }

        return ([.. written.Where(w => w.Rows > 0).Select(w => w.File)], written.Sum(w => w.Rows));
    }

    /// <summary>Deletes what was written below a directory that has become no table, and the empty rest.</summary>
    public static void Forget(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "part-*.parquet", SearchOption.AllDirectories))
        {
            File.Delete(file);
        }

        foreach (var below in Directory.GetDirectories(directory, "*", SearchOption.AllDirectories)
            .OrderByDescending(d => d.Length).Append(directory))
        {
            if (!Directory.EnumerateFileSystemEntries(below).Any())
            {
                Directory.Delete(below);
            }
        }
    }

    /// <summary>Fields within lists and maps have names alone, which the engine cannot give ids to.</summary>
    private static void WriteFieldIds(DuckDbSql sql, IEnumerable<TableField> fields, ColumnMapping mapping) =>
        sql.List(fields.Where(f => f.Id is not null), f =>
        {
            sql.Name(f.PhysicalName(mapping)).Raw(": ");
            if (f.Type is StructFieldType structure)
            {
                sql.Raw("{__duckdb_field_id: ").Number(f.Id!.Value).Raw(", ");
                WriteFieldIds(sql, structure.Fields, mapping);
                sql.Raw("}");
            }
            else
            {
                sql.Number(f.Id!.Value);
            }
        });

    private static List<(DataFile File, long Rows)> Read(DuckDBDataReader reader, WriteTarget table)
    {
        var files = new List<(DataFile, long)>();
        var columns = ColumnsOf(table);
        while (reader.Read())
        {
            var rows = Convert.ToInt64(reader.GetValue(1));
            var statistics = reader.GetValue(4) as Dictionary<string, Dictionary<string, string>> ?? [];
            var keys = reader.IsDBNull(5) ? null : reader.GetValue(5) as Dictionary<string, string>;
            files.Add((Made(table, columns, reader.GetString(0), rows, statistics, keys), rows));
        }

        return files;
    }

    /// <summary>A file that the engine has written.</summary>
    private static DataFile Made(
        WriteTarget table, IReadOnlyList<ColumnDefinition> columns, string path, long rows,
        IReadOnlyDictionary<string, Dictionary<string, string>> statistics, Dictionary<string, string>? keys)
    {
        var partition = table.PartitionFields.ToDictionary(
            f => f.PhysicalName(table.Mapping), f => PartitionValue(keys, f, table.Mapping), StringComparer.Ordinal);
        var info = new FileInfo(path);
        var relative = Path.GetRelativePath(table.Directory, path).Replace(Path.DirectorySeparatorChar, '/');
        return new DataFile(
            relative, partition, info.Length, info.LastWriteTimeUtc,
            FileStatisticsText.Of(rows, statistics, columns)).AsOurs();
    }

    /// <summary>The columns of which the log has statistics.</summary>
    private static IReadOnlyList<ColumnDefinition> ColumnsOf(WriteTarget table) =>
        [.. table.StoredFields.Where(f => f.Trace == RowTrace.None)
            .Select(f => new ColumnDefinition(f.PhysicalName(table.Mapping), f.DataType))];

    private static IEnumerable<string> NamesInFile(WriteTarget table) =>
        table.StoredFields.Select(f => f.PhysicalName(table.Mapping));

    private static string? PartitionValue(Dictionary<string, string>? keys, TableField field, ColumnMapping mapping)
    {
        var name = field.PhysicalName(mapping);
        var found = keys?.FirstOrDefault(k => Identifier.Same(k.Key, name)).Value;
        return found is null or NullPartition or "" ? null
            : found.Contains('\0', StringComparison.Ordinal) ? throw ErrorCode.InvalidData.Error(
                $"column {Identifier.Quote(field.Name)}: the value of a partition cannot hold the character NUL")
            : PartitionText.Of(found, field.DataType);
    }
}

/// <summary>A table to which rows are written.</summary>
/// <param name="Directory">Its root.</param>
/// <param name="Metadata">Its columns and partitioning.</param>
/// <param name="Mapping">How its columns are found in its files.</param>
/// <param name="Rules">What else it asks of rows.</param>
internal sealed record WriteTarget(string Directory, TableMetadata Metadata, ColumnMapping Mapping, WriteRules Rules)
{
    /// <summary>The directory below the root; empty for the root itself.</summary>
    public string Below { get; init; } = "";

    /// <summary>A column of the source that goes into the files behind those of the table; null for none.</summary>
    public string? Extra { get; init; }

    /// <summary>A table as it stands.</summary>
    public static WriteTarget Of(Snapshot table, WriteRules rules) =>
        new(table.Directory, table.Metadata, table.Mapping, rules);

    /// <summary>The columns whose values stand in the log.</summary>
    public IReadOnlyList<TableField> PartitionFields => [.. Metadata.PartitionColumns.Select(
        p => Metadata.Schema.Fields.First(f => Identifier.Same(f.Name, p)))];

    /// <summary>The columns whose values stand in the files.</summary>
    public IEnumerable<TableField> StoredFields => Metadata.Schema.Fields.Except(PartitionFields);
}
