using System.Diagnostics;
using System.Text.RegularExpressions;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Lakes;
using LakeSql.Engine.Sessions;
using LakeSql.Planner.Access;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Durability;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Audit;

/// <summary>Writes the record of one statement: who, what, when, outcome, rights asked for, lineage.</summary>
internal sealed partial class QueryLog(Metastore metastore, SessionState session, Stopwatch clock)
{
    private readonly DateTimeOffset start = DateTimeOffset.UtcNow;

    // Who began it: a result may be read to its end after SET SESSION AUTHORIZATION.
    private readonly string user = session.User;
    private ResolutionRecord resolution = new();
    private string statementType = "UNPARSED";
    private OpenTransaction? transaction;
    private AuditEntry[]? recorded;

    /// <summary>What the statement changes, by its full name, once that is known.</summary>
    public string? Target => resolution.Target?.FullName;

    public Guid QueryId { get; } = Guid.CreateVersion7();

    /// <summary>
    /// The statement with its literals taken out; the text itself is never kept, as it may hold secrets.
    /// </summary>
    public string Text { get; private set; } = "";

    /// <summary>
    /// Records that somebody got in, or did not. Of a name that nobody can have no more is kept than of one.
    /// </summary>
    public static void Login(Metastore metastore, string sessionId, string user, bool isAllowed) =>
        metastore.Record(new QueryRecord(
            new Access(
                Guid.CreateVersion7(), sessionId,
                string.Concat(user.EnumerateRunes().Take(Metastore.NameLengthMax)), null, DateTimeOffset.UtcNow),
            "", "LOGIN",
            TimeSpan.Zero, isAllowed ? "FINISHED" : "DENIED", isAllowed ? null : ErrorCode.LoginFailed.Code,
            isAllowed ? null : "login failed", 0, [], [], [new AuditEntry("LOGIN", "", null, isAllowed)]));

    public void Parsed(Statement statement)
    {
        statementType = StatementNames.Of(statement);
        Text = WithoutSecrets(statement.ToSql(redacted: true));
    }

    /// <summary>A query that runs again without being parsed.</summary>
    public void Known(string redactedText)
    {
        statementType = "SELECT";
        Text = redactedText;
    }

    /// <summary>The record that binding fills; of several attempts the last one counts.</summary>
    public void Bound(ResolutionRecord record) => resolution = record;

    /// <summary>
    /// Records what the statement may do before it does anything: who reads half of an answer, or ends the process when
    /// a change is there, has read it and made it all the same.
    /// </summary>
    public void Running()
    {
        var entries = Audit(null);
        if (recorded?.SequenceEqual(entries) != true)
        {
            DiskSteps.Before("metastore");
            metastore.RecordAccess(Access(), entries);
            recorded = entries;
        }
    }

    public StatementResult Finish(
        OperatorResult result, StatementContext statement, StatementCancellation cancellation)
    {
        if (result.VersionMade is { } version && resolution.Target is { } target)
        {
            resolution.Target = target with { Version = version };
        }

        transaction = session.Transaction;
        transaction?.Remember(QueryId, resolution);
        if (result.Stream is null)
        {
            statement.Dispose();
            Write("FINISHED", null, result.Columns.Count > 0 ? result.Rows.Count : Math.Max(result.RowsAffected, 0));
        }

        var logged = new LoggedResult(this, session, result, statement, cancellation)
        {
            Tag = statementType,
            Columns = result.Columns,
            RowsAffected = result.RowsAffected,
            QueryId = QueryId,
        };
        if (result.Stream is not null)
        {
            session.Work.Add(logged);
        }

        return logged;
    }

    /// <summary>Ends a statement that failed, perhaps after some rows were given out.</summary>
    public void Failed(LakeSqlException error, long rows = 0) => Write(
        IsDenial(error) ? "DENIED"
        : error.Code == ErrorCode.Cancelled || error.Code == ErrorCode.Timeout ? "CANCELED"
        : "FAILED",
        error,
        rows);

    /// <summary>Ends a streamed result.</summary>
    public void Streamed(LakeSqlException? error, long rows)
    {
        if (error is null)
        {
            Write("FINISHED", null, rows);
        }
        else
        {
            Failed(error, rows);
        }
    }

    private void Write(string status, LakeSqlException? error, long rows)
    {
        // What began to run may have given out what it read: in rows, or in its error. It has made nothing.
        var hasFlown = status == "FINISHED" || (recorded is not null && status != "DENIED");
        var target = status == "FINISHED" ? resolution.Target : null;
        var lookedAt = resolution.AskedAbout.Prepend(resolution).SelectMany(r => r.LookedAt);
        var tables = (hasFlown ? resolution.Reads : []).Union(lookedAt)
            .Select(r => new TableLineage(
                r.FullName, r.Type, Certain(r.FullName, r.Version), target?.FullName, target?.Type,
                Certain(target?.FullName, target?.Version)))
            .ToArray();
        DiskSteps.Before("metastore");
        metastore.Record(new QueryRecord(
            Access(), Text, statementType, clock.Elapsed, status,
            error?.Code.Code, error is null ? null : Redacted(error), rows,
            tables,
            hasFlown
                ? [.. resolution.Columns.Distinct().Select(c => new ColumnLineage(
                    c.Source.Table, c.Source.Column, Certain(c.Source.Table, c.Source.Version), target?.FullName,
                    target is null ? Named(c.TargetColumn) : c.TargetColumn, c.Kind))]
                : [],
            recorded is null ? Audit(error) : IsDenial(error) ? [Denied] : []));
    }

    private Access Access() =>
        new(QueryId, session.Id, session.Login, user == session.Login ? null : user, start);

    /// <summary>The version, unless a transaction has yet to make it; COMMIT then names it.</summary>
    private long? Certain(string? fullName, long? version) =>
        fullName is not null && transaction?.IsUncommitted(fullName, version) == true ? null : version;

    /// <summary>
    /// A message as it may be kept: the text of a statement that was not understood may hold secrets, and what the
    /// engine says of values holds the values.
    /// </summary>
    private static string Redacted(LakeSqlException error) => WithoutSecrets(error.Code.Code[3] switch
    {
        '1' => "the statement was not understood",
        _ when error.Code.IsOfValues => "a value could not be computed",
        _ when error.Code == ErrorCode.InvalidPath => "a path was refused",
        _ when error.Code == ErrorCode.FileNotFound => "a file was not found",
        _ when error.Code == ErrorCode.InvalidOption => "an option was refused",
        _ when error.Code == ErrorCode.InvalidQuery => "the query could not be run",
        _ when error.Code == ErrorCode.ConstraintViolated =>
            Values().Replace(error.Message.Split(" (")[0].Split(": ")[0], "_"),
        '6' => Values().Replace(error.Message, "_"),
        _ => error.Message,
    });

    /// <summary>Names of places elsewhere may hold a password, or a signature that opens them.</summary>
    private static string WithoutSecrets(string text) =>
        Signature().Replace(Credentials().Replace(text, "_@"), "?_");

    [GeneratedRegex(@"(?<=://)[^/@\s]*@")]
    private static partial Regex Credentials();

    [GeneratedRegex(@"(?<=://[^\s?]*)\?[^\s'""`]*")]
    private static partial Regex Signature();

    /// <summary>A column of a result without a name has its expression's text.</summary>
    private string? Named(string? column) => column is not null && resolution.NamesOfValues.Contains(column) ? "_"
        : column is null || Word().IsMatch(column) ? column : Values().Replace(column, "_");

    [GeneratedRegex(@"^\w+$")]
    private static partial Regex Word();

    [GeneratedRegex("'[^']*'|\"[^\"]*\"|(?<![A-Za-z_0-9])[0-9][0-9.]*")]
    private static partial Regex Values();

    /// <summary>One entry for each right that was asked for; one for the statement where none was.</summary>
    private AuditEntry[] Audit(LakeSqlException? error)
    {
        // What was done was allowed, even if the statement itself took the right away.
        AuditEntry[] entries =
        [
            .. Entries(resolution.Required, r => error is null || Authorizer.IsAllowed(r, metastore)),
            .. Entries(resolution.AskedAbout.SelectMany(a => a.Required), r => Authorizer.IsAllowed(r, metastore)),
            .. Entries(resolution.AskedAbout.Prepend(resolution).SelectMany(a => a.Hidden), _ => false),
        ];
        return entries.Length > 0 ? entries : [Denied with { Allowed = !IsDenial(error) }];
    }

    private IEnumerable<AuditEntry> Entries(
        IEnumerable<RequiredAccess> accesses, Func<RequiredAccess, bool> isAllowed) =>
        accesses.DistinctBy(r => (r.FullName, r.Privilege, r.Principal)).Select(r => new AuditEntry(
            statementType, r.FullName, r.Privilege, isAllowed(r)));

    /// <summary>That of the statement as a whole.</summary>
    private AuditEntry Denied => new(statementType, resolution.Target?.FullName ?? "", null, false);

    private static bool IsDenial(LakeSqlException? error) =>
        error?.Code == ErrorCode.PermissionDenied || error?.Code == ErrorCode.SessionEnded;
}
