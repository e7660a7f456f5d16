using DuckDB.NET.Data;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Durability;

namespace LakeSql.Engine.Execution;

/// <summary>
/// Writes rows of a query as data files of a table. Nothing is visible before the caller commits them.
/// </summary>
internal static class TableWriter
{
    /// <summary>What DuckDB writes for NULL in a partition's directory name.</summary>
    private const string NullPartition = "__HIVE_DEFAULT_PARTITION__";

    /// <summary>
    /// Casts the columns of <paramref name="source"/> to the table's types, refuses NULL where the table does, and
    /// writes them below <paramref name="directory"/>.
    /// </summary>
    /// <param name="statement">For settings, connections and cancellation.</param>
    /// <param name="directory">The table's root.</param>
    /// <param name="metadata">The table's columns and partitioning.</param>
    /// <param name="source">The query.</param>
    /// <param name="sourceCount">How many columns the query has.</param>
    /// <param name="positions">For each column of the table its position in the query, or -1 for NULL.</param>
    public static (IReadOnlyList<DataFile> Files, long Rows) Write(
        StatementContext statement, string directory, TableMetadata metadata, Action<StatementSql> source,
        int sourceCount, IReadOnlyList<int> positions)
    {
        Directory.CreateDirectory(directory);
        var render = statement.NewSql();
        var sql = render.Sql.Raw("COPY (SELECT ");
        for (var i = 0; i < metadata.Columns.Count; i++)
        {
            sql.Raw(i > 0 ? ", " : "");
            WriteColumn(sql, metadata.Columns[i], positions[i] >= 0);
        }

        sql.Raw(" FROM (");
        source(render);
        // Under the table's names, since the engine names the column of a value that does not fit.
        int[] order = [.. positions];
        string SourceName(int i) =>
            Array.IndexOf(order, i) is >= 0 and var at ? metadata.Columns[at].Name : $"unused {i}";
        sql.Raw(") AS q(").List(Enumerable.Range(0, sourceCount), i => sql.Name(SourceName(i))).Raw(")) TO ");
        var partitioned = metadata.PartitionColumns.Count > 0;
        var file = Path.Combine(directory, $"part-{Guid.CreateVersion7():N}.parquet");
        sql.Text(partitioned ? directory : file).Raw(" (FORMAT parquet, COMPRESSION snappy, RETURN_STATS");
        if (partitioned)
        {
            sql.Raw(", PARTITION_BY (").List(metadata.PartitionColumns, c => sql.Name(c));
            sql.Raw("), FILENAME_PATTERN 'part-{uuidv7}', OVERWRITE_OR_IGNORE");
        }

        sql.Raw(")");
        DiskSteps.Before("data files");
        var written = statement.Run(render, reader => Read(reader, directory, metadata));
        foreach (var empty in written.Where(w => w.Rows == 0))
        {
            File.Delete(Path.Combine(directory, empty.File.Path));
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

    private static void WriteColumn(DuckDbSql sql, ColumnDefinition column, bool isGiven)
    {
        void Value()
        {
            sql.Raw("CAST(");
            if (isGiven)
            {
                sql.Raw("q.").Name(column.Name);
            }
            else
            {
                sql.Raw("NULL");
            }

            sql.Raw(" AS ").Type(column.Type).Raw(")");
        }

        if (!column.Nullable)
        {
            sql.Raw("CASE WHEN ");
            Value();
            sql.Raw(" IS NULL THEN error(")
                .Text($"{DuckDbErrors.ConstraintMark}column {Identifier.Quote(column.Name)} does not accept NULL")
                .Raw(") ELSE ");
        }

        Value();
        sql.Raw(column.Nullable ? "" : " END").Raw(" AS ").Name(column.Name);
    }

    private static List<(DataFile File, long Rows)> Read(
        DuckDBDataReader reader, string directory, TableMetadata metadata)
    {
        var files = new List<(DataFile, long)>();
        while (reader.Read())
        {
            var path = reader.GetString(0);
            var rows = Convert.ToInt64(reader.GetValue(1));
            var statistics = reader.GetValue(4) as Dictionary<string, Dictionary<string, string>> ?? [];
            var keys = reader.IsDBNull(5) ? null : reader.GetValue(5) as Dictionary<string, string>;
            var partition = metadata.PartitionColumns.ToDictionary(
                c => c, c => PartitionValue(keys, metadata.Columns.First(m => Identifier.Same(m.Name, c))),
                StringComparer.Ordinal);
            var info = new FileInfo(path);
            var relative = Path.GetRelativePath(directory, path).Replace('\\', '/');
            files.Add((
                new DataFile(
                    relative, partition, info.Length, info.LastWriteTimeUtc,
                    FileStatisticsText.Of(rows, statistics, metadata.Columns)).AsOurs(),
                rows));
        }

        return files;
    }

    private static string? PartitionValue(Dictionary<string, string>? keys, ColumnDefinition column)
    {
        var found = keys?.FirstOrDefault(k => Identifier.Same(k.Key, column.Name)).Value;
        return found is null or NullPartition or "" ? null : PartitionText.Of(found, column.Type);
    }
}
