using System.Globalization;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Changes;
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
internal sealed class DeltaRenderer(DuckDbSql sql, DeletionFilter deletions, Func<string, string> emptyFile)
{
    /// <summary>Names of the reader are told from those of the table, which may have the same.</summary>
    private const string FileIndex = "f.file_index";

    /// <summary>In files of recorded changes.</summary>
    private const string ChangeTypeColumn = "_change_type";

    /// <summary>The rows of the files with the table's columns.</summary>
    /// <param name="snapshot">The table.</param>
    /// <param name="files">Some of its files.</param>
    /// <param name="hasBarrier">True when no condition may be asked of rows that are deleted in them.</param>
    /// <param name="isBlind">
    /// True when the engine is told nothing of what files hold, and as many rows as the table has, whichever are read:
    /// by such numbers it decides how rows are joined, grouped and sorted, and they come in that order. Values of
    /// partitions it is told.
    /// </param>
    /// <param name="isCopied">True when nothing may be computed of deleted rows: <c>TableScan.IsCopied</c>.</param>
    public void Write(
        Snapshot snapshot, IReadOnlyList<DataFile> files, bool hasBarrier, bool isBlind, bool isCopied) => Write(
            snapshot, files, hasBarrier, (_, _) => { }, isBlind, isCopied, isBlind ? snapshot.RowCountGuess : null);

    /// <summary>The rows of the files, each with its place; <see cref="RowPlace"/> names the columns.</summary>
    public void WritePlaced(Snapshot snapshot, IReadOnlyList<DataFile> files, bool hasBarrier) =>
        Write(snapshot, files, hasBarrier, (_, isEmpty) => sql.Raw(isEmpty
            ? $", CAST(NULL AS VARCHAR) AS {RowPlace.File}, CAST(NULL AS BIGINT) AS {RowPlace.Row}"
            : $", f.filename AS {RowPlace.File}, f.file_row_number AS {RowPlace.Row}"));

    /// <summary>The rows of the files, and of each whether it is one of those that were given.</summary>
    public void WriteMarked(
        Snapshot snapshot, IReadOnlyDictionary<DataFile, DeletedRows> marked, bool hasBarrier) =>
        Write(snapshot, [.. marked.Keys], hasBarrier, (files, isEmpty) =>
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

    /// <summary>The rows that versions brought and took away, each with what, in which version, and when.</summary>
    public void WriteChanges(Snapshot snapshot, IReadOnlyList<ChangedFile> changes, bool hasBarrier)
    {
        if (changes.Count == 0)
        {
            Write(snapshot, [], hasBarrier, (_, _) => sql.Raw(", ").List(ChangesScan.ChangeColumns, c =>
                sql.Raw("CAST(NULL AS ").Type(c.Type).Raw(") AS ").Name(c.Name)));
            return;
        }

        // Files of one part have the same columns and are filtered in the same way.
        var isMarked = Marked(snapshot);
        var parts = changes.GroupBy(
            c => (c.Kind, Only: c.Only is not null, Except: c.Except is not null, isMarked(c.File))).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            ChangedFile[] part = [.. parts[i]];
            sql.Raw(i > 0 ? " UNION ALL " : "");
            WritePart(snapshot, [.. part.Select(c => c.File)], hasBarrier, (_, _) => WriteChange(part), part);
        }
    }

    private void WriteChange(ChangedFile[] part)
    {
        sql.Raw(part[0].Kind switch
        {
            ChangeKind.Insert => ", 'insert'",
            ChangeKind.Delete => ", 'delete'",
            _ => $", f.\"{ChangeTypeColumn}\"",
        }).Raw($" AS \"{ChangeTypeColumn}\", ");
        WriteOfFile([.. part.Select(c => c.Version.ToString(CultureInfo.InvariantCulture))], PrimitiveType.BigInt);
        sql.Raw(" AS \"_commit_version\", ");
        WriteOfFile(
            [.. part.Select(c => c.Timestamp.ToString("yyyy-MM-dd HH:mm:ss.fffzzz", CultureInfo.InvariantCulture))],
            PrimitiveType.Timestamp);
        sql.Raw(" AS \"_commit_timestamp\"");
    }

    private void Write(
        Snapshot snapshot, IReadOnlyList<DataFile> files, bool hasBarrier,
        Action<IReadOnlyList<DataFile>, bool> writeMore, bool isBlind = false, bool isCopied = false,
        long? rowCount = null)
    {
        if (files.Count == 0)
        {
            sql.Raw("SELECT ").List(
                snapshot.Metadata.Columns, c => sql.Raw("CAST(NULL AS ").Type(c.Type).Raw(") AS ").Name(c.Name));
            writeMore([], true);
            sql.Raw(" WHERE FALSE");
            return;
        }

        // Apart, so that rows of files without deletions are not asked for, and columns go by one way in all files.
        var isMarked = Marked(snapshot);
        var isTraced = snapshot.Metadata.Schema.Fields.Any(f => f.Trace != RowTrace.None);
        var parts = files.GroupBy(f => (
            Lists: f.DeletionVector is not null, HoldsTraces: isTraced && snapshot.MayHoldTraces(f), isMarked(f)))
            .OrderBy(g => g.Key).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            sql.Raw(i > 0 ? " UNION ALL " : "");
            WritePart(
                snapshot, [.. parts[i]], hasBarrier, writeMore, changes: null, isBlind, isCopied,
                rowCount is { } all ? Math.Max(1, all / parts.Count) : null);
        }
    }

    /// <summary>Whether a file marks its variants; those that do and those that do not are read apart.</summary>
    private static Func<DataFile, bool> Marked(Snapshot snapshot) => PhysicalType.HasVariant(snapshot.Metadata)
        ? file => FileLayout.MarkOf(snapshot, file) == VariantMark.Marked : _ => false;

    private void WritePart(
        Snapshot snapshot, IReadOnlyList<DataFile> files, bool hasBarrier,
        Action<IReadOnlyList<DataFile>, bool> writeMore, ChangedFile[]? changes, bool isBlind = false,
        bool isCopied = false, long? rowCount = null)
    {
        DeletedRows?[] except = changes is null
            ? [.. files.Select(snapshot.DeletedRowsOf)] : [.. changes.Select(c => c.Except)];
        DeletedRows?[] only = changes is null ? [] : [.. changes.Select(c => c.Only)];
        var isWalled = hasBarrier && except.Concat(only).Any(d => d is not null);
        isCopied &= Array.Exists(except, d => d is not null);
        sql.Raw(isWalled ? "(" : "");
        var isPartition = snapshot.Metadata.PartitionColumns.ToHashSet(Identifier.Comparer);
        var isRecorded = changes?[0].Kind == ChangeKind.Recorded;
        var holdsTraces = snapshot.MayHoldTraces(files[0]);
        var layout = new FileLayout(snapshot, files, isUnknown: changes is not null);
        sql.Raw("SELECT ").List(snapshot.Metadata.Schema.Fields, field =>
        {
            if (isPartition.Contains(field.Name))
            {
                WritePartitionValue(files, field, snapshot.Mapping);
            }
            else if (field.Trace != RowTrace.None)
            {
                WriteTrace(files, field, snapshot.Mapping, holdsTraces ? layout : null);
            }
            else if (isCopied)
            {
                sql.Copy(() => WriteColumn(field, snapshot.Mapping, layout));
            }
            else
            {
                WriteColumn(field, snapshot.Mapping, layout);
            }

            sql.Raw(" AS ").Name(field.Name);
        });
        writeMore(files, false);
        TableField[] stored =
            [.. layout.Fields.Where(f => !isPartition.Contains(f.Name) && (f.Trace == RowTrace.None || holdsTraces))];
        sql.Raw(" FROM read_parquet([").List(files, f => sql.Path(snapshot.PathOf(f)));
        if (isBlind && files.Count == 1 && layout.IsComplete && stored.Length > 0)
        {
            sql.Raw(", ").Path(emptyFile(string.Join(", ", stored.Select(f => "CAST(NULL AS "
                + $"{DuckDbSql.TypeName(PhysicalType.Of(f.Type, snapshot.Mapping, layout.HasMarkedVariants))}) AS "
                + DuckDbSql.QuoteName(f.PhysicalName(snapshot.Mapping))))));
        }

        sql.Raw("]");
        WriteReaderSchema(snapshot, stored, layout, isRecorded, rowCount);
        sql.Raw(snapshot.Metadata.Schema.Fields.Any(f => PhysicalType.HasBytes(f.Type)) ? ") AS f"
            : ", binary_as_string=true) AS f");
        WriteFilter(except, only);
        sql.Raw(isWalled ? ScanRenderer.Barrier + ")" : "");
    }

    private void WriteFilter(DeletedRows?[] except, DeletedRows?[] only)
    {
        var hasExcept = except.Any(d => d is not null);
        if (hasExcept)
        {
            sql.Raw(" WHERE ");
            WriteIsNotIn(except);
        }

        if (only.Any(d => d is not null))
        {
            sql.Raw(hasExcept ? " AND NOT " : " WHERE NOT ");
            WriteIsNotIn(only);
        }
    }

    /// <summary>True for rows that their file's list does not hold.</summary>
    private void WriteIsNotIn(DeletedRows?[] byFile) =>
        sql.Raw($"{DeletionFilter.Function}(CAST(").Number(deletions.Keep(byFile))
            .Raw($" AS BIGINT), {FileIndex}, f.file_row_number)");

    private void WriteReaderSchema(
        Snapshot snapshot, IReadOnlyList<TableField> fields, FileLayout layout, bool isRecorded, long? rowCount)
    {
        if (layout.IsComplete || fields.Count == 0)
        {
            sql.Raw(", hive_partitioning=false");
            WriteRowCount(rowCount);
            return;
        }

        // Recorded changes have a column that is no field of the table, and so no id.
        var byId = snapshot.Mapping == ColumnMapping.Id && !isRecorded && fields.All(f => f.Id is not null);
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
                .Text(DuckDbSql.TypeName(PhysicalType.Of(f.Type, snapshot.Mapping, layout.HasMarkedVariants)))
                .Raw(", 'default_value': NULL}");
        });
        if (isRecorded)
        {
            sql.Raw($", '{ChangeTypeColumn}': ").Raw(
                $"{{'name': '{ChangeTypeColumn}', 'type': 'VARCHAR', 'default_value': NULL}}");
        }

        sql.Raw("}");
        WriteRowCount(rowCount ?? layout.RowCount);
    }

    private void WriteRowCount(long? rowCount)
    {
        if (rowCount is { } rows)
        {
            sql.Raw(", explicit_cardinality=").Number(rows);
        }
    }

    /// <summary>What a row is known by: as it was before it was moved, or else by its place in the file.</summary>
    /// <param name="files">The files.</param>
    /// <param name="field">The hidden column.</param>
    /// <param name="mapping">How columns are found.</param>
    /// <param name="layout">Null for files of which no row was moved there.</param>
    private void WriteTrace(
        IReadOnlyList<DataFile> files, TableField field, ColumnMapping mapping, FileLayout? layout)
    {
        var isId = field.Trace == RowTrace.Id;
        sql.Raw("COALESCE(");
        if (layout is not null)
        {
            WriteColumn(field, mapping, layout);
            sql.Raw(", ");
        }

        WriteOfFile(
            [.. files.Select(f => (isId ? f.BaseRowId : f.RowCommitVersion)?.ToString(CultureInfo.InvariantCulture))],
            field.DataType);
        sql.Raw(isId ? " + f.file_row_number)" : ")");
    }

    /// <summary>Another name where the column's own would hide one of the reader's.</summary>
    private static string ReaderName(TableField field, ColumnMapping mapping) =>
        RowPlace.IsReaders(field.Name) ? $"column {field.Name}" : field.PhysicalName(mapping);

    private void WritePartitionValue(IReadOnlyList<DataFile> files, TableField field, ColumnMapping mapping) =>
        WriteOfFile([.. files.Select(f => f.PartitionValueOf(field, mapping))], field.DataType);

    /// <summary>Every file has the value, or each has its own.</summary>
    private void WriteOfFile(IReadOnlyList<string?> values, DataType type)
    {
        if (values.All(v => v == values[0]))
        {
            WriteConstant(values[0], type);
            return;
        }

        sql.Raw("[").List(values, v => WriteConstant(v, type)).Raw($"][CAST({FileIndex} AS BIGINT) + 1]");
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
        var isAsAsked = layout.IsAsAsked(field);
        if (!isAsAsked || PhysicalType.Differs(field.Type, mapping))
        {
            new NestedNames(sql, mapping, isForFile: false)
            {
                IsAnew = !isAsAsked, HasMarkedVariants = layout.HasMarkedVariants,
            }.Write(field.Type, () => sql.Raw("f.").Name(name));
            return;
        }

        if (!layout.IsComplete)
        {
            sql.Raw("f.").Name(name);
            return;
        }

        sql.Raw("CAST(f.").Name(name).Raw(" AS ").Type(field.DataType).Raw(")");
    }
}
