using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>ALTER GROUP name ADD|DROP USER|GROUP a, b</c></summary>
public sealed record AlterGroup(
    SourceSpan Span, string Name, bool IsAdd, ObjectKind MemberKind, Sequence<string> Members)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("ALTER");
        c.Expect("GROUP");
        var name = c.Name();
        if (AlterLimits.Follows(c))
        {
            return AlterLimits.Parse(c, start, ObjectKind.Group, name);
        }

        var isAdd = c.Take("ADD");
        if (!isAdd)
        {
            c.Expect("DROP");
        }

        var kind = c.Take("USER") ? ObjectKind.User : c.Take("GROUP") ? ObjectKind.Group : throw c.Unexpected();
        var members = c.List(() => c.Name());
        return new AlterGroup(c.From(start), name, isAdd, kind, members);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("ALTER GROUP ").Name(Name).Raw(IsAdd ? " ADD " : " DROP ")
        .Raw(MemberKind.ToString().ToUpperInvariant() + " ").List(Members, m => sql.Name(m));
}
