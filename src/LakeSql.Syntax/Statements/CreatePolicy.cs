using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>Columns that a policy finds by their tags: <c>has_tag('pii') AS a</c>.</summary>
public sealed record MatchedColumns(SourceSpan Span, TagCondition Condition, string? Alias) : SyntaxNode(Span)
{
    internal static MatchedColumns Parse(Cursor c)
    {
        var start = c.Here;
        var condition = TagCondition.Parse(c);
        var alias = c.Take("AS") || c.IsName() ? c.Name() : null;
        return new MatchedColumns(c.From(start), condition, alias);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Node(Condition);
        if (Alias is not null)
        {
            sql.Raw(" AS ").Name(Alias);
        }
    }
}

/// <summary>
/// <c>CREATE [OR REPLACE] POLICY name ON CATALOG|SCHEMA|TABLE name [COMMENT '…'] ROW FILTER|COLUMN MASK function
/// TO principal, … [EXCEPT principal, …] FOR TABLES [WHEN condition] [MATCH COLUMNS condition [AS alias], …]
/// [ON COLUMN alias] [USING COLUMNS (alias, …)]</c>
/// </summary>
/// <param name="Span">Its place.</param>
/// <param name="OrReplace">OR REPLACE.</param>
/// <param name="Name">Its name, of its own for each securable.</param>
/// <param name="Kind">What <paramref name="On"/> is.</param>
/// <param name="On">The securable for whose tables it holds.</param>
/// <param name="Comment">What is said of it.</param>
/// <param name="Function">The row filter or mask.</param>
/// <param name="To">For whom it holds.</param>
/// <param name="Except">For whom it does not.</param>
/// <param name="When">What is asked of a table's tags; null for all tables.</param>
/// <param name="Match">The columns that a table needs to have.</param>
/// <param name="OnColumn">The alias of what is masked; null for a row filter.</param>
/// <param name="Using">What the function is given: aliases and constants.</param>
public sealed record CreatePolicy(
    SourceSpan Span, bool OrReplace, string Name, ObjectKind Kind, QualifiedName On, string? Comment,
    QualifiedName Function, Sequence<string> To, Sequence<string> Except, TagCondition? When,
    Sequence<MatchedColumns> Match, string? OnColumn, Sequence<Expression> Using) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CREATE");
        var orReplace = c.TakeAll("OR", "REPLACE");
        c.Expect("POLICY");
        var name = c.Name();
        var (kind, on) = Place(c);
        var comment = Clauses.Comment(c);
        var isFilter = c.TakeAll("ROW", "FILTER");
        if (!isFilter && !c.TakeAll("COLUMN", "MASK"))
        {
            throw c.Unexpected("ROW FILTER", "COLUMN MASK");
        }

        var function = c.QualifiedName();
        c.Expect("TO");
        var to = c.List(() => c.Name());
        var except = c.Take("EXCEPT") ? c.List(() => c.Name()) : [];
        c.Expect("FOR");
        c.Expect("TABLES");
        var when = c.Take("WHEN") ? TagCondition.Parse(c) : null;
        var match = c.TakeAll("MATCH", "COLUMNS") ? c.List(() => MatchedColumns.Parse(c)) : [];
        string? column = null;
        if (!isFilter)
        {
            c.Expect("ON");
            c.Expect("COLUMN");
            column = c.Name();
        }

        var used = c.TakeAll("USING", "COLUMNS") ? PolicyFunction.List(c) : [];
        return new CreatePolicy(
            c.From(start), orReplace, name, kind, on, comment, function, to, except, when, match, column, used);
    }

    /// <summary><c>ON CATALOG|SCHEMA|TABLE name</c></summary>
    internal static (ObjectKind Kind, QualifiedName On) Place(Cursor c)
    {
        c.Expect("ON");
        var kind = c.Take("CATALOG") ? ObjectKind.Catalog
            : c.Take("SCHEMA") || c.Take("DATABASE") ? ObjectKind.Schema
            : c.Take("TABLE") ? ObjectKind.Table : throw c.Unexpected();
        return (kind, c.QualifiedName());
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("CREATE ").When(OrReplace, "OR REPLACE ").Raw("POLICY ").Name(Name)
            .Raw(" ON " + Kind.SqlName() + " ").Name(On).Comment(Comment)
            .Raw(OnColumn is null ? " ROW FILTER " : " COLUMN MASK ").Name(Function)
            .Raw(" TO ").List(To, p => sql.Name(p));
        if (Except.Count > 0)
        {
            sql.Raw(" EXCEPT ").List(Except, p => sql.Name(p));
        }

        sql.Raw(" FOR TABLES");
        if (When is not null)
        {
            sql.Raw(" WHEN ").Node(When);
        }

        if (Match.Count > 0)
        {
            sql.Raw(" MATCH COLUMNS ").List(Match, m => sql.Node(m));
        }

        if (OnColumn is not null)
        {
            sql.Raw(" ON COLUMN ").Name(OnColumn);
        }

        if (Using.Count > 0)
        {
            sql.Raw(" USING COLUMNS (").List(Using, e => sql.Node(e)).Raw(")");
        }
    }
}
