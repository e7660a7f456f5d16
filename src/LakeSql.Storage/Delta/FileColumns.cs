using System.Collections.Concurrent;
using LakeSql.Storage.Delta.Schema;
using Parquet;
using Parquet.Schema;

namespace LakeSql.Storage.Delta;

/// <summary>
/// Which columns a data file has, from its footer; a file never changes, so one that could be read is asked once.
/// </summary>
/// <param name="Names">The top-level columns; none when the file cannot be read.</param>
/// <param name="Variants">How it marks its variants.</param>
/// <param name="RowCount">How many rows it has; null when it cannot be read.</param>
public sealed record FileColumns(IReadOnlySet<string> Names, VariantMark Variants, long? RowCount)
{
    private const int KnownMax = 100_000;

    /// <summary>How the Parquet format calls the shredded part of a variant.</summary>
    private const string ShreddedPart = "typed_value";

    private static readonly FileColumns None = new(new HashSet<string>(), VariantMark.None, null);
    private static readonly ConcurrentDictionary<string, FileColumns> Known = new(StringComparer.Ordinal);

    /// <summary>True when the file was asked before.</summary>
    public static bool IsKnown(string path) => Known.ContainsKey(path);

    /// <summary>The columns of the file at that path.</summary>
    public static FileColumns Of(string path)
    {
        if (Known.TryGetValue(path, out var columns))
        {
            return columns;
        }

        if (Known.Count >= KnownMax)
        {
            Known.Clear();
        }

        columns = ReadAsync(path).GetAwaiter().GetResult();
        return columns.RowCount is null ? columns : Known[path] = columns;
    }

    private static async Task<FileColumns> ReadAsync(string path)
    {
        try
        {
            await using var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
            var fields = reader.Schema.Fields;
            return new FileColumns(
                fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal),
                reader.Metadata?.Schema.Exists(e => e.LogicalType?.VARIANT is not null) == true ? VariantMark.Marked
                    : fields.Any(IsOrHasShredded) ? VariantMark.ShreddedUnmarked : VariantMark.None,
                reader.Metadata?.NumRows);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whoever reads the rows will meet the damage and say what it is.
            return None;
        }
    }

    private static bool IsOrHasShredded(Field field) => field switch
    {
        StructField s => s.Fields.Any(f => f.Name == ShreddedPart || IsOrHasShredded(f)),
        ListField l => IsOrHasShredded(l.Item),
        MapField m => IsOrHasShredded(m.Key) || IsOrHasShredded(m.Value),
        _ => false,
    };
}
