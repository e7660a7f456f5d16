using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>CREATE [OR REPLACE] TABLE [IF NOT EXISTS] name (columns) [USING DELTA]
/// [PARTITIONED BY (…)] [COMMENT '…'] [TBLPROPERTIES (…)] [AS query]</c>
/// </summary>
public sealed partial record CreateTable(SourceSpan Span, QualifiedName Name) : Statement(Span)
{
    /// <summary>OR REPLACE.</summary>
    public bool OrReplace { get; init; }

    /// <summary>IF NOT EXISTS.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>The columns; empty for CREATE TABLE … AS.</summary>
    public Sequence<ColumnDefinition> Columns { get; init; } = [];

    /// <summary>PARTITIONED BY: names of columns.</summary>
    public Sequence<string> PartitionedBy { get; init; } = [];

    /// <summary>COMMENT.</summary>
    public string? Comment { get; init; }

    /// <summary>TBLPROPERTIES.</summary>
    public Sequence<Option> Properties { get; init; } = [];

    /// <summary>AS query.</summary>
    public Query? Query { get; init; }
}
