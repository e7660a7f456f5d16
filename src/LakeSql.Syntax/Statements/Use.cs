using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>USE [CATALOG|SCHEMA] name</c>; without a kind, two parts are catalog and schema, one part is a schema.
/// </summary>
public sealed partial record Use(SourceSpan Span, ObjectKind? Kind, QualifiedName Name) : Statement(Span);
