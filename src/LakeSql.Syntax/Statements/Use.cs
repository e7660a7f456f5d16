using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>USE [CATALOG|SCHEMA] name</c>; without a kind, two parts are catalog and schema, one part is a schema.
/// </summary>
public sealed record Use(SourceSpan Span, ObjectKind? Kind, QualifiedName Name) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("USE");
        var kind = c.IsWord("CATALOG") || c.IsWord("SCHEMA") || c.IsWord("DATABASE") ? Clauses.OptionalKind(c) : null;
        var name = c.QualifiedName();
        return new Use(c.From(start), kind, name);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("USE ").When(Kind is not null, Kind?.ToString().ToUpperInvariant() + " ").Name(Name);
}
