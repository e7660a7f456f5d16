using LakeSql.Data;
using Xunit;

namespace LakeSql.Interop;

/// <summary>
/// Another engine, of other hands, reads every kind of table that LakeSql writes, and LakeSql what that one appends.
/// </summary>
public sealed class InteropTests(Witness witness) : IClassFixture<Witness>
{
    public static TheoryData<string> Kinds() => [.. TableKinds.All.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_version_has_the_same_rows_for_the_other_engine(string kind)
    {
        witness.SkipUnlessThere();
        var (statements, columns) = TableKinds.All[kind];
        var (table, directory) = Make(statements);
        var latest = Latest(table);
        Assert.True(latest >= 2, $"{kind} has {latest} versions");
        for (var version = 0L; version <= latest; version++)
        {
            var ours = Ours($"SELECT {columns} FROM {table} VERSION AS OF {version}");
            var from = $"FROM deltaLakeLocal('{directory}') SETTINGS delta_lake_snapshot_version = {version}";
            Assert.Equal(ours, witness.Rows($"SELECT {columns} {from}"));
            Assert.Equal(
                Ours($"SELECT count(*) FROM {table} VERSION AS OF {version}"), witness.Rows($"SELECT count() {from}"));
        }
    }

    [Theory]
    [InlineData("past a checkpoint")]
    [InlineData("past a checkpoint with a sidecar")]
    public void The_checkpoint_alone_says_as_much_as_the_commits_before_it(string kind)
    {
        witness.SkipUnlessThere();
        var (table, directory) = Make(TableKinds.All[kind].Statements);
        var expected = Ours($"SELECT * FROM {table}");
        var cleaned = Path.Combine(witness.Outside, "cleaned " + kind);
        Copy(directory, cleaned);
        foreach (var commit in Directory.EnumerateFiles(Path.Combine(cleaned, "_delta_log"), "*.json")
            .Where(f => string.CompareOrdinal(Path.GetFileName(f), $"{20:D20}") < 0))
        {
            File.Delete(commit);
        }

        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(cleaned, "_delta_log"), "*20.checkpoint.*"));
        Assert.Equal(expected, Ours($"SELECT * FROM delta.`{cleaned}`"));
        Assert.Equal(expected, witness.Rows($"SELECT * FROM deltaLakeLocal('{cleaned}')"));
    }

    [Theory]
    [InlineData("(i INT, s STRING)", "(10, 'new')", "(11, NULL), (12, 'ü€')")]
    [InlineData("(i INT, p STRING) PARTITIONED BY (p)", "(10, 'x'), (11, 'y')", "(12, 'ü€')")]
    [InlineData(
        "(i INT, p DATE, q BIGINT) PARTITIONED BY (p, q)", "(10, '2024-02-29', -1)", "(11, '1999-12-31', 5)")]
    [InlineData(
        "(i BIGINT, d DOUBLE, n DECIMAL(10,2), s STRING, da DATE, ts TIMESTAMP, b BOOLEAN)",
        "(10, 0.1, 1.5, 'x', '2024-02-29', '2024-02-29 01:02:03.000004', true)",
        "(NULL, NULL, NULL, NULL, NULL, NULL, NULL)")]
    [InlineData(
        "(i INT, a ARRAY<INT>, s STRUCT<x INT, y STRING>, m MAP<STRING, INT>)",
        "(10, [1, NULL], (1, 'ü'), {'k': 1})", "(11, [], (NULL, NULL), {})")]
    public void What_the_other_engine_appends_is_there_and_can_be_changed(string columns, string first, string second)
    {
        witness.SkipUnlessThere();
        var (table, directory) = Make([$"CREATE TABLE {{t}} {columns}"]);
        var theirs = $"SELECT * FROM deltaLakeLocal('{directory}')";
        foreach (var values in (string[])[first, second])
        {
            witness.Rows($"INSERT INTO FUNCTION deltaLakeLocal('{directory}') VALUES {values}");
            Assert.Equal(witness.Rows(theirs), Ours($"SELECT * FROM {table}"));
        }

        Assert.Equal(2L, Latest(table));
        Assert.Contains(Ours($"SELECT * FROM {table}"), r => r.StartsWith("[10, ", StringComparison.Ordinal));

        // Its files have other names and statistics than ours: changing their rows must go on from there.
        Run($"DELETE FROM {table} WHERE i = 10");
        Assert.Equal(witness.Rows(theirs), Ours($"SELECT * FROM {table}"));
        Run($"UPDATE {table} SET i = 99 WHERE i IS NULL OR i > 10");
        Run($"INSERT INTO {table} SELECT * FROM {table}");
        witness.Rows($"INSERT INTO FUNCTION deltaLakeLocal('{directory}') VALUES {first}");
        Assert.Equal(witness.Rows(theirs), Ours($"SELECT * FROM {table}"));
        Assert.Equal(6L, Latest(table));
    }

    /// <summary>Runs the statements on a new table.</summary>
    /// <returns>Its name and its directory.</returns>
    private (string Table, string Directory) Make(IEnumerable<string> statements)
    {
        var table = $"t{Guid.NewGuid():N}";
        var tables = Path.Combine(witness.Lake.DataSource, "tables");
        var before = Directory.GetDirectories(tables);
        foreach (var statement in statements)
        {
            Run(statement.Replace("{t}", table, StringComparison.Ordinal));
        }

        return (table, Assert.Single(Directory.GetDirectories(tables).Except(before)));
    }

    private long Latest(string table)
    {
        using var command = witness.Lake.CreateCommand();
        command.CommandText = $"DESCRIBE HISTORY {table}";
        return (long)command.ExecuteScalar()!;
    }

    private void Run(string sql)
    {
        using var command = witness.Lake.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private List<string> Ours(string sql)
    {
        using var command = witness.Lake.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(RowText.Of(reader));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
