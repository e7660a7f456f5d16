using Xunit;

namespace LakeSql.Differential;

/// <summary>Every query of tests/differential gives in LakeSql what it gives in DuckDB.</summary>
public sealed class DifferentialTests(TwoEngines engines) : IClassFixture<TwoEngines>
{
    /// <summary>Why LakeSql may refuse what DuckDB accepts.</summary>
    private static readonly string[] Reasons =
        ["reads files", "changes state", "shows other sessions", "shows the catalog", "ends the process"];

    /// <summary>What LakeSql reads and DuckDB does not.</summary>
    private static readonly string[] Extensions = ["a form of Databricks", "less to remember"];

    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Path.Combine(Shared.Root, "tests", "differential"), "*.sql").Order()
            .Select(f => Path.GetFileNameWithoutExtension(f)).Where(f => f != "tables")];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Answers_alike(string file)
    {
        var path = Path.Combine(Shared.Root, "tests", "differential", file + ".sql");
        var failures = new List<string>();
        foreach (var query in QueryFile.Read(path))
        {
            var asked = Task.Run(() => QueryAnswer.Of(engines.Duck, query.Sql));
            var lake = QueryAnswer.Of(engines.Lake, query.Sql);
            var duck = await asked;
            if (Fault(query, lake, duck) is { } fault)
            {
                failures.Add($"{file}.sql:{query.Line}: {fault}\n{query.Sql}\n  LakeSql: {lake}\n  DuckDB:  {duck}");
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} differences\n\n" + string.Join("\n\n", failures));
    }

    private static string? Fault(DifferentialQuery query, QueryAnswer lake, QueryAnswer duck)
    {
        if (lake.Error?.StartsWith("internal error", StringComparison.Ordinal) == true)
        {
            return "internal error";
        }

        if (query.Extension is { } extension)
        {
            return !Extensions.Contains(extension) ? $"'{extension}' is no reason to accept more"
                : lake.Error is not null ? "LakeSql refuses it, too"
                : duck.Error is null ? "DuckDB accepts it, too" : null;
        }

        if (query.Refusal is not { } reason)
        {
            return lake.DifferenceTo(duck, query.Sql, query.IsOrdered);
        }

        return !Reasons.Contains(reason) ? $"'{reason}' is no reason to refuse"
            : lake.Error is null ? "LakeSql does not refuse it"
            : duck.Error is not null ? "DuckDB refuses it, too" : null;
    }
}
