using System.Text.Json;
using System.Text.Json.Nodes;
using LakeSql.Common.Errors;

namespace LakeSql.Storage.Delta.Log;

/// <summary>Reads a file of JSON lines without ever holding more than one line.</summary>
/// <remarks>
/// The sizes are bounded, because whoever can write a log could otherwise take all memory of its readers.
/// </remarks>
internal static class LogLines
{
    /// <summary>Far above the largest real action, a schema of some ten thousand columns.</summary>
    public const int LineLengthMax = 64 << 20;

    private const int BufferLengthStart = 64 << 10;

    /// <exception cref="LakeSqlException">
    /// LSQ4002, naming the file, when a line is no JSON object or too long.
    /// </exception>
    public static IEnumerable<JsonObject> Read(string path)
    {
        using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var buffer = new byte[BufferLengthStart];
        var (start, end, searched) = (0, 0, 0);
        var isFirst = true;
        while (true)
        {
            var newline = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var lineEnd = searched + newline;
                if (Parse(path, buffer.AsSpan(start, lineEnd - start), ref isFirst) is { } action)
                {
                    yield return action;
                }

                start = searched = lineEnd + 1;
                continue;
            }

            (buffer, end) = MakeRoom(path, buffer, start, end);
            (start, searched) = (0, end);
            var count = file.Read(buffer, end, buffer.Length - end);
            if (count == 0)
            {
                break;
            }

            end += count;
        }

        if (Parse(path, buffer.AsSpan(0, end), ref isFirst) is { } last)
        {
            yield return last;
        }
    }

    /// <summary>
    /// Moves the unfinished line to the buffer's start, and to a larger buffer when it fills this one.
    /// </summary>
    private static (byte[] Buffer, int End) MakeRoom(string path, byte[] buffer, int start, int end)
    {
        var length = end - start;
        if (length > LineLengthMax)
        {
            throw ErrorCode.LogCorrupt.Error($"{path} is damaged: it has a line of more than {LineLengthMax} bytes");
        }

        var target = length > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        buffer.AsSpan(start, length).CopyTo(target);
        return (target, length);
    }

    private static JsonObject? Parse(string path, ReadOnlySpan<byte> line, ref bool isFirst)
    {
        if (isFirst && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        isFirst = false;
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(line) as JsonObject ?? throw new JsonException("a line is not an object");
        }
        catch (JsonException e)
        {
            throw ErrorCode.LogCorrupt.Error($"{path} is damaged: {e.Message}");
        }
    }
}
