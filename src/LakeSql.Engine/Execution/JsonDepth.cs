using LakeSql.Common.Errors;

namespace LakeSql.Engine.Execution;

/// <summary>Looks at how deep JSON is nested before the engine does, whose recursion would end the process.</summary>
internal static class JsonDepth
{
    /// <summary>No more brackets may be open at once; the engine dies of some ten thousand.</summary>
    public const int Max = 1000;

    /// <summary>Reads a file once through.</summary>
    /// <param name="path">The file on this machine.</param>
    /// <param name="name">What users call it.</param>
    /// <exception cref="LakeSqlException">LSQ6003 when it is nested too deep.</exception>
    public static void CheckFile(string path, string name)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        var buffer = new byte[1 << 18];
        var state = new State();
        while (file.Read(buffer) is > 0 and var count)
        {
            if (state.Exceeds(buffer.AsSpan(0, count)))
            {
                throw ErrorCode.InvalidData.Error($"{name} is nested deeper than {Max} levels");
            }
        }
    }

    private struct State
    {
        private int depth;
        private bool inString;
        private bool escaped;

        public bool Exceeds(ReadOnlySpan<byte> bytes)
        {
            foreach (var b in bytes)
            {
                if (inString)
                {
                    inString = b != '"' || escaped;
                    escaped = b == '\\' && !escaped;
                }
                else if (b is (byte)'[' or (byte)'{')
                {
                    if (++depth > Max)
                    {
                        return true;
                    }
                }
                else if (b is (byte)']' or (byte)'}')
                {
                    depth--;
                }
                else
                {
                    inString = b == '"';
                }
            }

            return false;
        }
    }
}
