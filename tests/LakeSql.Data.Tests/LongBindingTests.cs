using System.Data.Common;
using System.IO.Compression;
using System.Text;
using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Statements that take long before they run, as their columns stand in gigabytes of packed text.</summary>
public sealed class LongBindingTests
{
    /// <summary>Bytes of a part that is packed once and stands in the file many times.</summary>
    private const int PartLength = 1 << 22;

    /// <remarks>
    /// JSON of gigabytes, and no more CSV than keeps the engine for some seconds, as nothing ends it then.
    /// </remarks>
    public static TheoryData<string, string, int> Files() => new() { { "json", " ", 2048 }, { "csv", "1,2\n", 64 } };

    [Theory]
    [MemberData(nameof(Files))]
    public void The_limit_of_time_holds_while_columns_are_found(string format, string rest, int parts)
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        using var command = Reading(connection, lake, format, rest, parts);
        command.CommandTimeout = 1;
        Assert.Equal(ErrorCode.Timeout, Assert.Throws<LakeSqlException>(command.ExecuteScalar).Code);
        Assert.Equal(1, connection.Scalar("SELECT 1"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Who_cancels_is_heard_while_columns_are_found(string format, string rest, int parts)
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        using var command = Reading(connection, lake, format, rest, parts);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(source.Token));
        Assert.Equal("CANCELED", connection.Scalar(
            "SELECT status FROM system.query.history WHERE error_code = 'LSQ6005' LIMIT 1"));
    }

    private static DbCommand Reading(
        LakeSqlConnection connection, TemporaryLake lake, string format, string rest, int parts)
    {
        var local = Path.Combine(Path.GetDirectoryName(lake.Path)!, "long." + format + ".gz");
        using (var file = File.Create(local))
        {
            file.Write(Gzip(format == "json" ? "{\"a\":1}" : rest));
            var part = Gzip(string.Concat(Enumerable.Repeat(rest, PartLength / rest.Length)));
            for (var i = 0; i < parts; i++)
            {
                file.Write(part);
            }
        }

        connection.Run("CREATE VOLUME v");
        connection.Run($"PUT '{local}' INTO '/Volumes/main/default/v/'");
        var command = connection.CreateCommand();
        var options = format == "csv" ? ", sample_size => -1" : "";
        command.CommandText = "SELECT count(*) FROM "
            + $"read_files('/Volumes/main/default/v/long.{format}.gz', format => '{format}'{options})";
        return command;
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
