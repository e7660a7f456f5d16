using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SHOW LINEAGE UPSTREAM|DOWNSTREAM FOR [TABLE|VIEW|MODEL] name</c></summary>
public sealed record ShowLineage(
    SourceSpan Span, bool Upstream, ObjectKind Kind, QualifiedName Name)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("SHOW");
        c.Expect("LINEAGE");
        var upstream = c.Take("UPSTREAM");
        if (!upstream)
        {
            c.Expect("DOWNSTREAM");
        }

        c.Expect("FOR");
        var kind = Clauses.OptionalKind(c) ?? ObjectKind.Table;
        var name = c.QualifiedName();
        return new ShowLineage(c.From(start), upstream, kind, name);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("SHOW LINEAGE ").Raw(Upstream ? "UPSTREAM" : "DOWNSTREAM")
        .Raw(" FOR " + Kind.SqlName() + " ").Name(Name);
}
