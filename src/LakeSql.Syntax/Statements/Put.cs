using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>PUT 'local' INTO '/Volumes/…' [OVERWRITE]</c></summary>
public sealed partial record Put(SourceSpan Span, string Source, string Target, bool Overwrite) : Statement(Span);
