using DuckDB.NET.Data;
using LakeSql.Engine.DuckDb;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// What DuckDB itself refuses when nobody has asked whether it may: texts that the renderer never writes, on an engine
/// locked as a lake's is.
/// </summary>
public sealed class SecondWallTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("lakesql-wall-").FullName;
    private readonly DuckDbInstance engine;
    private readonly EngineConnection connection;

    public SecondWallTests()
    {
        foreach (var part in (string[])["lake/tables/t", "lake/volumes/v", "lake/models/m", "other"])
        {
            Directory.CreateDirectory(Path.Combine(root, part));
            File.WriteAllText(Path.Combine(root, part, "x.csv"), "a\n1\n");
        }

        File.WriteAllText(Path.Combine(root, "lake", "metastore.db"), "a\n1\n");
        File.CreateSymbolicLink(Path.Combine(root, "lake", "volumes", "v", "link"), Path.Combine(root, "other"));
        engine = new DuckDbInstance(
            Path.Combine(root, "lake", "tmp", "spill"),
            [Path.Combine(root, "lake", "tables"), Path.Combine(root, "lake", "volumes")], [],
            new EngineSettings(null, null));
        connection = engine.TryConnect("ana")!;
    }

    [Fact]
    public void The_lakes_own_files_can_be_read()
    {
        Assert.Equal(1L, Scalar($"SELECT count(*) FROM read_csv('{root}/lake/tables/t/x.csv')"));
        Assert.Equal(1L, Scalar($"SELECT count(*) FROM '{root}/lake/volumes/v/x.csv'"));
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('{0}/other/x.csv')")]
    [InlineData("SELECT * FROM '{0}/other/x.csv'")]
    [InlineData("SELECT * FROM read_text('/etc/passwd')")]
    [InlineData("SELECT * FROM read_blob('/etc/passwd')")]
    [InlineData("SELECT * FROM sniff_csv('/etc/passwd')")]
    [InlineData("SELECT * FROM glob('/etc/*')")]
    [InlineData("SELECT * FROM read_csv('{0}/lake/metastore.db')")]
    [InlineData("SELECT * FROM read_csv('{0}/lake/models/m/x.csv')")]
    [InlineData("SELECT * FROM read_csv('{0}/lake/tables/../../other/x.csv')")]
    [InlineData("SELECT * FROM read_csv('{0}/lake/tables/t/../../models/m/x.csv')")]
    [InlineData("SELECT * FROM read_csv('file://{0}/other/x.csv')")]
    [InlineData("COPY (SELECT 1) TO '{0}/other/y.csv'")]
    [InlineData("COPY (SELECT 1) TO '{0}/lake/metastore.db'")]
    [InlineData("ATTACH '{0}/other/db'")]
    [InlineData("ATTACH '{0}/lake/metastore.db' AS m (TYPE sqlite)")]
    [InlineData("EXPORT DATABASE '{0}/other/db'")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET allowed_directories = ['/']")]
    [InlineData("SET lock_configuration = false")]
    [InlineData("SET temp_directory = '{0}/other'")]
    [InlineData("SELECT * FROM read_parquet('https://example.com/x.parquet')")]
    public void Everything_else_is_refused(string sql)
    {
        var error = Record.Exception(() => Scalar(string.Format(sql, root)));
        Assert.IsType<DuckDBException>(error);
        Assert.Equal(1L, Scalar($"SELECT count(*) FROM read_csv('{root}/other/../lake/tables/t/x.csv')"));
    }

    [Fact]
    public void Of_one_file_that_may_be_written_its_neighbours_may_not()
    {
        var file = Path.Combine(root, "other", ".one.lakesql-partial");
        using var wider = new DuckDbInstance(
            Path.Combine(root, "lake", "tmp", "spill"), [Path.Combine(root, "lake", "tables")], [file],
            new EngineSettings(null, null));
        using var writer = wider.TryConnect("ana")!;
        void Copy(string path)
        {
            using var command = writer.Inner.CreateCommand();
            command.CommandText = $"COPY (SELECT 1) TO '{path}' (FORMAT csv, USE_TMP_FILE false)";
            command.ExecuteNonQuery();
        }

        Copy(file);
        Assert.Throws<DuckDBException>(() => Copy(file + "2"));
        Assert.Throws<DuckDBException>(() => Copy(Path.Combine(root, "other", "x.csv")));
        Assert.Throws<DuckDBException>(() => Copy(Path.Combine(root, "lake", "metastore.db")));
    }

    public void Dispose()
    {
        connection.Dispose();
        engine.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private object? Scalar(string sql)
    {
        using var command = connection.Inner.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
