using System.IO.Compression;
using System.Text;
using LakeSql.Common.Errors;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Files of JSON so deep that the engine would end the process; .slt files cannot write gzip.</summary>
public sealed class DeepJsonTests
{
    private static readonly string Deep = $"{{\"a\":{new string('[', 30_000)}{new string(']', 30_000)}}}\n";

    public static TheoryData<string, byte[]> Files() => new()
    {
        { "plain.json", Encoding.UTF8.GetBytes(Deep) },
        { "closed_before.json", Encoding.UTF8.GetBytes(new string(']', 60_000) + "\n" + Deep) },
        { "open_string.json", Encoding.UTF8.GetBytes("\"x\\\n" + Deep) },
        { "deep.json.gz", Gzip(Deep) },
        { "two_members.json.gz", [.. Gzip("{\"a\":1}\n"), .. Gzip(Deep)] },
        { "damaged.json.gz", Gzip(Deep)[..^20] },
        { "zstd.json.zst", [0x28, 0xB5, 0x2F, 0xFD, 0, 0] },
        { "empty_frame.json.zst", [0x53, 0x2A, 0x4D, 0x18, 0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_too_deep_or_not_to_be_looked_into_are_refused(string name, byte[] content)
    {
        var error = Assert.Throws<LakeSqlException>(() => Count(name, content, ", ignore_errors => true"));
        Assert.Equal(ErrorCode.InvalidData, error.Code);
    }

    [Fact]
    public void Packed_files_are_read() =>
        Assert.Equal(2L, Count("two.json.gz", Gzip("{\"a\":\"[\\\"\"}\n{\"a\":\"]\"}\n"), ""));

    private static object? Count(string name, byte[] content, string options)
    {
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        var local = Path.Combine(Path.GetDirectoryName(lake.Path)!, name);
        File.WriteAllBytes(local, content);
        connection.Run("CREATE VOLUME v");
        connection.Run($"PUT '{local}' INTO '/Volumes/main/default/v/'");
        return connection.Scalar(
            $"SELECT count(*) FROM read_files('/Volumes/main/default/v/{name}', format => 'json'{options})");
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
