using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>TRAIN MODEL [IF NOT EXISTS] name [OPTIONS (…)] TARGET column AS query</c></summary>
public sealed partial record TrainModel(
    SourceSpan Span, QualifiedName Name, Sequence<Option> Options, string Target, Query Query)
    : Statement(Span);
