using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>COPY INTO: an INSERT from those files that the table has not had yet.</summary>
/// <remarks>
/// Which ones it has had stands in its log, in the commits that brought their rows: so the two cannot part, and a file
/// that was loaded is known to be for as long as the table lives.
/// </remarks>
internal static class CopyIntoBinder
{
    /// <summary>Begins the names by which the log knows files that were loaded.</summary>
    private const string LoadedPrefix = "lakesql.copied:";

    public static StatementPlan Bind(CopyInto copy, BindContext context)
    {
        var (_, fullName, snapshot) = WrittenTable.Bind(copy.Table, context);
        var (force, evolves) = Options(copy);
        var files = Wanted(copy, context);
        var fresh = files.Where(f => force || !snapshot.HasDone(NameOf(f))).ToList();
        if (fresh.Count == 0)
        {
            context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
            return new NothingToCopyPlan();
        }

        var paths = fresh.Select(f => f.VolumePath).ToHashSet(StringComparer.Ordinal);
        context.FilesWanted = f => paths.Contains(f.VolumePath);
        var byPosition = copy.ByPosition || copy.Columns.Count > 0;
        var insert = new Insert(copy.Span, copy.Table, false, !byPosition, copy.Columns, Source(copy))
        {
            EvolvesSchema = evolves,
        };
        return InsertBinder.Bind(insert, context) with { Loaded = [.. fresh.Select(NameOf)] };
    }

    /// <summary>A file that has been replaced is another one.</summary>
    private static string NameOf(VolumeFilePath file) => string.Create(
        CultureInfo.InvariantCulture,
        $"{LoadedPrefix}{file.VolumePath}?{file.Length}-{file.ModificationTime.UtcTicks}");

    private static List<VolumeFilePath> Wanted(CopyInto copy, BindContext context)
    {
        var (_, all) = FilesBinder.List(copy.Path, copy.Span, context);
        var directory = copy.Path.TrimEnd('/') + "/";
        string Below(VolumeFilePath f) => f.VolumePath.StartsWith(directory, StringComparison.Ordinal)
            ? f.VolumePath[directory.Length..] : f.VolumePath[(f.VolumePath.LastIndexOf('/') + 1)..];
        if (copy.Files.FirstOrDefault(n => !all.Any(f => Below(f) == n)) is { } missing)
        {
            throw ErrorCode.FileNotFound.Error($"{directory}{missing} does not exist", copy.Span);
        }

        return [.. all.Where(f => copy.Files.Count == 0 || copy.Files.Contains(Below(f)))
            .Where(f => copy.Pattern is null || FilesBinder.Matches(copy.Pattern, Below(f)))];
    }

    /// <summary>Texts of CSV are cast to the table's types, which know better than a look at the first rows.</summary>
    private static Query Source(CopyInto copy)
    {
        var options = copy.FormatOptions.ToList();
        if (copy is { Format: "CSV", Items.Count: 0 } && !options.Exists(o => Identifier.Same(o.Name, "all_varchar")))
        {
            options.Add(new Option(copy.Span, "all_varchar", "true"));
        }

        Expression Text(string text) => new Literal(copy.Span, LiteralKind.String, text);
        var arguments = options.Select(o => new FunctionArgument(o.Name, Text(o.Value)))
            .Prepend(new FunctionArgument("format", Text(copy.Format.ToLowerInvariant())))
            .Prepend(new FunctionArgument(null, Text(copy.Path)));
        var files = new TableFunction(
            copy.Span, QualifiedName.Of("read_files"), arguments.ToSequence(), false, false, null, null);
        var items = copy.Items.Count > 0 ? copy.Items : [new SelectItem(copy.Span, Star.All(copy.Span), null)];
        return new Query(copy.Span, new Select(copy.Span, items) { From = files });
    }

    private static (bool Force, bool MergeSchema) Options(CopyInto copy)
    {
        var (force, merge) = (false, false);
        foreach (var option in copy.CopyOptions)
        {
            var isTrue = option.Value.ToLowerInvariant() switch
            {
                "true" => true,
                "false" => false,
                _ => throw ErrorCode.InvalidOption.Error($"{option.Name} is true or false", option.Span),
            };
            switch (option.Name.ToLowerInvariant())
            {
                case "force": force = isTrue; break;
                case "mergeschema": merge = isTrue; break;
                default:
                    throw ErrorCode.InvalidOption.Error(
                        $"COPY INTO has no option {option.Name}", option.Span, "the options are force, mergeSchema");
            }
        }

        return (force, merge);
    }
}

/// <summary>COPY INTO when every file was loaded before.</summary>
public sealed record NothingToCopyPlan : StatementPlan;
