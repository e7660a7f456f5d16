namespace LakeSql.Data.Tests;

/// <summary>A lake of its own, deleted at the end.</summary>
internal sealed class TemporaryLake : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("lakesql-").FullName, "lake");

    public LakeSqlConnection Open()
    {
        var connection = new LakeSqlConnection($"Data Source={Path}");
        connection.Open();
        return connection;
    }

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}

internal static class Connections
{
    public static int Run(this LakeSqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public static object? Scalar(this LakeSqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public static List<object[]> Rows(this LakeSqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var cells = new object[reader.FieldCount];
            reader.GetValues(cells);
            rows.Add(cells);
        }

        return rows;
    }
}
