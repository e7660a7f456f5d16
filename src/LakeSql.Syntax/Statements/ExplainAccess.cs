using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>EXPLAIN ACCESS TO [kind] name [FOR principal]</c>, <c>EXPLAIN ACCESS [FOR principal] statement</c>.
/// </summary>
/// <param name="Span">Its place.</param>
/// <param name="Principal">Whose access; null for one's own.</param>
/// <param name="Kind">What the object is.</param>
/// <param name="Name">The object; null where a statement is explained.</param>
/// <param name="Target">The statement whose rights are explained; null where an object is.</param>
public sealed record ExplainAccess(
    SourceSpan Span, string? Principal, ObjectKind? Kind, QualifiedName? Name, Statement? Target) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("EXPLAIN");
        c.Expect("ACCESS");
        if (c.Take("TO"))
        {
            var (kind, name) = Clauses.Securable(c);
            var who = c.Take("FOR") ? c.Name() : null;
            return new ExplainAccess(c.From(start), who, kind, name, null);
        }

        var principal = c.Take("FOR") ? c.Name() : null;
        var target = StatementParsers.Parse(c);
        return new ExplainAccess(c.From(start), principal, null, null, target);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("EXPLAIN ACCESS");
        if (Name is not null)
        {
            sql.Raw(" TO ");
            Clauses.WriteSecurable(Kind!.Value, Name, sql);
        }

        if (Principal is not null)
        {
            sql.Raw(" FOR ").Name(Principal);
        }

        if (Target is not null)
        {
            sql.Raw(" ").Node(Target);
        }
    }
}
