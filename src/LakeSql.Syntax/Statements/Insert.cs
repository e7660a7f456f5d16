using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>INSERT INTO|OVERWRITE [TABLE] name [(columns)|BY NAME] query</c>; VALUES is a query.</summary>
public sealed partial record Insert(
    SourceSpan Span, QualifiedName Table, bool Overwrite, bool ByName, Sequence<string> Columns, Query Query)
    : Statement(Span);
