using System.Text.Json;
using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// Tables that Spark, Databricks, delta-rs and others wrote, read by their paths: each gives the rows that an
/// independent replay of its log counts, or is refused by name.
/// </summary>
public sealed class DeltaPathTests(DeltaPathTests.OneLake lake) : IClassFixture<DeltaPathTests.OneLake>
{
    private const string NoTables = "";

    /// <summary>A column of a type that LakeSql does not have.</summary>
    private static readonly string?[] MayBeRefused = ["void-column"];

    /// <summary>Older files lack a column that the table was given later.</summary>
    private static readonly string?[] NotReadYet = ["parsed-stats"];

    public static TheoryData<string> Tables()
    {
        var index = Shared.PathOf("delta", "index.json");
        return File.Exists(index)
            ? [.. Entries(index).Where(IsAnswered).Select(e => e.GetProperty("path").GetString()!)]
            : [NoTables];
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void Table_is_counted_right_or_refused_by_name(string path)
    {
        var index = Shared.Data("delta", "index.json");
        var expected = Entries(index).Single(e => e.GetProperty("path").GetString() == path);
        var query = $"SELECT count(*) FROM delta.`{Shared.PathOf("delta", path)}`";
        if (expected.GetProperty("must_fail").GetBoolean())
        {
            var error = Assert.Throws<LakeSqlException>(() => lake.Connection.Scalar(query));
            Assert.Contains(
                error.Code, new[] { ErrorCode.LogCorrupt, ErrorCode.UnsupportedTableFeature, ErrorCode.NotATable });
        }
        else if (NotReadYet.Contains(expected.GetProperty("name").GetString()))
        {
            Assert.Throws<LakeSqlException>(() => lake.Connection.Scalar(query));
        }
        else
        {
            try
            {
                Assert.Equal(expected.GetProperty("rows_latest_by_replay").GetInt64(), lake.Connection.Scalar(query));
            }
            catch (LakeSqlException e) when (IsRefusable(expected))
            {
                Assert.Equal(ErrorCode.UnsupportedTableFeature, e.Code);
            }
        }
    }

    /// <summary>True where it is known what the answer must be.</summary>
    private static bool IsAnswered(JsonElement expected) =>
        expected.GetProperty("must_fail").GetBoolean()
        || expected.GetProperty("rows_latest_by_replay").ValueKind == JsonValueKind.Number;

    /// <summary>Every table of the first protocol is read; of the others, those whose features are known.</summary>
    private static bool IsRefusable(JsonElement expected) =>
        expected.GetProperty("protocol")[0].GetInt32() > 1
        || MayBeRefused.Contains(expected.GetProperty("name").GetString());

    private static IEnumerable<JsonElement> Entries(string index)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(index));
        return document.RootElement.GetProperty("tables").Clone().EnumerateArray();
    }

    /// <summary>One lake for all: its engine is taken over by another for each table.</summary>
    public sealed class OneLake : IDisposable
    {
        private readonly TemporaryLake lake = new();

        public OneLake() => Connection = lake.Open();

        public LakeSqlConnection Connection { get; }

        public void Dispose()
        {
            Connection.Dispose();
            lake.Dispose();
        }
    }
}
