using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>REMOVE '/Volumes/…'</c></summary>
public sealed partial record RemoveFile(SourceSpan Span, string Path) : Statement(Span);
