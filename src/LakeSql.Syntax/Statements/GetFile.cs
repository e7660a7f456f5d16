using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>GET '/Volumes/…' TO 'local' [OVERWRITE]</c></summary>
public sealed partial record GetFile(SourceSpan Span, string Source, string Target, bool Overwrite) : Statement(Span);
