using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Links lead nowhere that the path itself does not: neither into the lake nor out of a location.</summary>
public sealed class OutsideLinksTests : IDisposable
{
    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection admin;
    private readonly LakeSqlConnection ana;

    public OutsideLinksTests()
    {
        admin = lake.Open();
        Directory.CreateDirectory(At("land"));
        Directory.CreateDirectory(At("other"));
        File.WriteAllText(At("land/a.csv"), "i\n1\n");
        File.WriteAllText(At("other/b.csv"), "i\n2\n");
        admin.Run($"CREATE TABLE secret AS SELECT 42 AS i");
        admin.Run($"CREATE EXTERNAL LOCATION land URL '{At("land")}'");
        admin.Run("CREATE USER ana PASSWORD 'ana has a long one'");
        admin.Run("GRANT READ FILES, CREATE EXTERNAL TABLE ON EXTERNAL LOCATION land TO ana");
        admin.Run("GRANT USE CATALOG ON CATALOG main TO ana");
        admin.Run("GRANT USE SCHEMA, CREATE TABLE ON SCHEMA main.default TO ana");
        ana = lake.Open();
        ana.Run("SET SESSION AUTHORIZATION ana");
    }

    public void Dispose()
    {
        ana.Dispose();
        admin.Dispose();
        lake.Dispose();
    }

    [Fact]
    public void Into_the_lake_leads_no_link()
    {
        var table = Assert.Single(Directory.GetDirectories(Path.Combine(lake.Path, "tables")));
        Link("land/link", table);
        Link("link", lake.Path);
        foreach (var path in (string[])["land/link", "link/tables"])
        {
            Fails(ErrorCode.InvalidPath, admin, $"SELECT * FROM delta.`{At(path)}`");
            Fails(ErrorCode.PermissionDenied, ana, $"SELECT * FROM delta.`{At(path)}`");
        }

        Fails(ErrorCode.InvalidPath, admin, $"CREATE TABLE t LOCATION '{At("land/link")}'");
        Fails(ErrorCode.PermissionDenied, ana, $"CREATE TABLE t LOCATION '{At("land/link")}'");
        Fails(ErrorCode.InvalidPath, admin, $"CREATE EXTERNAL LOCATION x URL '{At("link/volumes")}'");
        Fails(ErrorCode.FileNotFound, admin, $"SELECT * FROM parquet.`{At("land")}/**/*.parquet`");
    }

    [Fact]
    public void Out_of_a_location_leads_no_link()
    {
        Link("land/link.csv", At("other/b.csv"));
        Link("land/dir", At("other"));
        Fails(ErrorCode.PermissionDenied, ana, $"SELECT * FROM csv.`{At("land/link.csv")}`");
        Fails(ErrorCode.PermissionDenied, ana, $"SELECT * FROM csv.`{At("land/dir/b.csv")}`");
        Assert.Equal(1L, Convert.ToInt64(ana.Scalar($"SELECT sum(i) FROM csv.`{At("land")}`")));
        Assert.Equal(2L, Convert.ToInt64(admin.Scalar($"SELECT sum(i) FROM csv.`{At("land/dir/b.csv")}`")));
    }

    [Fact]
    public void That_a_link_is_there_is_not_told_by_where_it_leads()
    {
        Link("door", At("land"));
        Fails(ErrorCode.PermissionDenied, ana, $"SELECT * FROM csv.`{At("door/a.csv")}`");
        Fails(ErrorCode.PermissionDenied, ana, $"SELECT * FROM csv.`{At("no_door/a.csv")}`");
    }

    [Fact]
    public void A_location_may_be_named_by_a_link()
    {
        Link("door", At("other"));
        admin.Run($"CREATE EXTERNAL LOCATION door URL '{At("door")}'");
        admin.Run("GRANT READ FILES ON EXTERNAL LOCATION door TO ana");
        Assert.Equal(2L, Convert.ToInt64(ana.Scalar($"SELECT sum(i) FROM csv.`{At("door/b.csv")}`")));
        Assert.Equal(2L, Convert.ToInt64(ana.Scalar($"SELECT sum(i) FROM csv.`{At("other/b.csv")}`")));
        Fails(ErrorCode.PathOverlap, admin, $"CREATE EXTERNAL LOCATION again URL '{At("other")}'");

        // The right is on what the link led to when it was given.
        Directory.Delete(At("door"));
        Link("door", Path.Combine(lake.Path, "tables"));
        Fails(ErrorCode.PermissionDenied, ana, $"SELECT * FROM parquet.`{At("door")}`");
    }

    [Fact]
    public void A_table_whose_directory_becomes_a_link_is_not_read()
    {
        ana.Run($"CREATE TABLE mine LOCATION '{At("land/mine")}' AS SELECT 1 AS i");
        Assert.Equal(1, ana.Scalar("SELECT i FROM mine"));
        Directory.Delete(At("land/mine"), recursive: true);
        Link("land/mine", Assert.Single(Directory.GetDirectories(Path.Combine(lake.Path, "tables"))));
        Fails(ErrorCode.InvalidPath, ana, "SELECT i FROM mine");
        Fails(ErrorCode.InvalidPath, ana, "INSERT INTO mine VALUES (2)");
    }

    private static void Fails(ErrorCode code, LakeSqlConnection connection, string sql)
    {
        var error = Assert.Throws<LakeSqlException>(() => connection.Scalar(sql));
        Assert.True(error.Code == code, error.Render());
    }

    private void Link(string name, string target) => Directory.CreateSymbolicLink(At(name), target);

    private string At(string name) => Path.Combine(Path.GetDirectoryName(lake.Path)!, name);
}
