using System.Diagnostics;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Sessions;
using LakeSql.Planner.Access;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Audit;

/// <summary>Writes the record of one statement: who, what, when, outcome, rights asked for, lineage.</summary>
internal sealed class QueryLog(Metastore metastore, SessionState session, Stopwatch clock)
{
    private readonly DateTimeOffset start = DateTimeOffset.UtcNow;
    private ResolutionRecord resolution = new();
    private string statementType = "UNPARSED";

    public Guid QueryId { get; } = Guid.CreateVersion7();

    /// <summary>
    /// The statement with its literals taken out; the text itself is never kept, as it may hold secrets.
    /// </summary>
    public string Text { get; private set; } = "";

    public void Parsed(Statement statement)
    {
        statementType = Words(statement);
        Text = statement.ToSql(redacted: true);
    }

    /// <summary>The record that binding fills; of several attempts the last one counts.</summary>
    public void Bound(ResolutionRecord record) => resolution = record;

    public StatementResult Finish(
        string tag, OperatorResult result, StatementContext statement, StatementCancellation cancellation)
    {
        statementType = tag;
        if (result.VersionMade is { } version && resolution.Target is { } target)
        {
            resolution.Target = target with { Version = version };
        }

        if (result.Stream is null)
        {
            statement.Dispose();
            Write("FINISHED", null, result.Columns.Count > 0 ? result.Rows.Count : Math.Max(result.RowsAffected, 0));
        }

        return new LoggedResult(this, session, result, statement, cancellation)
        {
            Tag = tag,
            Columns = result.Stream?.Columns ?? result.Columns,
            RowsAffected = result.RowsAffected,
            QueryId = QueryId,
        };
    }

    public void Failed(LakeSqlException error) => Write(
        error.Code == ErrorCode.PermissionDenied ? "DENIED"
        : error.Code == ErrorCode.Cancelled || error.Code == ErrorCode.Timeout ? "CANCELED"
        : "FAILED",
        error,
        0);

    /// <summary>Ends a streamed result.</summary>
    public void Streamed(LakeSqlException? error, long rows)
    {
        if (error is null)
        {
            Write("FINISHED", null, rows);
        }
        else
        {
            Failed(error);
        }
    }

    /// <summary>The statement's kind before its plan is known: <c>DROP OBJECT</c>, <c>SELECT</c>.</summary>
    private static string Words(Statement statement) => statement is QueryStatement
        ? "SELECT"
        : string.Concat(statement.GetType().Name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {c}" : $"{c}"))
            .ToUpperInvariant();

    private void Write(string status, LakeSqlException? error, long rows)
    {
        var target = resolution.Target;
        var sources = resolution.Reads.Distinct().ToArray();
        var tables = sources
            .Select(r => new TableLineage(
                r.FullName, r.Type, r.Version, target?.FullName, target?.Type, target?.Version))
            .ToArray();
        metastore.Record(new QueryRecord(
            QueryId, session.Id, session.Login, session.User == session.Login ? null : session.User,
            Text, statementType, start, clock.Elapsed, status,
            error?.Code.Code, error?.Message, rows,
            status == "FINISHED" ? tables : [],
            status == "FINISHED"
                ? [.. resolution.Columns.Distinct().Select(c => new ColumnLineage(
                    c.Source.Table, c.Source.Column, c.Source.Version, target?.FullName, c.TargetColumn, c.Kind))]
                : [],
            Audit(error)));
    }

    /// <summary>One entry for each right that was asked for; one for the statement where none was.</summary>
    private AuditEntry[] Audit(LakeSqlException? error)
    {
        var entries = resolution.Required.Concat(resolution.Hidden)
            .DistinctBy(r => (r.FullName, r.Privilege, r.Principal))
            .Select(r => new AuditEntry(
                statementType, r.FullName, r.Privilege, Authorizer.IsAllowed(r, metastore)))
            .ToArray();
        return entries.Length > 0 ? entries : 
            [
                new AuditEntry(
                    statementType, resolution.Target?.FullName ?? "", null, error?.Code != ErrorCode.PermissionDenied),
            ];
    }
}
