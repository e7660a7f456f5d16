using System.IO.Compression;
using System.Numerics;
using LakeSql.Common.Errors;

namespace LakeSql.Engine.Execution;

/// <summary>Looks at how deep JSON is nested before the engine does, whose recursion would end the process.</summary>
internal static class JsonDepth
{
    /// <summary>No more brackets may be open at once; the engine dies of some ten thousand.</summary>
    public const int Max = 1000;

    /// <summary>What is said of a value that is too deep.</summary>
    public static string Message { get; } = $"JSON is nested deeper than {Max} levels";

    /// <summary>True when more brackets are open at once than may be.</summary>
    public static bool IsTooDeep(ReadOnlySpan<char> json) => new State<char>().Exceeds(json);

    private static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B];

    private static ReadOnlySpan<byte> Zstd => [0x28, 0xB5, 0x2F, 0xFD];

    /// <summary>The end of the mark of a frame without content, whose first byte is any of sixteen.</summary>
    private static ReadOnlySpan<byte> ZstdSkippable => [0x2A, 0x4D, 0x18];

    /// <summary>Reads a file once through; gzip is unpacked as the engine does.</summary>
    /// <param name="path">The file on this machine.</param>
    /// <param name="name">What users call it.</param>
    /// <exception cref="LakeSqlException">
    /// LSQ6003 when it is nested too deep, is damaged gzip, or is packed with zstd, which cannot be looked into.
    /// </exception>
    public static void CheckFile(string path, string name, CancellationToken cancellationToken)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        try
        {
            using var content = Unpacked(file, name);
            var buffer = new byte[1 << 18];
            var state = new State<byte>();
            while (content.Read(buffer) is > 0 and var count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (state.Exceeds(buffer.AsSpan(0, count)))
                {
                    throw ErrorCode.InvalidData.Error($"{name} is nested deeper than {Max} levels");
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw ErrorCode.InvalidData.Error($"{name} is damaged: {e.Message}");
        }
    }

    /// <summary>Told by the first bytes, with which no JSON begins, and not by the name.</summary>
    private static Stream Unpacked(FileStream file, string name)
    {
        Span<byte> start = stackalloc byte[4];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (start.StartsWith(Gzip))
        {
            return new GZipStream(file, CompressionMode.Decompress);
        }

        return start.SequenceEqual(Zstd) || start.EndsWith(ZstdSkippable)
            ? throw ErrorCode.InvalidData.Error(
                $"{name} is packed with zstd", SourceSpan.None, "unpack it, or pack it with gzip")
            : file;
    }

    /// <typeparam name="T">Bytes of UTF-8 or chars: what counts here is ASCII, which is alike in both.</typeparam>
    private struct State<T>
        where T : unmanaged, IBinaryInteger<T>
    {
        private int depth;
        private bool inString;
        private bool escaped;

        public bool Exceeds(ReadOnlySpan<T> text)
        {
            foreach (var unit in text)
            {
                var c = (char)ushort.CreateTruncating(unit);
                if (c == '\n')
                {
                    // No string crosses a line: what a line that is no JSON leaves open must not hide the next one.
                    (inString, escaped) = (false, false);
                }
                else if (inString)
                {
                    inString = c != '"' || escaped;
                    escaped = c == '\\' && !escaped;
                }
                else if (c is '[' or '{')
                {
                    if (++depth > Max)
                    {
                        return true;
                    }
                }
                else if (c is ']' or '}')
                {
                    depth = Math.Max(0, depth - 1);
                }
                else
                {
                    inString = c == '"';
                }
            }

            return false;
        }
    }
}
