using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE [OR REPLACE] VIEW [IF NOT EXISTS] name [(columns)] [COMMENT '…'] AS query</c></summary>
public sealed partial record CreateView(
    SourceSpan Span, QualifiedName Name, Sequence<string> Columns, Query Query)
    : Statement(Span)
{
    /// <summary>OR REPLACE.</summary>
    public bool OrReplace { get; init; }

    /// <summary>IF NOT EXISTS.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>COMMENT.</summary>
    public string? Comment { get; init; }
}
