using System.Globalization;
using LakeSql.Data;

namespace LakeSql.Differential;

/// <summary>What tests do with a lake.</summary>
internal static class LakeConnections
{
    /// <summary>A connection of the admin, to a lake that is made where there is none.</summary>
    public static LakeSqlConnection Open(string path)
    {
        var connection = new LakeSqlConnection($"Data Source={path}");
        connection.Open();
        return connection;
    }

    public static void Run(this LakeSqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The rows of all results as texts.</summary>
    public static List<string> Rows(this LakeSqlConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        do
        {
            while (reader.Read())
            {
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i)
                    ? "-" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
            }
        }
        while (reader.NextResult());

        return rows;
    }
}
