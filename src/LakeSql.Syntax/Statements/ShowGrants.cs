using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>SHOW GRANTS [principal] ON [kind] name</c>, <c>SHOW GRANTS TO principal</c> (then no kind and name).
/// </summary>
public sealed record ShowGrants(
    SourceSpan Span, string? Principal, ObjectKind? Kind, QualifiedName? Name)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("SHOW");
        if (!c.Take("GRANT"))
        {
            c.Expect("GRANTS");
        }

        if (c.Take("TO"))
        {
            return new ShowGrants(start, c.Name(), null, null) { Span = c.From(start) };
        }

        var principal = c.IsWord("ON") ? null : c.Name();
        c.Expect("ON");
        var (kind, name) = Clauses.Securable(c);
        return new ShowGrants(c.From(start), principal, kind, name);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("SHOW GRANTS");
        if (Principal is not null)
        {
            sql.Raw(Name is null ? " TO " : " ").Name(Principal);
        }

        if (Name is not null)
        {
            sql.Raw(" ON ");
            Clauses.WriteSecurable(Kind!.Value, Name, sql);
        }
    }
}
