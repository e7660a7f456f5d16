using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>COPY (query) TO '/Volumes/…' (FORMAT parquet|csv|json, …)</c></summary>
public sealed partial record CopyTo(
    SourceSpan Span, Query Query, string Path, Sequence<Option> Options)
    : Statement(Span);
