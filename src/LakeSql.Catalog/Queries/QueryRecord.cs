namespace LakeSql.Catalog;

/// <summary>Who does something, and when.</summary>
/// <param name="QueryId">The statement's identity.</param>
/// <param name="SessionId">The session that ran it.</param>
/// <param name="User">Who logged in.</param>
/// <param name="ActingAs">As whom it ran, when as someone else.</param>
/// <param name="Start">When it began.</param>
public sealed record Access(Guid QueryId, string SessionId, string User, string? ActingAs, DateTimeOffset Start);

/// <summary>What one statement did: its history, audit and lineage in one, so that they cannot disagree.</summary>
/// <param name="Access">Who did it, and when.</param>
/// <param name="StatementText">Its text, secrets already taken out.</param>
/// <param name="StatementType">E.g. <c>SELECT</c>.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Status"><c>FINISHED</c>, <c>FAILED</c>, <c>DENIED</c> or <c>CANCELED</c>.</param>
/// <param name="ErrorCode">The code of its error.</param>
/// <param name="ErrorMessage">The message of its error.</param>
/// <param name="RowsProduced">Rows returned or written.</param>
/// <param name="TableLineage">Which tables flowed where.</param>
/// <param name="ColumnLineage">Which columns flowed where.</param>
/// <param name="Audit">Which accesses were asked for, but for those stored before.</param>
public sealed record QueryRecord(
    Access Access,
    string StatementText,
    string StatementType,
    TimeSpan Duration,
    string Status,
    string? ErrorCode,
    string? ErrorMessage,
    long RowsProduced,
    IReadOnlyList<TableLineage> TableLineage,
    IReadOnlyList<ColumnLineage> ColumnLineage,
    IReadOnlyList<AuditEntry> Audit);

/// <summary>One table that a statement read and, for a write, the one it wrote.</summary>
/// <param name="SourceFullName">What was read.</param>
/// <param name="SourceType">E.g. <c>TABLE</c>, <c>VIEW</c>, <c>VOLUME</c>, <c>PATH</c>.</param>
/// <param name="SourceVersion">The Delta version that was read.</param>
/// <param name="TargetFullName">What was written; null for a query.</param>
/// <param name="TargetType">What kind the target is.</param>
/// <param name="TargetVersion">The Delta version that was written.</param>
public sealed record TableLineage(
    string SourceFullName,
    string SourceType,
    long? SourceVersion,
    string? TargetFullName,
    string? TargetType,
    long? TargetVersion);

/// <summary>One column that a statement read and the column it went into.</summary>
/// <param name="SourceTable">The table read.</param>
/// <param name="SourceColumn">Its column.</param>
/// <param name="SourceVersion">The Delta version that was read.</param>
/// <param name="TargetTable">The table written; null for a query.</param>
/// <param name="TargetColumn">The column it went into.</param>
/// <param name="Kind">How: e.g. <c>DIRECT</c> or <c>INDIRECT</c>.</param>
public sealed record ColumnLineage(
    string SourceTable,
    string SourceColumn,
    long? SourceVersion,
    string? TargetTable,
    string? TargetColumn,
    string Kind);

/// <summary>One access that a statement asked for.</summary>
/// <param name="Action">What it wanted to do.</param>
/// <param name="SecurableFullName">On what.</param>
/// <param name="Privilege">The privilege that this takes; null when it takes none.</param>
/// <param name="Allowed">The answer.</param>
public sealed record AuditEntry(string Action, string SecurableFullName, Privilege? Privilege, bool Allowed);

/// <summary>What a check of the audit found.</summary>
/// <param name="RecordCount">Records of the audit and the history together.</param>
/// <param name="HeadDigest">The digest of the last of them, to be noted elsewhere.</param>
/// <param name="NotedAt">The number of the record with the digest that was noted; null when none was given.</param>
public sealed record AuditCheck(long RecordCount, string HeadDigest, long? NotedAt);
