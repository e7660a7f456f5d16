using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using LakeSql.Storage.Durability;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>A shallow clone reads the files of its sources, and no log gives the right to others.</summary>
public sealed class ShallowCloneTests : IDisposable
{
    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection admin;
    private readonly Dictionary<string, string> directories = [];

    public ShallowCloneTests()
    {
        admin = lake.Open();
        Make("source", "CREATE TABLE source AS SELECT 1 AS i");
        Make("secret", "CREATE TABLE secret AS SELECT 42 AS i");
        Make("plain", "CREATE TABLE plain AS SELECT 2 AS i");
        Make("clone", "CREATE TABLE clone SHALLOW CLONE source");
    }

    public void Dispose()
    {
        admin.Dispose();
        lake.Dispose();
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("clone")]
    public void A_forged_log_reads_no_other_table(string table)
    {
        var add = AddOf("secret");
        add["path"] = "file://" + Path.Combine(directories["secret"], add["path"]!.GetValue<string>());
        var log = Path.Combine(directories[table], "_delta_log", $"{1:D20}.json");
        File.WriteAllText(log, new JsonObject { ["add"] = add.DeepClone() }.ToJsonString() + "\n");
        var error = Assert.Throws<LakeSqlException>(() => admin.Rows($"SELECT * FROM {table}"));
        Assert.Equal(ErrorCode.UnsupportedTableFeature, error.Code);
        Assert.Equal(42, admin.Scalar("SELECT i FROM secret"));
    }

    [Fact]
    public void A_clone_is_whole_in_a_copy_of_the_lake_and_does_not_reach_into_the_original()
    {
        admin.Run("CREATE TABLE again SHALLOW CLONE clone");
        var copy = lake.Path + "2";
        Copy(lake.Path, copy);
        admin.Run("INSERT OVERWRITE source VALUES (3)");
        Directory.Delete(Path.Combine(lake.Path, "tables"), recursive: true);
        using var other = new LakeSqlConnection($"Data Source={copy}");
        other.Open();
        Assert.Equal(1, other.Scalar("SELECT i FROM clone"));
        other.Run("DELETE FROM again WHERE i = 1");
        Assert.Equal(1, other.Scalar("SELECT i FROM source"));
    }

    [Fact]
    public void A_clone_reads_by_whatever_link_the_lake_is_opened()
    {
        admin.Run("DELETE FROM source WHERE i = 2");
        Directory.CreateSymbolicLink(lake.Path + "-link", lake.Path);
        using var other = new LakeSqlConnection($"Data Source={lake.Path}-link");
        other.Open();
        Assert.Equal(1, other.Scalar("SELECT i FROM clone"));
        other.Run("CREATE TABLE late SHALLOW CLONE source");
        Assert.Equal(1, admin.Scalar("SELECT i FROM late"));
    }

    /// <summary>A clone that is made while VACUUM deletes waits for it: it is whole then, or it is not made.</summary>
    [Fact]
    public async Task A_clone_does_not_lose_its_files_to_a_vacuum_under_way()
    {
        admin.Run("INSERT OVERWRITE source VALUES (3)");
        admin.Run("SET spark.databricks.delta.retentionDurationCheck.enabled = false");
        admin.Run("DROP TABLE clone");
        Task<Exception?>? cloning = null;
        DiskSteps.Watch(step =>
        {
            if (step == "delete of file")
            {
                // Time enough for a clone that does not wait.
                cloning = Task.Run(Clone);
                cloning.Wait(TimeSpan.FromSeconds(1));
            }
        });
        admin.Run("VACUUM source RETAIN 0 HOURS");
        DiskSteps.Watch(null);
        Assert.NotNull(cloning);
        var error = await cloning;
        Assert.Equal(ErrorCode.FileNotFound, Assert.IsType<LakeSqlException>(error).Code);
        error = Record.Exception(() => admin.Rows("SELECT * FROM late"));
        Assert.Equal(ErrorCode.TableNotFound, Assert.IsType<LakeSqlException>(error).Code);

        Exception? Clone()
        {
            DiskSteps.Watch(null);
            using var other = lake.Open();
            return Record.Exception(() => other.Run("CREATE TABLE late SHALLOW CLONE source VERSION AS OF 0"));
        }
    }

    private void Make(string table, string sql)
    {
        admin.Run(sql);
        directories[table] = Directory.GetDirectories(Path.Combine(lake.Path, "tables"))
            .Except(directories.Values).Single();
    }

    /// <summary>The add action of the one file that the table was made with.</summary>
    private JsonObject AddOf(string table) => File
        .ReadLines(Path.Combine(directories[table], "_delta_log", $"{0:D20}.json"))
        .Select(l => JsonNode.Parse(l)!.AsObject()).Single(a => a.ContainsKey("add"))["add"]!.AsObject();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
