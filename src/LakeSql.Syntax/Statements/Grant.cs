using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// A privilege as written, words in capitals with one space: <c>USE CATALOG</c>, <c>ALL PRIVILEGES</c>.
/// </summary>
public sealed record PrivilegeName(SourceSpan Span, string Name) : SyntaxNode(Span)
{
    internal static PrivilegeName Parse(Cursor c)
    {
        var start = c.Here;
        var words = new List<string>();
        while (c.Kind == Tokens.SqlToken.Word && !c.IsWord("ON"))
        {
            words.Add(c.Text().ToString().ToUpperInvariant());
            c.Advance();
        }

        return words.Count > 0
            ? new PrivilegeName(c.From(start), string.Join(' ', words))
            : throw c.Unexpected("a privilege");
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw(Name);
}

/// <summary><c>GRANT privilege, … ON [kind] name TO principal, …</c></summary>
public sealed record Grant(
    SourceSpan Span, Sequence<PrivilegeName> Privileges, ObjectKind Kind, QualifiedName Name,
    Sequence<string> Principals)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("GRANT");
        var privileges = c.List(() => PrivilegeName.Parse(c));
        c.Expect("ON");
        var (kind, name) = Clauses.Securable(c);
        c.Expect("TO");
        var principals = c.List(() => c.Name());
        return new Grant(c.From(start), privileges, kind, name, principals);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("GRANT ").List(Privileges, p => sql.Node(p)).Raw(" ON ");
        Clauses.WriteSecurable(Kind, Name, sql);
        sql.Raw(" TO ").List(Principals, p => sql.Name(p));
    }
}
