namespace LakeSql.Data.Tests.Writers;

/// <summary>A statement of one writer that leaves a mark by which a checker knows it.</summary>
/// <param name="Sql">Its text, on one line.</param>
/// <param name="Apply">What it does to the rows, which are texts of number and mark by their keys.</param>
internal sealed record WriterStatement(string Sql, Action<SortedDictionary<string, (long Value, string Mark)>> Apply)
{
    /// <summary>The table that all writers change: rows of their own, one that is theirs together, and keys.</summary>
    public static readonly string[] Table =
    [
        "CREATE TABLE t (id STRING NOT NULL, value BIGINT, mark STRING)", "INSERT INTO t VALUES ('shared', 0, '')",
    ];

    /// <summary>Statements that give rows other places and change none; they may make a version or not.</summary>
    public static readonly string[] Upkeep = [];

    /// <summary>
    /// The statements of a writer. All kinds come in turn, since a random choice of few may leave some out.
    /// </summary>
    public static IReadOnlyList<WriterStatement> Of(string writer, int count)
    {
        var statements = new List<WriterStatement> { Insert(writer, "0") };
        var present = new Queue<string>(["0"]);
        for (var i = 1; i < count; i++)
        {
            switch (i % 5)
            {
                case 1:
                    statements.Add(Update(writer, $"{i}"));
                    break;
                case 2 or 4:
                    statements.Add(Insert(writer, $"{i}"));
                    present.Enqueue($"{i}");
                    break;
                case 3:
                    statements.Add(Merge(writer, $"{i}", key: i % 4));
                    break;
                default:
                    statements.Add(Delete(writer, present.Dequeue()));
                    break;
            }
        }

        return statements;
    }

    private static WriterStatement Insert(string writer, string number) => new(
        $"INSERT INTO t VALUES ('{writer}-{number}', 0, '{writer}-{number}')",
        rows => rows.Add($"{writer}-{number}", (0, $"{writer}-{number}")));

    private static WriterStatement Delete(string writer, string number) => new(
        $"DELETE FROM t WHERE id = '{writer}-{number}'", rows => rows.Remove($"{writer}-{number}"));

    private static WriterStatement Update(string writer, string number) => new(
        $"UPDATE t SET value = value + 1, mark = '{writer}-{number}' WHERE id = 'shared'",
        rows => rows["shared"] = (rows["shared"].Value + 1, $"{writer}-{number}"));

    private static WriterStatement Merge(string writer, string number, int key) => new(
        $"MERGE INTO t USING (SELECT 'key-{key}' AS id) AS s ON t.id = s.id "
            + $"WHEN MATCHED THEN UPDATE SET value = t.value + 1, mark = '{writer}-{number}' "
            + $"WHEN NOT MATCHED THEN INSERT (id, value, mark) VALUES (s.id, 1, '{writer}-{number}')",
        rows => rows[$"key-{key}"] = (rows.GetValueOrDefault($"key-{key}").Value + 1, $"{writer}-{number}"));
}
