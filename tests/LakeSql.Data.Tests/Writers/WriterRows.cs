namespace LakeSql.Data.Tests.Writers;

/// <summary>The rows of the table that writers change: value and mark by id.</summary>
internal sealed class WriterRows : IEquatable<WriterRows>
{
    private readonly SortedDictionary<string, (long Value, string Mark)> rows = new(StringComparer.Ordinal);

    public static WriterRows Of(params (string Id, long Value, string Mark)[] rows)
    {
        var made = new WriterRows();
        foreach (var (id, value, mark) in rows)
        {
            made.rows.Add(id, (value, mark));
        }

        return made;
    }

    /// <summary>The rows of a table, which may be named with a version.</summary>
    public static WriterRows Read(LakeSqlConnection connection, string table) => Of(
        [.. connection.Rows($"SELECT id, value, mark FROM {table}")
            .Select(r => ((string)r[0], (long)r[1], (string)r[2]))]);

    /// <summary>What the statement makes of them.</summary>
    public WriterRows After(WriterStatement statement)
    {
        var changed = Of([.. rows.Select(r => (r.Key, r.Value.Value, r.Value.Mark))]);
        statement.Apply(changed.rows);
        return changed;
    }

    public bool Equals(WriterRows? other) => other is not null && rows.SequenceEqual(other.rows);

    public override bool Equals(object? obj) => Equals(obj as WriterRows);

    public override int GetHashCode() => rows.Count;

    public override string ToString() => string.Join(", ", rows.Select(r => $"{r.Key}={r.Value.Value} {r.Value.Mark}"));
}
