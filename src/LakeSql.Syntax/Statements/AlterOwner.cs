using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>ALTER CATALOG|SCHEMA|TABLE|VIEW|VOLUME|MODEL|EXTERNAL LOCATION name [SET] OWNER TO principal</c>
/// </summary>
public sealed record AlterOwner(
    SourceSpan Span, ObjectKind Kind, QualifiedName Name, string Owner)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("ALTER");
        var kind = Clauses.Kind(c) ?? throw c.Unexpected();
        var name = c.QualifiedName();
        return SetTags.IsNext(c) && !c.IsWord("ALTER") ? SetTags.Rest(c, start, kind, name)
            : Rest(c, start, kind, name);
    }

    /// <summary>What follows the name.</summary>
    internal static Statement Rest(Cursor c, SourceSpan start, ObjectKind kind, QualifiedName name)
    {
        c.Take("SET");
        c.Expect("OWNER");
        c.Expect("TO");
        var owner = c.Name();
        return new AlterOwner(c.From(start), kind, name, owner);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("ALTER " + Kind.SqlName() + " ").Name(Name).Raw(" OWNER TO ").Name(Owner);
}
