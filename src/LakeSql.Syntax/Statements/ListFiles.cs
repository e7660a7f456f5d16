using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>LIST '/Volumes/…' [RECURSIVE]</c></summary>
public sealed partial record ListFiles(SourceSpan Span, string Path, bool Recursive) : Statement(Span);
