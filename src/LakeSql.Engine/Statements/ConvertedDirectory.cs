using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta.Pruning;
using LakeSql.Storage.Volumes;

namespace LakeSql.Engine.Statements;

/// <summary>
/// The Parquet files below a directory, with the values that the names of directories give their rows.
/// </summary>
/// <remarks>Names that begin with <c>_</c> or <c>.</c> are passed over, as are links.</remarks>
internal sealed class ConvertedDirectory
{
    /// <summary>What writers call the directory of NULL.</summary>
    private const string NullValue = "__HIVE_DEFAULT_PARTITION__";

    private readonly ConvertToDeltaPlan plan;

    public ConvertedDirectory(ConvertToDeltaPlan plan)
    {
        this.plan = plan;
        var all = new VolumeDirectory(plan.Place.Real).List("", recursive: true).Where(f => !f.IsDirectory)
            .OrderBy(f => f.RelativePath, StringComparer.Ordinal).ToArray();
        if (all.FirstOrDefault(f => f.RelativePath.Split('/').Contains("_delta_log")) is { } log)
        {
            throw ErrorCode.InvalidUse.Error(
                $"another Delta table lies in {plan.Place.Text}: {log.RelativePath}", plan.Convert.Source.Span);
        }

        Files = [.. all.Where(f => !f.RelativePath.Split('/').Any(IsHidden))];
        if (Files.Count == 0)
        {
            throw ErrorCode.FileNotFound.Error($"there is no file in {plan.Place.Text}", plan.Convert.Source.Span);
        }

        foreach (var file in Files)
        {
            RegularFile.Require(
                Path.Combine(plan.Place.Real, file.RelativePath), file.Length, file.RelativePath,
                plan.Convert.Source.Span);
        }

        foreach (var column in plan.Convert.PartitionedBy.Where(c => !PartitionText.CanSpell(c.Type)))
        {
            throw ErrorCode.TypeMismatch.Error(
                $"a table cannot be partitioned by {Identifier.Quote(column.Name)}, which is {column.Type.Name}",
                plan.Convert.Span);
        }
    }

    /// <summary>The files, by path.</summary>
    public IReadOnlyList<VolumeFile> Files { get; }

    /// <summary>The file's value of each partition column.</summary>
    public IReadOnlyDictionary<string, string?> PartitionValuesOf(VolumeFile file)
    {
        var parts = file.RelativePath.Split('/')[..^1].Where(p => p.Contains('='))
            .Select(p => p.Split('=', 2)).ToArray();
        var columns = plan.Convert.PartitionedBy;
        if (parts.Length != columns.Count || parts.Zip(columns).Any(p => !Identifier.Same(p.First[0], p.Second.Name)))
        {
            throw ErrorCode.InvalidUse.Error(
                $"the directories of {file.RelativePath} are not those of a table that is "
                + (columns.Count == 0 ? "not partitioned"
                    : $"partitioned by {string.Join(", ", columns.Select(c => Identifier.Quote(c.Name)))}"),
                plan.Convert.Span, parts.Length == 0 ? "leave PARTITIONED BY out"
                    : $"PARTITIONED BY ({string.Join(", ", parts.Select(p => Identifier.Quote(p[0]) + " STRING"))})");
        }

        return parts.Zip(columns).ToDictionary(
            p => p.Second.Name, p => ValueOf(Uri.UnescapeDataString(p.First[1]), p.Second, file));
    }

    private string? ValueOf(string text, ColumnDefinition column, VolumeFile file) =>
        text is "" or NullValue ? null
        : ColumnValue.Of(text, column.Type) is not null ? PartitionText.Of(text, column.Type)
        : throw ErrorCode.ConversionFailed.Error(
            $"{text} in {file.RelativePath} is no {column.Type.Name}", plan.Convert.Span);

    private static bool IsHidden(string name) => name[0] is '_' or '.' && !name.Contains('=');
}
