using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>DESCRIBE [CATALOG|SCHEMA|TABLE|VIEW|VOLUME|MODEL] [EXTENDED|FORMATTED] name [VERSION n]</c>;
/// TABLE when no kind is written (a view then answers too).
/// </summary>
public sealed record DescribeObject(
    SourceSpan Span, ObjectKind Kind, bool Extended, QualifiedName Name, int? ModelVersion)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        if (!c.Take("DESC"))
        {
            c.Expect("DESCRIBE");
        }

        // A word that no name follows is a name itself.
        if (c.IsName(1) && c.Take("HISTORY"))
        {
            var table = c.QualifiedName();
            int? limit = c.Take("LIMIT") ? c.WholeNumber() : null;
            return new DescribeHistory(c.From(start), table, limit);
        }

        if (c.IsName(1) && c.Take("DETAIL"))
        {
            return new DescribeDetail(start, c.QualifiedName()) { Span = c.From(start) };
        }

        if (c.IsName(1) && c.Take("POLICY"))
        {
            return DescribePolicy.Rest(c, start);
        }

        if (!c.IsWord("TABLE") && new QueryParser(c).StartsQuery())
        {
            return new DescribeQuery(start, new QueryParser(c).Query()) { Span = c.From(start) };
        }

        var kind = Clauses.OptionalKind(c) ?? ObjectKind.Table;
        var extended = c.IsName(1) && c.KindAt(2) != SqlToken.Number
            && (c.Take("EXTENDED") || c.Take("FORMATTED"));
        var name = c.QualifiedName();
        int? version = kind == ObjectKind.Model && c.Take("VERSION") ? c.WholeNumber() : null;
        return new DescribeObject(c.From(start), kind, extended, name, version);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("DESCRIBE " + Kind.SqlName() + " ")
        .When(Extended, "EXTENDED ").Name(Name).When(ModelVersion is not null, $" VERSION {ModelVersion}");
}
