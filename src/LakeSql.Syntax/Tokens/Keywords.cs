using LakeSql.Common.Names;

namespace LakeSql.Syntax.Tokens;

/// <summary>
/// Words that mean something to the grammar. The lists in <c>grammar/keywords</c> are tested against these.
/// </summary>
public static class Keywords
{
    /// <summary>Words that cannot be a name without quotes.</summary>
    public static IReadOnlySet<string> Reserved { get; } = new HashSet<string>(Identifier.Comparer)
    {
        "ALL", "AND", "ANY", "ARRAY", "AS", "ASC", "BOTH", "CASE", "CAST", "CHECK", "COLLATE", "COLUMN", "CONSTRAINT",
        "CREATE", "DESC", "DESCRIBE", "DISTINCT", "ELSE", "END", "EXCEPT", "FALSE", "FETCH", "FOR", "FOREIGN", "FROM",
        "GROUP", "HAVING", "IN", "INTERSECT", "INTO", "LEADING", "LIMIT", "NOT", "NULL", "OFFSET", "ON", "OR", "ORDER",
        "PIVOT", "PIVOT_LONGER", "PIVOT_WIDER", "PRIMARY", "QUALIFY", "REFERENCES", "SELECT", "SOME", "SUMMARIZE",
        "TABLE", "THEN", "TO", "TRAILING", "TRUE", "UNION", "UNIQUE", "UNPIVOT", "USING", "WHEN", "WHERE", "WINDOW",
        "WITH",
    };

    /// <summary>True when the word cannot be a name without quotes.</summary>
    public static bool IsReserved(ReadOnlySpan<char> word) => Reserved.Has(word);

    /// <summary>True when the word is one of these, found without making a string of it.</summary>
    internal static bool Has(this IReadOnlySet<string> words, ReadOnlySpan<char> word) =>
        ((HashSet<string>)words).GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    private static readonly HashSet<string> OperandWords = new(Identifier.Comparer)
    {
        "ARRAY", "CASE", "CAST", "FALSE", "NOT", "NULL", "TRUE",
    };

    /// <summary>True when an expression may begin with the reserved word.</summary>
    internal static bool BeginsOperand(ReadOnlySpan<char> word) =>
        OperandWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    /// <summary>Words that may be names, but not a table's alias without AS, as they may follow a table.</summary>
    internal static IReadOnlySet<string> NoBareTableAlias { get; } = new HashSet<string>(Identifier.Comparer)
    {
        "ANTI", "ASOF", "CROSS", "FULL", "INNER", "JOIN", "LATERAL", "LEFT", "NATURAL", "OUTER", "POSITIONAL", "RIGHT",
        "SEMI", "SET", "TABLESAMPLE", "TIMESTAMP", "VERSION", "VALUES", "GLOB", "ILIKE", "IS", "ISNULL", "LIKE",
        "NOTNULL", "SIMILAR",
    };

    /// <summary>Words that may be names, but not a column's alias without AS.</summary>
    internal static IReadOnlySet<string> NoBareColumnAlias { get; } = new HashSet<string>(Identifier.Comparer)
    {
        "ANTI", "ASOF", "BETWEEN", "CROSS", "DIV", "ESCAPE", "FILTER", "FULL", "GLOB", "ILIKE", "INNER", "IS", "ISNULL",
        "JOIN", "LEFT", "LIKE", "NATURAL", "NOTNULL", "OVER", "POSITIONAL", "RIGHT", "RLIKE", "SEMI", "SIMILAR",
        "TABLESAMPLE", "WITHIN", "AT",
    };

    /// <summary>Names that are written in quotes, as their bare word may begin a clause or an operand.</summary>
    internal static IReadOnlySet<string> QuotedNames { get; } = new HashSet<string>(Identifier.Comparer)
    {
        "BETWEEN", "GROUPS", "INTERVAL", "LAMBDA", "LATERAL", "PARTITION", "RANGE", "ROWS",
        "SYMMETRIC", "UNBOUNDED",
    };

    /// <summary>Functions that are called without parentheses.</summary>
    internal static IReadOnlySet<string> BareCalls { get; } = new HashSet<string>(Identifier.Comparer)
    {
        "CURRENT_CATALOG", "CURRENT_DATE", "CURRENT_SCHEMA", "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_USER",
        "LOCALTIME", "LOCALTIMESTAMP", "SESSION_USER",
    };

    /// <summary>Columns that are written in quotes.</summary>
    internal static IReadOnlySet<string> QuotedColumns { get; } =
        new HashSet<string>([.. QuotedNames, .. BareCalls], Identifier.Comparer);

    /// <summary>Functions that are written in quotes, as their bare word may begin another form.</summary>
    internal static IReadOnlySet<string> QuotedCalls { get; } = new HashSet<string>(Identifier.Comparer)
    {
        "COLUMNS", "CUBE", "EXISTS", "EXTRACT", "INTERVAL", "LATERAL", "MINUS", "POSITION", "PREDICT", "ROLLUP",
        "ROW", "SUBSTRING", "TRIM", "TRY_CAST", "VALUES",
    };

    /// <summary>Functions that take a lambda, which may be written with an arrow.</summary>
    internal static IReadOnlySet<string> ArrowFunctions { get; } = new HashSet<string>(Identifier.Comparer)
    {
        "AGGREGATE", "APPLY", "ARRAY_APPLY", "ARRAY_FILTER", "ARRAY_REDUCE", "ARRAY_SORT", "ARRAY_TRANSFORM", "EXISTS",
        "FILTER", "FORALL", "LIST_APPLY", "LIST_FILTER", "LIST_REDUCE", "LIST_TRANSFORM", "MAP_FILTER", "REDUCE",
        "TRANSFORM", "TRANSFORM_KEYS", "TRANSFORM_VALUES", "ZIP_WITH",
    };

    /// <summary>Words of statements and clauses that may be names, too.</summary>
    public static IReadOnlySet<string> Unreserved { get; } = new HashSet<string>(Identifier.Comparer)
    {
        "ACCESS", "ADD", "AFTER", "ALTER", "ALWAYS", "ANALYZE", "ANTI", "APPLY", "ASOF", "AT", "AUDIT", "AUTHORIZATION",
        "BEGIN", "BERNOULLI", "BETWEEN", "BINARYFILE", "BROWSE", "BY", "CALL", "CASCADE", "CATALOG", "CATALOGS",
        "CHANGE", "CLONE", "CLUSTER", "COLUMNS", "COMMENT", "COMMIT", "COMPUTE", "CONTAINS", "CONVERT", "COPY",
        "COPY_OPTIONS", "CROSS", "CSV", "CUBE", "CURRENT", "CURRENT_CATALOG", "CURRENT_DATE", "CURRENT_SCHEMA",
        "CURRENT_TIME", "CURRENT_TIMESTAMP", "CURRENT_USER", "DATA", "DATABASE", "DATABASES", "DATE", "DEEP", "DEFAULT",
        "DELETE", "DELTA", "DETAIL", "DETERMINISTIC", "DISABLE", "DISTRIBUTE", "DIV", "DOWNSTREAM", "DROP", "DRY",
        "EFFECTIVE", "ENABLE", "ENFORCED", "ESCAPE", "EVOLUTION", "EXCLUDE", "EXECUTE", "EXISTS", "EXPLAIN",
        "EXPORT_STATE", "EXTENDED", "EXTERNAL", "EXTRACT", "FILEFORMAT", "FILES", "FILTER", "FIRST", "FOLLOWING",
        "FORMAT", "FORMATTED", "FORMAT_OPTIONS", "FULL", "FUNCTION", "FUNCTIONS", "GENERATED", "GET", "GLOB", "GRANT",
        "GRANTS", "GROUPING", "GROUPS", "HASTAG", "HASTAGVALUE", "HAS_TAG", "HAS_TAG_VALUE", "HISTORY", "HOURS",
        "IDENTITY", "IF", "IGNORE", "ILIKE", "INCLUDE", "INCREMENT", "INNER", "INSERT", "INTERVAL", "IS", "ISNULL",
        "JOIN", "JSON", "KEY", "LAMBDA", "LANGUAGE", "LAST", "LATERAL", "LEFT", "LIKE", "LIMITS", "LINEAGE", "LIST",
        "LOCALTIME", "LOCALTIMESTAMP", "LOCATION", "LOCATIONS", "MANAGE", "MAP", "MASK", "MATCH", "MATCHED",
        "MATERIALIZED", "MERGE", "METASTORE", "MINUS", "MODEL", "MODELS", "MODIFY", "NAME", "NATURAL", "NEXT", "NO",
        "NONE", "NORELY", "NOTNULL", "NULLS", "OF", "ONLY", "OPTIMIZE", "OPTIONS", "ORDINALITY", "OTHERS", "OUTER",
        "OVER", "OVERWRITE", "OWNER", "PARQUET", "PARTITION", "PARTITIONED", "PARTITIONS", "PASSWORD", "PATTERN",
        "PERCENT", "POLICIES", "POLICY", "POSITION", "POSITIONAL", "PRECEDING", "PREDICT", "PRIVILEGES", "PURGE", "PUT",
        "RANGE", "READ", "READS", "RECURSIVE", "RELY", "REMOVE", "RENAME", "REORG", "REPEATABLE", "REPLACE",
        "RESERVOIR", "RESET", "RESPECT", "RESTORE", "RESTRICT", "RETAIN", "RETURN", "RETURNS", "REVOKE", "RIGHT",
        "RLIKE", "ROLLBACK", "ROLLUP", "ROW", "ROWS", "RUN", "SAMPLE", "SCHEMA", "SCHEMAS", "SEMI", "SESSION",
        "SESSION_USER", "SET", "SETS", "SHALLOW", "SHOW", "SIMILAR", "SORT", "SOURCE", "SQL", "START", "STATISTICS",
        "STRUCT", "SUBSTRING", "SYMMETRIC", "SYNC", "SYSTEM", "SYSTEM_TIME", "SYSTEM_VERSION", "TABLES", "TABLESAMPLE",
        "TAG", "TAGS", "TARGET", "TBLPROPERTIES", "TEXT", "TIES", "TIME", "TIMESERIES", "TIMESTAMP", "TIMESTAMPTZ",
        "TIMESTAMP_NTZ", "TRAIN", "TRANSACTION", "TRIM", "TRUNCATE", "TRY_CAST", "TYPE", "UNBOUNDED", "UNKNOWN",
        "UNSET", "UPDATE", "UPSTREAM", "URL", "USE", "USER", "USERS", "VACUUM", "VALUE", "VALUES", "VERIFY", "VERSION",
        "VIEW", "VIEWS", "VOLUME", "VOLUMES", "WHAT", "WITHIN", "WORK", "WRITE", "ZONE", "ZORDER",
    };
}
