using System.Text.RegularExpressions;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Volumes;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>
/// <c>delta.`/dir`</c> and its like: a path where a table's name may stand. No name of an object holds a slash.
/// </summary>
internal static partial class PathBinder
{
    /// <summary>True when the name is a format with a path.</summary>
    public static bool IsPath(QualifiedName name) =>
        name.Parts is [var format, var path] && IsFormat(format) && path.Contains('/', StringComparison.Ordinal);

    /// <summary>The scan of what lies at the path, with the path as records name it.</summary>
    public static (TableScan Scan, string Name) Bind(TableName table, BindContext context)
    {
        var span = table.Name.Span;
        if (Identifier.Same(table.Name.Parts[0], "delta"))
        {
            var (outside, travel) = Bind(table.Name, table.TimeTravel, context);
            var owner = RequireObjects(outside, context, span, isTable: true);
            var snapshot = Located(
                () => TimeTravelBinder.Pin(context.Services.TableAt(outside.Real), outside.Text, travel, context),
                outside, span);
            context.Resolution.Reads.Add(new ObjectUse(outside.Text, "PATH", snapshot.Version));
            return (new DeltaScan(owner, outside.Text, snapshot), outside.Text);
        }

        if (table.TimeTravel is not null)
        {
            throw ErrorCode.InvalidUse.Error(
                $"files of {table.Name.Parts[0]} have no versions", table.TimeTravel.Span);
        }

        var scan = BindFiles(table.Name, context);
        return (scan, scan.Source);
    }

    /// <summary>
    /// A file, those that match a pattern, or all below a directory. The right is needed on what holds them all.
    /// </summary>
    private static FilesScan BindFiles(QualifiedName name, BindContext context)
    {
        var path = OutsidePath.Parse(name.Last, name.Span);
        var star = path.AsSpan().IndexOfAny('*', '?');
        var root = star < 0 ? path : path[..Math.Max(1, path.LastIndexOf('/', star))];
        var outside = OutsidePath.Bind(root, path, Privilege.ReadFiles, name.Span, context);
        RequireObjects(outside with { Text = path }, context, name.Span, isTable: false);
        context.Resolution.Outside.Add(outside.Real);
        context.Resolution.Reads.Add(new ObjectUse(path, "PATH", null));
        var format = name.Parts[0].ToLowerInvariant() switch
        {
            "csv" => FileFormat.Csv, "json" => FileFormat.Json, _ => FileFormat.Parquet,
        };
        var pattern = star < 0 ? null : path[root.Length..].TrimStart('/');
        var files = Files(outside, pattern, format, context.Services.Cancellation)
            .Select(f => f.Readable(name.Span)).OrderBy(f => f.LocalPath, StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
        {
            var isParquet = format == FileFormat.Parquet && Directory.Exists(outside.Real) && star < 0;
            throw ErrorCode.FileNotFound.Error(
                $"no file matches {path}", name.Span,
                isParquet ? $"files with other names than *.parquet are read as parquet.`{path}/*`" : null);
        }

        var options = new Dictionary<string, string>();
        var columns = context.Services.ColumnsOf(format, files, options, context.Resolution.Outside);
        return new FilesScan(path, format, files, options, columns);
    }

    /// <summary>
    /// Of a directory all files but those that writers hide: <c>_SUCCESS</c>, <c>.part.crc</c>. Beside Parquet files
    /// others lie that are not hidden, such as the lists of deleted rows of a Delta table.
    /// </summary>
    private static IEnumerable<VolumeFilePath> Files(
        OutsidePath outside, string? pattern, FileFormat format, CancellationToken cancellationToken)
    {
        if (File.Exists(outside.Real))
        {
            var file = new FileInfo(outside.Real);
            return [new VolumeFilePath(outside.Real, outside.Text, file.Length, file.LastWriteTimeUtc)];
        }

        if (!Directory.Exists(outside.Real))
        {
            return [];
        }

        // No link is followed from here on: it could lead to what the asker may not read.
        var directory = new VolumeDirectory(outside.Real);
        return directory.List("", recursive: true, cancellationToken)
            .Where(f => !f.IsDirectory && (pattern is null ? IsOfDirectory(f.RelativePath, format)
                : FilesBinder.Matches(pattern, f.RelativePath)))
            .Select(f => new VolumeFilePath(
                directory.Resolve(f.RelativePath), $"{outside.Text}/{f.RelativePath}", f.Length, f.ModificationTime));
    }

    private static bool IsOfDirectory(string relative, FileFormat format) =>
        !relative.Split('/').Any(p => p[0] is '_' or '.')
        && (format != FileFormat.Parquet || relative.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase));

    /// <summary>The Delta table at a path, for who may read files there.</summary>
    public static (DeltaTable Table, string Name) Table(QualifiedName name, BindContext context)
    {
        var (outside, travel) = Bind(name, null, context);
        if (travel is not null || !Identifier.Same(name.Parts[0], "delta"))
        {
            throw ErrorCode.InvalidPath.Error($"{name} is not the path of a Delta table", name.Span, "delta.`/dir`");
        }

        RequireObjects(outside, context, name.Span, isTable: true);
        context.Resolution.Reads.Add(new ObjectUse(outside.Text, "PATH", null));
        return (context.Services.TableAt(outside.Real), outside.Text);
    }

    private static bool IsFormat(string word) =>
        Identifier.Same(word, "delta") || Identifier.Same(word, "parquet") || Identifier.Same(word, "csv")
        || Identifier.Same(word, "json");

    /// <summary>The path without its version, such as <c>/dir@v3</c>.</summary>
    private static (OutsidePath Outside, TimeTravel? Travel) Bind(
        QualifiedName name, TimeTravel? travel, BindContext context)
    {
        var written = name.Last;
        if (VersionAtEnd().Match(written) is { Success: true } match)
        {
            if (travel is not null)
            {
                throw ErrorCode.InvalidUse.Error("the version is given twice", travel.Span);
            }

            written = written[..match.Index];
            travel = new TimeTravel(
                name.Span, true, new Literal(name.Span, LiteralKind.Number, match.Groups[1].Value));
        }

        var path = OutsidePath.Parse(written, name.Span);
        var outside = OutsidePath.Bind(path, path, Privilege.ReadFiles, name.Span, context);
        context.Resolution.Outside.Add(outside.Real);
        return (outside, travel);
    }

    /// <summary>
    /// Who reads the directory of a table or volume of the lake by its path needs the right to read that, too. Files of
    /// a table with a policy hold what it hides, and are read as that table or not at all; those of a volume are read
    /// as the volume's.
    /// </summary>
    /// <returns>The table that lies just there; null when there is none.</returns>
    private static Securable? RequireObjects(OutsidePath outside, BindContext context, SourceSpan span, bool isTable)
    {
        Securable? found = null;
        foreach (var item in context.Metastore.OutsideObjects())
        {
            if (!PathText.Overlap(outside.Real, item.OutsidePath!))
            {
                continue;
            }

            if (item.Kind == SecurableKind.Volume)
            {
                context.Names.RequirePath(item, outside.Text, Privilege.ReadVolume, span);
                RefuseWithinVolume(item, outside, context, span);
                continue;
            }

            context.Names.RequirePath(item, outside.Text, Privilege.Select, span);
            var isThere = isTable && outside.Real == item.OutsidePath;
            if (!isThere && EffectivePolicies.MayHold(item, context.Metastore))
            {
                throw ErrorCode.InvalidPath.Error(
                    $"{outside.Text} has files of a table with a row filter or masks", span,
                    $"SELECT … FROM {context.Metastore.FullName(item)}");
            }

            found ??= isThere ? item : null;
        }

        return found;
    }

    private static void RefuseWithinVolume(
        Securable volume, OutsidePath outside, BindContext context, SourceSpan span)
    {
        if (PathText.IsWithin(outside.Real, volume.OutsidePath!))
        {
            throw ErrorCode.InvalidPath.Error(
                $"{outside.Text} lies in the directory of a volume", span,
                $"read_files('{VolumePath.Of(volume, outside.Real, context) ?? "/Volumes/…"}')");
        }
    }

    /// <summary>An error of the log with the place in the text that names the table.</summary>
    private static Snapshot Located(Func<Snapshot> pin, OutsidePath outside, SourceSpan span)
    {
        try
        {
            return pin();
        }
        catch (LakeSqlException e) when (!e.Span.IsKnown)
        {
            throw e.Code == ErrorCode.NotATable
                ? e.Code.Error($"{outside.Text} holds no Delta table", span, e.Hint)
                : new LakeSqlException(e.Code, e.Message, span, e.Hint, e) { Detail = e.Detail };
        }
    }

    [GeneratedRegex(@"@[vV](\d{1,18})/?$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionAtEnd();
}
