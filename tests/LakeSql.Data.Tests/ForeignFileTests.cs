using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Data files as other writers make them.</summary>
public sealed class ForeignFileTests
{
    [Fact]
    public void A_text_that_its_file_does_not_mark_as_one_is_a_text_all_the_same()
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        connection.Run("CREATE TABLE t (s BINARY, l ARRAY<BINARY>)");
        connection.Run("INSERT INTO t VALUES (encode('ü€'), [encode('é')])");
        connection.Run("INSERT INTO t (s) VALUES (encode('x'))");

        // Bytes have no mark in a file, and neither have the texts of some writers.
        var log = Directory.GetFiles(lake.Path, $"{0:D20}.json", SearchOption.AllDirectories).Single();
        var text = File.ReadAllText(log);
        File.WriteAllText(log, text.Replace("\\\"binary\\\"", "\\\"string\\\"", StringComparison.Ordinal));
        using var after = new TemporaryLake();
        using var other = after.Open();
        var table = $"delta.`{Copy(Path.GetDirectoryName(Path.GetDirectoryName(log))!, after.Path + "-t")}`";
        Assert.Equal("ü€", other.Scalar($"SELECT s FROM {table} WHERE l[1] = 'é'"));
        Assert.Equal(1L, other.Scalar($"SELECT count(*) FROM {table} WHERE s = 'x' AND l IS NULL"));
    }

    private static string Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return to;
    }
}
