using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>Rows of a query to be written into one file, of a volume or outside of the lake.</summary>
/// <param name="Query">The rows.</param>
/// <param name="Volume">The file in a volume; null for one outside.</param>
/// <param name="Outside">The file outside of the lake; null for one in a volume.</param>
/// <param name="Format">What is written.</param>
public sealed record CopyToPlan(BoundQuery Query, VolumePath? Volume, OutsidePath? Outside, FileFormat Format)
    : StatementPlan
{
    /// <summary>The file as users write it.</summary>
    public string Text => Volume?.Text ?? Outside!.Text;
}

internal static class CopyToBinder
{
    public static CopyToPlan Bind(CopyTo copy, BindContext context)
    {
        var (volume, outside) = Target(copy, context);
        context.Resolution.Target = volume is not null
            ? new ObjectUse(volume.FullName, "VOLUME", null) : new ObjectUse(outside!.Text, "PATH", null);
        if (copy.Path.EndsWith('/'))
        {
            throw ErrorCode.InvalidPath.Error($"{copy.Path} is a directory", copy.Span, "name a file in it");
        }

        var format = Format(copy);
        return new CopyToPlan(QueryBinder.BindTop(copy.Query, context), volume, outside, format);
    }

    /// <remarks>A path that is one in a volume only after <c>//</c> or <c>file:</c> is taken for that, too.</remarks>
    private static (VolumePath? Volume, OutsidePath? Outside) Target(CopyTo copy, BindContext context)
    {
        var path = VolumePath.IsVolumePath(copy.Path) ? copy.Path : OutsidePath.Parse(
            copy.Path, copy.Span, "write /Volumes/<catalog>/<schema>/<volume>/<path>, or /dir/file");
        if (VolumePath.IsVolumePath(path))
        {
            return (VolumePath.Bind(path, Privilege.WriteVolume, copy.Span, context), null);
        }

        var outside = OutsidePath.Bind(path, path, Privilege.WriteFiles, copy.Span, context);
        outside.RefuseWithinObjects(copy.Span, context);
        return (null, outside);
    }

    private static FileFormat Format(CopyTo copy)
    {
        var word = copy.Options.FirstOrDefault(o => Identifier.Same(o.Name, "format"))?.Value
            ?? Path.GetExtension(copy.Path).TrimStart('.');
        var format = word.ToLowerInvariant() switch
        {
            "parquet" => FileFormat.Parquet,
            "csv" => FileFormat.Csv,
            "json" => FileFormat.Json,
            _ => throw ErrorCode.InvalidOption.Error(
                $"COPY cannot write format '{word}'", copy.Span, "formats are parquet, csv and json"),
        };
        return copy.Options.FirstOrDefault(o => !Identifier.Same(o.Name, "format")) is { } other
            ? throw ErrorCode.InvalidOption.Error($"COPY has no option {other.Name}", other.Span)
            : format;
    }
}
