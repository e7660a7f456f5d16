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

    /// <summary>A location's rights hold for PUT and GET as well, wherever the way to its files begins.</summary>
    [Fact]
    public void Put_and_get_follow_links_into_a_location()
    {
        admin.Run("CREATE VOLUME v; GRANT READ VOLUME, WRITE VOLUME ON VOLUME v TO ana");
        admin.Run("COPY (SELECT 1 AS i) TO '/Volumes/main/default/v/d/c.csv'");
        admin.Run($"CREATE EXTERNAL LOCATION closed URL '{At("other")}'");
        Directory.CreateDirectory(At("free"));
        Link("free/door", At("other"));
        Link("free/link.csv", At("other/b.csv"));
        foreach (var path in (string[])["free/door/b.csv", "free/link.csv", "free/door/b*", "other/absent.csv"])
        {
            var error = Fails(
                ErrorCode.PermissionDenied, ana, $"PUT '{At(path)}' INTO '/Volumes/main/default/v/put/'");
            Assert.Equal($"ana lacks READ FILES on {At(path)}", error.Message);
        }

        // What was not named is not told of.
        foreach (var path in (string[])["free/*.csv", "free", "fr?e/link.csv", "*/b.csv", "**/b.csv"])
        {
            Fails(ErrorCode.FileNotFound, ana, $"PUT '{At(path)}' INTO '/Volumes/main/default/v/put/'");
            Fails(
                ErrorCode.FileNotFound, ana,
                $"EXPLAIN ACCESS PUT '{At(path)}' INTO '/Volumes/main/default/v/put/'");
        }

        foreach (var path in (string[])["free/door/new.csv", "free/door/", "free/link.csv", "land/new.csv"])
        {
            Fails(ErrorCode.PermissionDenied, ana, $"GET '/Volumes/main/default/v/d/c.csv' TO '{At(path)}'");
        }

        Link("free/d", At("other"));
        Fails(ErrorCode.PermissionDenied, ana, $"GET '/Volumes/main/default/v' TO '{At("free")}'");
        Assert.Equal(["b.csv"], Directory.GetFileSystemEntries(At("other")).Select(Path.GetFileName));
        Assert.Single(admin.Rows("LIST '/Volumes/main/default/v' RECURSIVE"), r => r[4] is false);
        admin.Run($"PUT '{At("free/link.csv")}' INTO '/Volumes/main/default/v/put/'");
    }

    /// <summary>Links to files of the lake, of volumes and of processes are passed over; others are files.</summary>
    [Fact]
    public void Put_passes_over_links_to_what_it_may_not_take()
    {
        admin.Run($"CREATE VOLUME v; CREATE EXTERNAL VOLUME out LOCATION '{At("land/out")}'");
        File.WriteAllText(At("land/out/c.csv"), "i\n3\n");
        Directory.CreateDirectory(At("free"));
        Link("free/lake", Path.Combine(lake.Path, "metastore.db"));
        Link("free/volume", At("land/out/c.csv"));
        Link("free/process", "/proc/self/environ");
        Link("free/circle", At("free/circle"));
        Link("free/dir", At("other"));
        foreach (var path in (string[])["free", "free/*", "**/c.csv", "**/metastore.db", "l*/out/*", "l*/volumes/**"])
        {
            Fails(ErrorCode.FileNotFound, admin, $"PUT '{At(path)}' INTO '/Volumes/main/default/v/put/'");
        }

        Link("free/b.csv", At("other/b.csv"));
        admin.Run($"PUT '{At("free")}' INTO '/Volumes/main/default/v/put/'");
        Assert.Equal("/Volumes/main/default/v/put/b.csv", admin.Scalar("LIST '/Volumes/main/default/v/put/'"));
    }

    [Fact]
    public void Links_in_circles_end_no_search()
    {
        admin.Run("CREATE VOLUME v; GRANT WRITE VOLUME ON VOLUME v TO ana");
        admin.Run("ALTER USER ana SET LIMIT statement_timeout = '30s'");
        Directory.CreateDirectory(At("free/loop"));
        Link("free/loop/a", ".");
        Link("free/loop/b", At("free"));
        foreach (var path in (string[])["free", "free/**/absent*", "free/loop/a/*/absent", "free/loop/b/**"])
        {
            Fails(ErrorCode.FileNotFound, ana, $"PUT '{At(path)}' INTO '/Volumes/main/default/v/put/'");
        }
    }

    [Fact]
    public void A_search_ends_when_the_statement_does()
    {
        admin.Run("CREATE VOLUME v; GRANT WRITE VOLUME ON VOLUME v TO ana");
        admin.Run("ALTER USER ana SET LIMIT statement_timeout = '1ms'");
        for (var i = 0; i < 3000; i++)
        {
            Directory.CreateDirectory(At($"free/{i}"));
        }

        Fails(ErrorCode.Timeout, ana, $"PUT '{At("free/**/absent*")}' INTO '/Volumes/main/default/v/put/'");
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

    [Fact]
    public void Out_of_an_external_volume_leads_no_link()
    {
        admin.Run($"CREATE EXTERNAL VOLUME files LOCATION '{At("land/files")}'");
        File.WriteAllText(At("land/files/c.csv"), "i\n3\n");
        Link("land/files/link.csv", At("other/b.csv"));
        Link("land/files/dir", At("other"));
        foreach (var path in (string[])["link.csv", "dir/b.csv"])
        {
            var file = $"'/Volumes/main/default/files/{path}'";
            Fails(ErrorCode.InvalidPath, admin, $"SELECT * FROM read_files({file})");
            Fails(ErrorCode.InvalidPath, admin, $"GET {file} TO '{At("got.csv")}'");
            Fails(ErrorCode.InvalidPath, admin, $"PUT '{At("land/a.csv")}' INTO {file} OVERWRITE");
            Fails(ErrorCode.InvalidPath, admin, $"COPY (SELECT 1) TO {file}");
            Fails(ErrorCode.InvalidPath, admin, $"REMOVE {file}");
        }

        const string All = "SELECT sum(i) FROM read_files('/Volumes/main/default/files/**/*.csv')";
        Assert.Equal(3L, Convert.ToInt64(admin.Scalar(All)));
        Assert.Equal("i\n2\n", File.ReadAllText(At("other/b.csv")));
    }

    [Fact]
    public void A_volume_whose_directory_becomes_a_link_is_not_used()
    {
        admin.Run($"CREATE EXTERNAL VOLUME files LOCATION '{At("land/deep/files")}'");
        admin.Run("COPY (SELECT 1 AS i) TO '/Volumes/main/default/files/a.csv'");
        Directory.Move(At("land/deep"), At("moved"));
        Link("land/deep", At("moved"));
        Fails(ErrorCode.InvalidPath, admin, "SELECT * FROM read_files('/Volumes/main/default/files/a.csv')");
        Fails(ErrorCode.InvalidPath, admin, "LIST '/Volumes/main/default/files/'");
        Fails(ErrorCode.InvalidPath, admin, "COPY (SELECT 1) TO '/Volumes/main/default/files/b.csv'");
        Fails(ErrorCode.InvalidPath, admin, "CALL samples.draw_flowers('/Volumes/main/default/files/f', count => 1)");
    }

    [Fact]
    public void To_a_volume_leads_no_link_that_the_location_does_not_hold()
    {
        var lakeVolumes = Path.Combine(lake.Path, "volumes");
        Link("land/lake", lakeVolumes);
        Link("land/other", At("other"));
        admin.Run("GRANT CREATE EXTERNAL VOLUME ON EXTERNAL LOCATION land TO ana");
        admin.Run("GRANT CREATE VOLUME ON SCHEMA main.default TO ana");
        Fails(ErrorCode.PermissionDenied, ana, $"CREATE EXTERNAL VOLUME v LOCATION '{At("land/other")}'");
        Fails(ErrorCode.PermissionDenied, ana, $"CREATE EXTERNAL VOLUME v LOCATION '{At("land/lake")}'");
        Fails(ErrorCode.InvalidPath, admin, $"CREATE EXTERNAL VOLUME v LOCATION '{At("land/lake/x")}'");

        // By way of a link a volume lies where the link leads, and is in the way there.
        admin.Run($"CREATE EXTERNAL VOLUME v LOCATION '{At("land/other/v")}'");
        Assert.Equal(At("other/v"), admin.Scalar("SELECT storage_location FROM information_schema.volumes"));
        Fails(ErrorCode.PathOverlap, admin, $"CREATE EXTERNAL VOLUME w LOCATION '{At("other")}'");
        admin.Run("COPY (SELECT 5 AS i) TO '/Volumes/main/default/v/a.csv'");
        Fails(ErrorCode.InvalidPath, admin, $"SELECT * FROM csv.`{At("land/other/v/a.csv")}`");
        Fails(ErrorCode.InvalidPath, admin, $"COPY (SELECT 1) TO '{At("land/other/v/a.csv")}'");
        Fails(ErrorCode.InvalidPath, admin, $"PUT '{At("land/other/v/a.csv")}' INTO '/Volumes/main/default/v/b.csv'");
    }

    [Fact]
    public void Files_are_written_where_links_lead_and_the_right_is_given()
    {
        admin.Run("GRANT WRITE FILES ON EXTERNAL LOCATION land TO ana");
        Link("land/out.csv", At("other/b.csv"));
        Link("land/within.csv", At("land/a.csv"));
        Link("land/dir", At("other"));
        Link("door", At("land"));
        Link("land/lake.csv", Path.Combine(lake.Path, "metastore.db"));
        Fails(ErrorCode.PermissionDenied, ana, $"COPY (SELECT 7 AS i) TO '{At("land/out.csv")}'");
        Fails(ErrorCode.PermissionDenied, ana, $"COPY (SELECT 7 AS i) TO '{At("land/dir/new.csv")}'");
        Fails(ErrorCode.PermissionDenied, ana, $"COPY (SELECT 7 AS i) TO '{At("door/a.csv")}'");
        Fails(ErrorCode.PermissionDenied, ana, $"COPY (SELECT 7 AS i) TO '{At("land/lake.csv")}'");
        Fails(ErrorCode.InvalidPath, admin, $"COPY (SELECT 7 AS i) TO '{At("land/lake.csv")}'");
        Assert.Equal("i\n2\n", File.ReadAllText(At("other/b.csv")));
        Assert.False(File.Exists(At("other/new.csv")));
        ana.Run($"COPY (SELECT 7 AS i) TO '{At("land/within.csv")}'");
        Assert.Equal("i\n7\n", File.ReadAllText(At("land/a.csv")));
        Assert.NotNull(new FileInfo(At("land/within.csv")).LinkTarget);
    }

    [Fact]
    public void Of_a_file_that_could_not_be_written_nothing_is_left()
    {
        Fails(
            ErrorCode.ConversionFailed, admin,
            $"COPY (SELECT CAST('x' || i AS INT) FROM range(3) r(i)) TO '{At("land/a.csv")}'");
        Assert.Equal([At("land/a.csv")], Directory.GetFileSystemEntries(At("land")));
        Assert.Equal("i\n1\n", File.ReadAllText(At("land/a.csv")));
    }

    private static LakeSqlException Fails(ErrorCode code, LakeSqlConnection connection, string sql)
    {
        var error = Assert.Throws<LakeSqlException>(() => connection.Scalar(sql));
        Assert.True(error.Code == code, error.Render());
        return error;
    }

    private void Link(string name, string target) => Directory.CreateSymbolicLink(At(name), target);

    private string At(string name) => Path.Combine(Path.GetDirectoryName(lake.Path)!, name);
}
