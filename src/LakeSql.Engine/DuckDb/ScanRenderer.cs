using LakeSql.Common.Errors;
using LakeSql.Common.Types;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Pruning;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>Writes scans as subqueries that give exactly the scan's columns.</summary>
internal sealed class ScanRenderer(
    DuckDbSql sql, DeltaRenderer delta, TableReads reads, ExpressionRenderer expressions)
{
    /// <summary>
    /// The engine moves no condition below a LIMIT. So none of the statement's is asked of a row, or of a value, before
    /// the policy was: one that fails for it, or takes long, would tell of it. Nor is one asked of a deleted row.
    /// </summary>
    internal const string Barrier = " LIMIT 9223372036854775807";

    private readonly List<(string Name, SystemScan Scan)> systemScans = [];

    public IReadOnlyList<(string Name, SystemScan Scan)> SystemScans => systemScans;

    /// <summary>A scan of a query, of no more files than its conditions need.</summary>
    public void Write(BoundScan scan, FilePruning pruning)
    {
        if (scan.Scan is DeltaScan table)
        {
            var condition = pruning.ConditionOf(scan);
            reads.Add(table, condition);
            var files = FilePredicate.Filter(table.Snapshot.Files, condition);

            // Without files the engine would know that there are no rows, and leave out what is around.
            Write(
                table, table.IsBlind && files.Count == 0 ? [.. table.Snapshot.Files.Take(1)] : files, scan.Alias,
                pruning.Inside(scan));
        }
        else
        {
            Write(scan.Scan);
        }
    }

    /// <summary>All rows.</summary>
    public void Write(TableScan scan) => Write(scan, scan is DeltaScan d ? d.Snapshot.Files : [], null, []);

    private void Write(
        TableScan scan, IReadOnlyList<DataFile> files, TableAlias? alias, IReadOnlyList<Expression> inside) =>
        expressions.Apart(() => WriteApart(scan, files, alias, inside));

    private void WriteApart(
        TableScan scan, IReadOnlyList<DataFile> files, TableAlias? alias, IReadOnlyList<Expression> inside)
    {
        // Asking for the policy throws when the authorizer has not seen this scan.
        _ = scan.Policy;
        var hasInside = scan.IsWalled && inside.Count > 0;
        sql.Raw("(");
        WriteCopied(scan is { IsCopied: true, IsRestricted: true } ? Names(scan) : [], () =>
        {
            sql.Raw(hasInside ? "SELECT * FROM (" : "");
            WriteVisible(scan, () => WriteBlind(IsUnion(scan), scan.Columns, () => WriteStored(scan, files)));
            if (hasInside)
            {
                sql.Raw(") AS ").Name(alias!.Name).Raw("(").List(alias.Columns, c => sql.Name(c)).Raw(")");
                WriteInside(inside);
            }
        });
        sql.Raw(scan is { IsWalled: true, IsRestricted: true } ? Barrier + ")" : ")");
    }

    /// <summary>
    /// The reader of Parquet says nothing of values in several files, which costs less than the union; but values of
    /// partitions stand in the query.
    /// </summary>
    private static bool IsUnion(TableScan scan) => scan.IsWalled
        || (scan.IsBlind && scan is not DeltaScan { Snapshot.Metadata.PartitionColumns.Count: 0 });

    private void WriteInside(IReadOnlyList<Expression> inside)
    {
        sql.Raw(" WHERE ");
        expressions.Write(inside.Aggregate((a, b) => new Binary(a.Span, BinaryOperator.And, a, b)));
    }

    /// <summary>
    /// Beside no rows of which the engine knows nothing, not even that there are none, it knows nothing of the others
    /// either: it takes no condition for one that never holds, and computes what is around where no row is left, too.
    /// </summary>
    private void WriteBlind(bool isBlind, IReadOnlyList<ColumnDefinition> columns, Action write)
    {
        if (!isBlind)
        {
            write();
            return;
        }

        sql.Raw("(");
        write();
        sql.Raw(") UNION ALL SELECT ").List(Enumerable.Range(1, columns.Count), i => sql.Raw($"s.c{i}"))
            .Raw(" FROM (SELECT unnest(CAST([] AS STRUCT(");
        var at = 0;
        sql.List(columns, c => sql.Raw($"c{++at} ").Type(c.Type)).Raw(")[])) AS s)");
    }

    /// <summary>
    /// Rows with copies of their values: a projection of columns alone would pass the files' dictionaries on, with
    /// values that no row shows.
    /// </summary>
    /// <param name="columns">Names of all columns; none where the rows are given as they are.</param>
    /// <param name="write">Writes the query that gives the rows.</param>
    public void WriteCopied(IReadOnlyList<string> columns, Action write)
    {
        if (columns.Count > 0)
        {
            sql.Raw("SELECT ");
            var at = 0;
            sql.List(columns, c => WriteCopy("k", $"c{++at}", c)).Raw(" FROM (");
        }

        write();
        if (columns.Count > 0)
        {
            sql.Raw(") AS k(").List(Enumerable.Range(1, columns.Count), i => sql.Raw($"c{i}")).Raw(")");
        }
    }

    private void WriteCopy(string relation, string column, string name) =>
        sql.Copy(() => sql.Name(relation).Raw(".").Name(column)).Raw(" AS ").Name(name);

    private static IReadOnlyList<string> Names(TableScan scan) => [.. scan.Columns.Select(c => c.Name)];

    /// <summary>What the reader may see of stored rows.</summary>
    private void WriteVisible(TableScan scan, Action writeStored)
    {
        if (!scan.IsRestricted)
        {
            writeStored();
            return;
        }

        var visible = scan.Visible!;
        var at = 0;
        sql.Raw("SELECT ").List(scan.Columns, c =>
        {
            if (visible.Masks.TryGetValue(at++, out var mask))
            {
                sql.Cast(() => expressions.Write(mask), c.Type).Raw(" AS ").Name(c.Name);
            }
            else
            {
                sql.Name(visible.Relation).Raw(".").Name(c.Name);
            }
        });

        // A mask is computed of no row that the filter hides, whoever has set them.
        var names = Names(scan);
        var isBelow = visible.Masks.Count > 0 && (visible.IsOfSeveral || (scan.CopiesForPolicy && !visible.AllRows));
        if (isBelow)
        {
            sql.Raw(" FROM (SELECT ").List(names, c => WriteCopy(visible.Relation, c, c));
        }

        sql.Raw(" FROM ");
        WriteFiltered(visible, names, places: "", writeStored);
        if (isBelow)
        {
            sql.Raw(") AS ").Name(visible.Relation);
        }
    }

    /// <summary>Rows with their places, of which those that are hidden cannot be changed.</summary>
    /// <param name="scan">The table.</param>
    /// <param name="relation">What the conditions call it.</param>
    /// <param name="inside">Those that are asked behind the wall.</param>
    /// <param name="writePlaced">Writes all of them.</param>
    public void WriteSeen(TableScan scan, string? relation, IReadOnlyList<Expression> inside, Action writePlaced)
    {
        if (scan.Visible is not { AllRows: false } visible)
        {
            writePlaced();
            return;
        }

        ColumnDefinition[] placed = [.. scan.Columns, .. RowPlace.Columns];
        var places = $", {RowPlace.File}, {RowPlace.Row}";
        if (scan.IsCopied)
        {
            sql.Raw("SELECT ").List(Names(scan), c => WriteCopy("k", c, c)).Raw(places + " FROM (");
        }

        sql.Raw(inside.Count > 0 ? "SELECT * FROM (SELECT * FROM " : "SELECT * FROM ");
        WriteFiltered(visible, Names(scan), places, () => WriteBlind(true, placed, writePlaced));
        if (inside.Count > 0)
        {
            sql.Raw(") AS ").Name(relation!);
            WriteInside(inside);
        }

        sql.Raw(scan.IsCopied ? ") AS k" + Barrier : Barrier);
    }

    /// <summary>
    /// What follows FROM: of the rows those that are seen, with a barrier below each level's filter, and copies of the
    /// values that the levels above show.
    /// </summary>
    private void WriteFiltered(VisibleRows visible, IReadOnlyList<string> columns, string places, Action write)
    {
        foreach (var _ in visible.Above)
        {
            sql.Raw("(SELECT ").List(columns, c => WriteCopy(visible.Relation, c, c)).Raw(places + " FROM ");
        }

        sql.Raw("(");
        write();
        sql.Raw(")");
        foreach (var filter in visible.Above)
        {
            WriteWhere(visible, filter);
            sql.Raw(Barrier + ")");
        }

        WriteWhere(visible, visible.Filter);
    }

    private void WriteWhere(VisibleRows visible, Expression? filter)
    {
        sql.Raw(" AS ").Name(visible.Relation);
        if (filter is not null)
        {
            sql.Raw(" WHERE ");
            expressions.Write(filter);
        }
    }

    private void WriteStored(TableScan scan, IReadOnlyList<DataFile> files)
    {
        switch (scan)
        {
            case DeltaScan d:
                delta.Write(d.Snapshot, files, scan.WallsDeletedRows, scan.IsBlind,
                    scan.IsCopied || scan.CopiesForPolicy);
                break;
            case ChangesScan c: delta.WriteChanges(c.Snapshot, c.Files, scan.WallsDeletedRows); break;
            case SystemScan s: WriteSystem(s); break;
            case FilesScan f: WriteFiles(f); break;
            default: throw ErrorCode.Internal.Error($"{scan.GetType().Name} cannot be rendered");
        }
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
                    else if (PhysicalType.HasJson(c.Type))
                    {
                        sql.Raw("CAST(").Name(c.Name).Raw(" AS ").Type(c.Type).Raw(") AS ");
                    }

                    sql.Name(c.Name);
                }).Raw(" FROM ");
                WriteReader(sql, scan.Format, scan.Files, scan.Options);
                break;
        }
    }

    /// <summary>A call of the reader for the format.</summary>
    public static void WriteReader(
        DuckDbSql sql, FileFormat format, IReadOnlyList<VolumeFilePath> files,
        IReadOnlyDictionary<string, string> options)
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

        sql.Raw(", hive_partitioning=false)");
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
