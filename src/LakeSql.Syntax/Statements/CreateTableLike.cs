using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE TABLE [IF NOT EXISTS] name LIKE source</c>: all of a table but its rows.</summary>
public sealed record CreateTableLike(SourceSpan Span, QualifiedName Name, QualifiedName Source, bool IfNotExists)
    : Statement(Span)
{
    /// <summary>What follows CREATE TABLE and the name; null when that is something else.</summary>
    internal static CreateTableLike? ParseRest(Cursor c, SourceSpan start, QualifiedName name, bool ifNotExists)
    {
        if (!c.Take("LIKE"))
        {
            return null;
        }

        var source = c.QualifiedName();
        return new CreateTableLike(c.From(start), name, source, ifNotExists);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("CREATE TABLE ").When(IfNotExists, "IF NOT EXISTS ")
        .Name(Name).Raw(" LIKE ").Name(Source);
}
