namespace LakeSql.Storage.Volumes;

/// <summary>Paths with every link on the way followed.</summary>
public static class RealPath
{
    /// <summary>Links followed at most: more are a circle.</summary>
    private const int LinksMax = 40;

    /// <summary>The absolute path that the system would open; parts that do not exist are kept as they are.</summary>
    /// <exception cref="IOException">When links lead in a circle.</exception>
    public static string Of(string path)
    {
        var links = 0;
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        var rest = new Stack<string>(Parts(full[real.Length..]).Reverse());
        while (rest.TryPop(out var part))
        {
            var next = Path.GetFullPath(Path.Combine(real, part));
            var target = new FileInfo(next).LinkTarget;
            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > LinksMax)
            {
                throw new IOException($"the links of {path} lead in a circle");
            }

            var aim = Path.GetFullPath(Path.Combine(real, target));
            real = Path.GetPathRoot(aim)!;
            foreach (var onWay in Parts(aim[real.Length..]).Reverse())
            {
                rest.Push(onWay);
            }
        }

        return real;
    }

    /// <summary>True when the path is the directory or lies below it, links followed.</summary>
    public static bool IsWithin(string path, string directory) => PathText.IsWithin(Of(path), Of(directory));

    private static IEnumerable<string> Parts(string path) =>
        path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
}
