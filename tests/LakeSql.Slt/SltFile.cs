namespace LakeSql.Slt;

/// <summary>One record of a file: a statement or query with what it should give.</summary>
internal sealed record SltRecord(int Line, string Directive, string Sql, IReadOnlyList<string> Expected,
    int ExpectedLine);

/// <summary>
/// The records of a file. Records are separated by blank lines; lines that start with # are comments.
/// </summary>
internal static class SltFile
{
    public static List<SltRecord> Parse(string[] lines)
    {
        var records = new List<SltRecord>();
        var i = 0;
        while (i < lines.Length)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#')
            {
                i++;
                continue;
            }

            var start = i;
            var directive = lines[i++];
            var sql = new List<string>();
            var expected = new List<string>();
            var expectedLine = -1;
            while (i < lines.Length && lines[i].Length > 0)
            {
                if (lines[i] == "----" && expectedLine < 0)
                {
                    expectedLine = i + 1;
                }
                else if (expectedLine >= 0)
                {
                    expected.Add(lines[i]);
                }
                else
                {
                    sql.Add(lines[i]);
                }

                i++;
            }

            records.Add(new SltRecord(start + 1, directive, string.Join('\n', sql), expected, expectedLine));
        }

        return records;
    }
}
