using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SHOW CREATE TABLE name</c></summary>
public sealed partial record ShowCreateTable(SourceSpan Span, QualifiedName Name) : Statement(Span);
