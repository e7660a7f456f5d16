using Xunit;

namespace LakeSql.Slt;

/// <summary>Runs every file below tests/slt, each in a fresh lake.</summary>
public sealed class SltTests
{
    public static TheoryData<string> Files()
    {
        var data = new TheoryData<string>();
        var directory = Path.Combine(Shared.Root, "tests", "slt");
        foreach (var file in Directory.EnumerateFiles(directory, "*.slt", SearchOption.AllDirectories).Order())
        {
            data.Add(Path.GetRelativePath(directory, file).Replace('\\', '/'));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Runs(string file)
    {
        var path = Path.Combine(Shared.Root, "tests", "slt", file);
        var lines = File.ReadAllLines(path);
        if (lines is ["# needs shared", ..] && !Directory.Exists(Shared.PathOf()))
        {
            Assert.Skip("the real inputs (../shared/data) are not there");
        }

        if (file.EndsWith(".slow.slt", StringComparison.Ordinal)
            && Environment.GetEnvironmentVariable("LAKESQL_SLOW") != "1")
        {
            Assert.Skip("slow: set LAKESQL_SLOW=1");
        }

        var directory = Directory.CreateTempSubdirectory("lakesql-slt-").FullName;
        var update = Environment.GetEnvironmentVariable("LAKESQL_UPDATE") == "1";
        var replaced = lines.ToList();
        var failures = new List<string>();
        try
        {
            using var session = new SltSession(Path.Combine(directory, "lake"), Shared.Directory);
            var shift = 0;
            foreach (var record in SltFile.Parse(lines))
            {
                var failure = session.Run(record, out var actual);
                if (failure is not null && update && actual is not null && record.ExpectedLine >= 0)
                {
                    replaced.RemoveRange(record.ExpectedLine + shift, record.Expected.Count);
                    replaced.InsertRange(record.ExpectedLine + shift, actual);
                    shift += actual.Count - record.Expected.Count;
                }
                else if (failure is not null)
                {
                    failures.Add($"{file}:{record.Line}: {record.Sql}\n{failure}");
                }
            }

            failures.AddRange(session.ReadsWithoutRight()
                .Select(r => $"{file}: lineage without a right asked for: {r}"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        if (update && !replaced.SequenceEqual(lines))
        {
            File.WriteAllLines(path, replaced);
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }
}
