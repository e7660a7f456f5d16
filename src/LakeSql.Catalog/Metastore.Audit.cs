using LakeSql.Catalog.Storage;
using LakeSql.Common.Errors;
using Microsoft.Data.Sqlite;

namespace LakeSql.Catalog;

/// <remarks>
/// The audit and the history are one chain of records, numbered from 1. Its head, the number and digest of the last
/// record, is a row of its own, so that records missing at the end show as well. Who can write the file can write a
/// whole new chain; only a head that was noted elsewhere shows that.
/// </remarks>
public sealed partial class Metastore
{
    private const int VerifiedTogether = 4096;

    /// <summary>Checks that no record was changed, added or taken away since it was written.</summary>
    /// <param name="noted">The digest of an earlier head that must be part of the chain; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LakeSqlException">LSQ4011 with the first record that does not fit.</exception>
    public AuditCheck VerifyAudit(string? noted, CancellationToken cancellationToken)
    {
        // A connection of its own reads one state to the end while others go on writing.
        using var snapshot = database.Another();
        snapshot.Execute("BEGIN");
        var (count, head) = Head(snapshot);
        var digest = ChainedTable.NoDigest;
        long? notedAt = noted == digest ? 0 : null;
        for (var first = 0L; first < count; first += VerifiedTogether)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var records = Links(snapshot, first, Math.Min(count, first + VerifiedTogether));
            foreach (var (record, number) in records.Select((r, i) => (r, first + i + 1)))
            {
                digest = Next(record, number, digest);
                notedAt = digest == noted ? number : notedAt;
            }
        }

        if (digest != head || Strays(snapshot, count) > 0)
        {
            throw ErrorCode.AuditBroken.Error(
                $"the audit does not end with record {count}, which the metastore has noted as the last");
        }

        return noted is null || notedAt is not null ? new AuditCheck(count, head, notedAt)
            : throw ErrorCode.AuditBroken.Error(
                "the noted digest is not part of the audit: the records up to it were written anew or taken away");
    }

    private static (long Count, string Digest) Head(Database database) =>
        database.Query("SELECT record_count, digest FROM audit_head", row => (row.GetInt64(0), row.GetString(1)))
            is [var head] ? head : throw ErrorCode.AuditBroken.Error("the audit has lost its head");

    private static long Strays(Database snapshot, long count) => snapshot.Query(
        """
        SELECT (SELECT count(*) FROM audit WHERE id < 1 OR id > $1)
            + (SELECT count(*) FROM query_history WHERE id < 1 OR id > $1)
        """,
        row => row.GetInt64(0), count)[0];

    private static string Next(Link? record, long number, string before)
    {
        if (record is null)
        {
            throw ErrorCode.AuditBroken.Error($"the audit is broken at record {number}: the record is missing");
        }

        var digest = record.Table.Digest(before, number, record.Cells);
        return !record.IsDoubled && digest == record.Digest ? digest : throw ErrorCode.AuditBroken.Error(
            $"the audit is broken at record {number}: {record.Named()} was changed or put there later");
    }

    /// <summary>The records of that range by their numbers; null where there is none.</summary>
    private static Link?[] Links(Database snapshot, long after, long upTo)
    {
        var links = new Link?[upTo - after];
        foreach (var table in (ChainedTable[])[ChainedTable.Audit, ChainedTable.History])
        {
            foreach (var (number, link) in snapshot.Query(table.Select, row => ToLink(row, table), after, upTo))
            {
                var place = number - after - 1;
                links[place] = link with { IsDoubled = links[place] is not null };
            }
        }

        return links;
    }

    private static (long Number, Link Link) ToLink(SqliteDataReader row, ChainedTable table)
    {
        var cells = new object?[table.Columns.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = row.IsDBNull(i + 2) ? null : row.GetValue(i + 2);
        }

        return (row.GetInt64(0), new Link(table, row.GetString(1), cells, false));
    }

    /// <summary>Adds records to the chain; part of a write.</summary>
    private void Append(IEnumerable<(ChainedTable Table, object?[] Cells)> records)
    {
        var (count, digest) = Head(database);
        foreach (var (table, cells) in records)
        {
            digest = table.Digest(digest, ++count, cells);
            database.Execute(table.Insert, [count, .. cells, digest]);
        }

        database.Execute("UPDATE audit_head SET record_count = $1, digest = $2", count, digest);
    }

    private sealed record Link(ChainedTable Table, string Digest, object?[] Cells, bool IsDoubled)
    {
        /// <summary>Which record it is, for who looks for it.</summary>
        public string Named()
        {
            string Of(string column) => $"{Cells[Array.IndexOf(Table.Columns, column)]}";
            return Table == ChainedTable.Audit
                ? $"the event {Of("event_id")} ({Of("action_name")} by {Of("user_name")})"
                : $"the statement {Of("query_id")} ({Of("statement_type")} by {Of("user_name")})";
        }
    }
}
