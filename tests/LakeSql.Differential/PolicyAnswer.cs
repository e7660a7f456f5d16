using System.Data.Common;
using System.Globalization;

namespace LakeSql.Differential;

/// <summary>What a statement gives, as a text.</summary>
internal static class PolicyAnswer
{
    /// <summary>The rows of all results in one order.</summary>
    public static string Read(DbCommand command)
    {
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

        return string.Join('\n', rows.Order(StringComparer.Ordinal));
    }
}
