using System.IO.Enumeration;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Volumes;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary><c>read_files(path, format =&gt; …)</c>: the files of a volume as rows.</summary>
internal static class FilesBinder
{
    /// <summary>
    /// The option that adds the file's path. The engine takes a column's name for it, under which it would be the path
    /// on this machine.
    /// </summary>
    private const string FileName = "filename";

    /// <summary>Options of each format that the engine's reader may be given.</summary>
    private static readonly Dictionary<FileFormat, string[]> ReaderOptions = new()
    {
        [FileFormat.Csv] =
            ["delim", "sep", "header", "quote", "escape", "nullstr", "skip", "dateformat", "timestampformat",
                "all_varchar", "ignore_errors", "sample_size", "filename"],
        [FileFormat.Json] = ["ignore_errors", "maximum_depth", "dateformat", "timestampformat", "filename"],
        [FileFormat.Parquet] = ["filename"],
        [FileFormat.Text] = [],
        [FileFormat.BinaryFile] = [],
    };

    /// <summary>What Databricks calls them.</summary>
    private static readonly Dictionary<string, string> OtherNames = new(Identifier.Comparer)
    {
        ["delimiter"] = "delim", ["nullValue"] = "nullstr", ["skipRows"] = "skip",
    };

    /// <summary>Each reader with the format that its name says; null where it is an option.</summary>
    private static readonly Dictionary<string, string?> Readers = new(Identifier.Comparer)
    {
        ["read_files"] = null, ["read_csv"] = "csv", ["read_csv_auto"] = "csv", ["read_json"] = "json",
        ["read_json_auto"] = "json", ["read_ndjson"] = "json", ["read_ndjson_auto"] = "json",
        ["read_parquet"] = "parquet", ["parquet_scan"] = "parquet", ["read_text"] = "text",
        ["read_blob"] = "binaryFile",
    };

    /// <summary>True for the functions that read files of a volume.</summary>
    public static bool IsReader(QualifiedName function) =>
        function.Parts.Count == 1 && Readers.ContainsKey(function.Last);

    public static FilesScan Bind(TableFunction function, BindContext context)
    {
        var path = "";
        var options = new Dictionary<string, string>(Identifier.Comparer);
        foreach (var (argument, index) in function.Arguments.Select((a, i) => (a, i)))
        {
            var value = Constant(argument.Value, context);
            if (argument.Name is null && index == 0)
            {
                path = value;
            }
            else if (argument.Name is not null)
            {
                options[OtherNames.GetValueOrDefault(argument.Name, argument.Name)] = value;
            }
            else
            {
                throw ErrorCode.InvalidUse.Error("options of read_files have names: format => 'csv'", function.Span);
            }
        }

        if (function.Arguments is not [{ Name: null }, ..])
        {
            throw ErrorCode.InvalidUse.Error(
                $"{function.Name} takes a path first", function.Span, $"{function.Name}('/Volumes/…')");
        }

        if (Readers[function.Name.Last] is { } own)
        {
            options["format"] = own;
        }

        var format = Format(options, path, function);
        options.Remove("format");
        foreach (var option in options.Keys)
        {
            if (!ReaderOptions[format].Contains(option, Identifier.Comparer))
            {
                var near = Identifier.Nearest(option, ReaderOptions[format]);
                throw ErrorCode.InvalidOption.Error(
                    $"read_files has no option {option} for {format.ToString().ToLowerInvariant()}", function.Span,
                    near is not null ? $"did you mean {near}?"
                    : "the options are " + string.Join(", ", ReaderOptions[format].Prepend("format")));
            }
        }

        if (options.TryGetValue(FileName, out var isNamed))
        {
            options[FileName] = isNamed.ToLowerInvariant() switch
            {
                "true" or "1" => "true",
                "false" or "0" => "false",
                _ => throw ErrorCode.InvalidOption.Error(
                    $"filename is true or false, and not {isNamed}", function.Span,
                    "the column is called filename; give it another name in SELECT"),
            };
        }

        var place = VolumePath.Bind(path, Privilege.ReadVolume, function.Arguments[0].Value.Span, context);
        var files = Files(place, context, function.Span)
            .Where(f => context.FilesWanted?.Invoke(f) != false).Select(f => f.Readable(function.Span)).ToList();
        context.Resolution.Reads.Add(new ObjectUse(place.FullName, "VOLUME", null));
        var columns = format == FileFormat.BinaryFile
            ? BinaryFileColumns
            : context.Services.ColumnsOf(format, files, options, context.Resolution.Outside);
        return new FilesScan(place.Text, format, files, options, columns);
    }

    private static readonly ColumnDefinition[] BinaryFileColumns =
    [
        new("path", PrimitiveType.String),
        new("modificationTime", PrimitiveType.Timestamp),
        new("length", PrimitiveType.BigInt),
        new("content", PrimitiveType.Binary),
    ];

    /// <summary>The files that a path names, and the volume's part of the path.</summary>
    /// <exception cref="LakeSqlException">LSQ3001 without READ VOLUME, LSQ2018 when there is none.</exception>
    public static (string Root, IReadOnlyList<VolumeFilePath> Files) List(
        string path, SourceSpan span, BindContext context)
    {
        var place = VolumePath.Bind(path, Privilege.ReadVolume, span, context);
        Authorizer.Check(context.Resolution, context.Metastore);
        return (place.Root, Files(place, context, span));
    }

    /// <summary>
    /// A directory means all files below it; a pattern is matched against the path below its fixed part.
    /// </summary>
    private static List<VolumeFilePath> Files(VolumePath place, BindContext context, SourceSpan span)
    {
        var root = context.Services.FilesOf(place.Volume);
        var star = place.Relative.IndexOfAny(['*', '?', '[']);
        var (start, pattern) = star < 0
            ? (place.Relative, null)
            : (place.Relative[..(place.Relative.LastIndexOf('/', star) + 1)], place.Relative);
        var all = root.List(start, true, context.Services.Cancellation).Where(f => !f.IsDirectory);
        var files = all
            .Where(f => pattern is null || Matches(pattern, f.RelativePath))
            .OrderBy(f => f.RelativePath, StringComparer.Ordinal)
            .Select(f => new VolumeFilePath(
                root.Resolve(f.RelativePath), place.Root + f.RelativePath, f.Length, f.ModificationTime))
            .ToList();
        return files.Count > 0
            ? files
            : throw ErrorCode.FileNotFound.Error($"no file matches {place.Text}", span,
                $"LIST '{place.Root}' RECURSIVE");
    }

    /// <summary><c>*</c> stays within one directory, <c>**</c> crosses directories.</summary>
    public static bool Matches(string pattern, string path)
    {
        pattern = pattern.Replace(@"\", @"\\", StringComparison.Ordinal);
        if (pattern.Contains("**", StringComparison.Ordinal))
        {
            return FileSystemName.MatchesSimpleExpression(
                pattern.Replace("**/", "*", StringComparison.Ordinal).Replace("**", "*", StringComparison.Ordinal),
                path,
                ignoreCase: false);
        }

        var patternParts = pattern.Split('/');
        var pathParts = path.Split('/');
        return patternParts.Length == pathParts.Length && patternParts.Zip(pathParts)
            .All(p => FileSystemName.MatchesSimpleExpression(p.First, p.Second, ignoreCase: false));
    }

    private static FileFormat Format(Dictionary<string, string> options, string path, TableFunction function)
    {
        var word = options.GetValueOrDefault("format") ?? Path.GetExtension(path).TrimStart('.');
        return word.ToLowerInvariant() switch
        {
            "csv" or "tsv" => FileFormat.Csv,
            "json" or "jsonl" or "ndjson" => FileFormat.Json,
            "parquet" => FileFormat.Parquet,
            "text" or "txt" => FileFormat.Text,
            "binaryfile" or "image" => FileFormat.BinaryFile,
            _ => throw ErrorCode.InvalidOption.Error(
                "read_files cannot tell the format of the files", function.Span,
                "add format => 'csv', 'json', 'parquet', 'text' or 'binaryFile'"),
        };
    }

    private static string Constant(Expression expression, BindContext context) => expression switch
    {
        Literal l when l.Kind != LiteralKind.Null => l.Text,
        Parameter p when context.Services.ValueOf(p) is { } value => value.ToString()!,
        Literal or Parameter or Lambda or StructLiteral or ArrayLiteral =>
            throw ErrorCode.InvalidUse.Error("read_files takes constants", expression.Span),
        _ => Computed(expression, context),
    };

    /// <summary>The value of an expression that reads nothing: <c>'/Volumes/…/' || name</c>.</summary>
    private static string Computed(Expression expression, BindContext context)
    {
        var text = new Cast(expression.Span, expression, PrimitiveType.String, false);
        var select = new Select(expression.Span, [new SelectItem(expression.Span, text, "value")]);
        var bound = QueryBinder.BindSource(new Query(expression.Span, select), context);
        return context.ValuesOf(bound) is [{ } value] ? value
            : throw ErrorCode.InvalidUse.Error("read_files takes one value that is not NULL", expression.Span);
    }
}
