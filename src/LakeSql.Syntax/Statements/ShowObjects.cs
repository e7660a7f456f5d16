using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>SHOW CATALOGS|SCHEMAS|TABLES|VIEWS|VOLUMES|MODELS|USERS|GROUPS|EXTERNAL LOCATIONS [IN|FROM name]
/// [LIKE 'pattern']</c>
/// </summary>
public sealed record ShowObjects(
    SourceSpan Span, ObjectKind Kind, QualifiedName? In, string? Like)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("SHOW");
        var kind = Clauses.KindPlural(c) ?? throw c.Unexpected();
        var within = c.Take("IN") || c.Take("FROM") ? c.QualifiedName() : null;
        var like = c.Take("LIKE") || c.Kind == SqlToken.Text ? c.StringValue() : null;
        return new ShowObjects(c.From(start), kind, within, like);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("SHOW " + Kind.SqlName() + "S");
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
