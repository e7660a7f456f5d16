using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>REVOKE privilege, … ON [kind] name FROM principal, …</c></summary>
public sealed record Revoke(
    SourceSpan Span, Sequence<PrivilegeName> Privileges, ObjectKind Kind, QualifiedName Name,
    Sequence<string> Principals)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("REVOKE");
        var privileges = c.List(() => PrivilegeName.Parse(c));
        c.Expect("ON");
        var (kind, name) = Clauses.Securable(c);
        c.Expect("FROM");
        var principals = c.List(() => c.Name());
        return new Revoke(c.From(start), privileges, kind, name, principals);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("REVOKE ").List(Privileges, p => sql.Node(p)).Raw(" ON ");
        Clauses.WriteSecurable(Kind, Name, sql);
        sql.Raw(" FROM ").List(Principals, p => sql.Name(p));
    }
}
