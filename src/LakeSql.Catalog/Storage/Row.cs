using Microsoft.Data.Sqlite;

namespace LakeSql.Catalog.Storage;

/// <summary>How values lie in the metastore: identities as text, instants as microseconds since 1970.</summary>
internal static class Row
{
    public static object Text(Guid id) => id.ToString("D");

    public static object Micros(DateTimeOffset at) =>
        (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicros(long micros) =>
        DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    public static string? TextOrNull(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    public static Guid? IdOrNull(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : Guid.Parse(row.GetString(column));

    public static Guid Id(this SqliteDataReader row, int column) => Guid.Parse(row.GetString(column));

    public static DateTimeOffset Instant(this SqliteDataReader row, int column) => FromMicros(row.GetInt64(column));
}
