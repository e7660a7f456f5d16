using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>MERGE [WITH SCHEMA EVOLUTION] INTO table [AS alias] USING source ON condition WHEN … THEN …</c>: of the clauses
/// of a row's kind the first one whose condition holds is carried out.
/// </summary>
public sealed record Merge(
    SourceSpan Span, QualifiedName Table, string? Alias, TableExpression Source, Expression On,
    Sequence<MergeClause> Clauses) : Statement(Span)
{
    /// <summary>
    /// WITH SCHEMA EVOLUTION: with <c>*</c> the table gets the columns that the source has and it lacks.
    /// </summary>
    public bool EvolvesSchema { get; init; }

    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("MERGE");
        var evolves = c.TakeAll("WITH", "SCHEMA", "EVOLUTION");
        c.Expect("INTO");
        var table = c.QualifiedName();
        var alias = c.Take("AS") || (c.IsName() && !c.IsWord("USING")) ? c.Name() : null;
        c.Expect("USING");
        var queries = new QueryParser(c);
        var source = new FromParser(c, queries).Item();
        c.Expect("ON");
        var on = queries.Expressions.Expression();
        var clauses = new List<MergeClause>();
        do
        {
            clauses.Add(MergeClause.Parse(c, queries));
        }
        while (c.IsWord("WHEN"));

        return new Merge(c.From(start), table, alias, source, on, clauses.ToSequence()) { EvolvesSchema = evolves };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("MERGE ").When(EvolvesSchema, "WITH SCHEMA EVOLUTION ").Raw("INTO ").Name(Table);
        if (Alias is not null)
        {
            sql.Raw(" AS ").Name(Alias);
        }

        var isJoin = Source is Join or LateralView;
        sql.Raw(" USING ").When(isJoin, "(").Node(Source).When(isJoin, ")").Raw(" ON ").Node(On);
        foreach (var clause in Clauses)
        {
            sql.Raw(" ").Node(clause);
        }
    }
}

/// <summary>Which rows a clause of MERGE is for.</summary>
public enum MergeMatch
{
    /// <summary>Rows of the table that a row of the source goes with.</summary>
    Matched,

    /// <summary>Rows of the source that no row of the table goes with.</summary>
    NotMatched,

    /// <summary>Rows of the table that no row of the source goes with.</summary>
    NotMatchedBySource,
}

/// <summary>What a clause of MERGE does.</summary>
public enum MergeAction
{
#pragma warning disable CS1591
    Update, Delete, Insert,
#pragma warning restore CS1591
}

/// <summary><c>WHEN [NOT] MATCHED [BY SOURCE] [AND condition] THEN action</c></summary>
/// <param name="Span">Its place.</param>
/// <param name="Match">Which rows it is for.</param>
/// <param name="Condition">Which of them; null for all.</param>
/// <param name="Action">What is done.</param>
/// <param name="Values">New values by column; null for <c>*</c>, the source's columns of the same names.</param>
public sealed record MergeClause(
    SourceSpan Span, MergeMatch Match, Expression? Condition, MergeAction Action, Sequence<Assignment>? Values)
    : SyntaxNode(Span)
{
    internal static MergeClause Parse(Cursor c, QueryParser queries)
    {
        var start = c.Here;
        c.Expect("WHEN");
        var isNot = c.Take("NOT");
        c.Expect("MATCHED");
        var match = isNot ? MergeMatch.NotMatched : MergeMatch.Matched;
        if (isNot && c.Take("BY"))
        {
            if (c.Take("SOURCE"))
            {
                match = MergeMatch.NotMatchedBySource;
            }
            else
            {
                c.Expect("TARGET");
            }
        }

        var condition = c.Take("AND") ? queries.Expressions.Expression() : null;
        c.Expect("THEN");
        if (match == MergeMatch.NotMatched)
        {
            c.Expect("INSERT");
            var inserted = c.TakeSymbol("*") ? null : Inserted(c, queries);
            return new MergeClause(c.From(start), match, condition, MergeAction.Insert, inserted);
        }

        if (c.Take("DELETE"))
        {
            return new MergeClause(c.From(start), match, condition, MergeAction.Delete, []);
        }

        c.Expect("UPDATE");
        c.Expect("SET");
        var values = match == MergeMatch.Matched && c.TakeSymbol("*")
            ? null : c.List(() => Assignment.Parse(c, queries));
        return new MergeClause(c.From(start), match, condition, MergeAction.Update, values);
    }

    private static Sequence<Assignment> Inserted(Cursor c, QueryParser queries)
    {
        var start = c.Here;
        var columns = c.Parenthesized(() => c.QualifiedName());
        c.Expect("VALUES");
        var values = c.Parenthesized(queries.Expressions.Expression);
        return columns.Count == values.Count
            ? columns.Select((n, i) => new Assignment(n.Span, n, values[i])).ToSequence()
            : throw ErrorCode.ColumnCountMismatch.Error(
                $"INSERT has {values.Count} value{(values.Count == 1 ? "" : "s")} for {columns.Count} "
                    + $"column{(columns.Count == 1 ? "" : "s")}",
                c.From(start));
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("WHEN ").When(Match != MergeMatch.Matched, "NOT ").Raw("MATCHED")
            .When(Match == MergeMatch.NotMatchedBySource, " BY SOURCE");
        if (Condition is not null)
        {
            sql.Raw(" AND ").Node(Condition);
        }

        sql.Raw(" THEN " + Action.ToString().ToUpperInvariant());
        switch (Action)
        {
            case MergeAction.Update:
                sql.Raw(" SET ");
                WriteValues(sql, v => sql.List(v, a => sql.Node(a)));
                break;
            case MergeAction.Insert:
                sql.Raw(" ");
                WriteValues(sql, v => sql.Raw("(").List(v, a => sql.Name(a.Target)).Raw(") VALUES (")
                    .List(v, a => sql.Node(a.Value)).Raw(")"));
                break;
        }
    }

    private void WriteValues(SqlWriter sql, Action<Sequence<Assignment>> write)
    {
        if (Values is null)
        {
            sql.Raw("*");
        }
        else
        {
            write(Values);
        }
    }
}
