using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>SHOW CATALOGS|SCHEMAS|TABLES|VIEWS|VOLUMES|MODELS|USERS|GROUPS|EXTERNAL LOCATIONS [IN|FROM name]
/// [LIKE 'pattern']</c>, <c>SHOW [USER] FUNCTIONS …</c>, <c>SHOW GROUPS WITH {USER | GROUP} name …</c>
/// </summary>
public sealed record ShowObjects(
    SourceSpan Span, ObjectKind Kind, QualifiedName? In, string? Like)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("SHOW");

        // Those of the engine are in no schema, so there are no others.
        if (c.IsWord("USER") && c.IsWord("FUNCTIONS", 1))
        {
            c.Advance();
        }

        var kind = Clauses.KindPlural(c) ?? throw c.Unexpected();
        string? member = null;
        if (kind == ObjectKind.Group && c.Take("WITH"))
        {
            if (!c.Take("USER"))
            {
                c.Expect("GROUP");
            }

            member = c.Name();
        }

        var within = c.Take("IN") || c.Take("FROM") ? c.QualifiedName() : null;
        var like = c.Take("LIKE") || c.Kind == SqlToken.Text ? c.StringValue() : null;
        return new ShowObjects(c.From(start), kind, within, like) { Member = member };
    }

    /// <summary>Only groups in which this user or group is.</summary>
    public string? Member { get; init; }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("SHOW " + Kind.SqlName() + "S");
        if (Member is not null)
        {
            sql.Raw(" WITH USER ").Name(Member);
        }

        if (In is not null)
        {
            sql.Raw(" IN ").Name(In);
        }

        if (Like is not null)
        {
            sql.Raw(" LIKE ").Text(Like);
        }
    }
}
