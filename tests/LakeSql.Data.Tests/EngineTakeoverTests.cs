using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// The lock of an engine cannot be widened: when a statement needs more directories another engine takes over, and
/// nobody notices.
/// </summary>
public sealed class EngineTakeoverTests : IDisposable
{
    private readonly TemporaryLake lake = new();
    private readonly TemporaryLake other = new();
    private readonly LakeSqlConnection admin;

    public EngineTakeoverTests() => admin = lake.Open();

    public void Dispose()
    {
        admin.Dispose();
        lake.Dispose();
        other.Dispose();
    }

    [Fact]
    public void A_result_that_is_being_read_goes_on()
    {
        admin.Run("CREATE TABLE many AS SELECT i FROM range(3000000) r(i)");
        using var command = admin.CreateCommand();
        command.CommandText = "SELECT i FROM many";
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        using var second = lake.Open();
        foreach (var table in OutsideTables(3))
        {
            Assert.Equal(1L, second.Scalar($"SELECT count(*) FROM delta.`{table}`"));
        }

        long sum = reader.GetInt64(0);
        while (reader.Read())
        {
            sum += reader.GetInt64(0);
        }

        Assert.Equal(2_999_999L * 3_000_000 / 2, sum);
    }

    [Fact]
    public void Functions_are_there_after_it()
    {
        admin.Run("CREATE TABLE points AS SELECT (i % 9)::DOUBLE AS a, (i % 9)::DOUBLE AS y FROM range(90) r(i)");
        admin.Run(
            "TRAIN MODEL line OPTIONS (task = 'regression', epochs = 2, seed = 3) TARGET y AS SELECT a, y FROM points");
        const string Predicted = "SELECT sum(PREDICT(line, a)) FROM points";
        var before = admin.Scalar(Predicted);
        var table = OutsideTables(1)[0];
        Assert.Equal(1L, admin.Scalar($"SELECT count(*) FROM delta.`{table}`"));
        Assert.Equal(before, admin.Scalar(Predicted));
        var error = Assert.Throws<LakeSqlException>(
            () => admin.Scalar("SELECT json_structure(repeat('[', 100000) || repeat(']', 100000))"));
        Assert.Equal(ErrorCode.InvalidData, error.Code);
    }

    [Fact]
    public void Many_statements_at_once_each_get_an_engine_that_lets_them_through()
    {
        admin.Run("CREATE TABLE own AS SELECT 1 AS i");
        var tables = OutsideTables(6);
        var errors = new List<Exception>();
        var threads = Enumerable.Range(0, 4).Select(t => new Thread(() =>
        {
            try
            {
                using var connection = lake.Open();
                for (var i = 0; i < 24; i++)
                {
                    var table = tables[(i + t) % tables.Count];
                    Assert.Equal(1L, connection.Scalar($"SELECT count(*) FROM delta.`{table}`, own"));
                }
            }
            catch (Exception e)
            {
                lock (errors)
                {
                    errors.Add(e);
                }
            }
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Empty(errors);
    }

    [Fact]
    public void More_places_than_an_engine_keeps_are_forgotten_and_found_again()
    {
        var table = OutsideTables(1)[0];
        var places = Enumerable.Range(0, 103).Select(i => Path.Combine(Path.GetDirectoryName(other.Path)!, $"t{i}"));
        foreach (var place in places)
        {
            Copy(table, place);
            Assert.Equal(1L, admin.Scalar($"SELECT count(*) FROM delta.`{place}`"));
        }

        Assert.Equal(1L, admin.Scalar($"SELECT count(*) FROM delta.`{table}`"));
    }

    /// <summary>Delta tables that are no part of the lake: those of another.</summary>
    private List<string> OutsideTables(int count)
    {
        using var connection = other.Open();
        for (var i = 0; i < count; i++)
        {
            connection.Run($"CREATE TABLE t{i} AS SELECT {i} AS i");
        }

        return [.. Directory.GetDirectories(Path.Combine(other.Path, "tables"))];
    }

    private static void Copy(string directory, string target)
    {
        foreach (var file in Directory.GetFiles(directory, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(directory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
