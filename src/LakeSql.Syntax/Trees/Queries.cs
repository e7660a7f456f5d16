using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Formatting;

namespace LakeSql.Syntax.Trees;

/// <summary><c>[WITH …] body [ORDER BY …] [LIMIT …] [OFFSET …]</c></summary>
public sealed record Query(SourceSpan Span, QueryBody Body) : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => QueryFormatter.Write(this, sql);

    /// <summary>WITH.</summary>
    public With? With { get; init; }

    /// <summary>ORDER BY.</summary>
    public Sequence<OrderItem> OrderBy { get; init; } = [];

    /// <summary>True for ORDER BY ALL; the one item of <see cref="OrderBy"/> then has a <see cref="Star"/>.</summary>
    public bool OrderByAll { get; init; }

    /// <summary>DISTRIBUTE BY and CLUSTER BY: they say where rows go in a cluster, and nothing here.</summary>
    public Sequence<Expression> DistributeBy { get; init; } = [];

    /// <summary>LIMIT, or FETCH FIRST.</summary>
    public Expression? Limit { get; init; }

    /// <summary>True when the limit is a percentage.</summary>
    public bool LimitIsPercent { get; init; }

    /// <summary>OFFSET.</summary>
    public Expression? Offset { get; init; }
}

/// <summary><c>WITH [RECURSIVE] a AS (…), …</c></summary>
public sealed record With(SourceSpan Span, bool IsRecursive, Sequence<CommonTableExpression> Tables)
    : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => ClauseFormatter.Write(this, sql);
}

/// <summary><c>name [(columns)] [USING KEY (columns)] AS [NOT MATERIALIZED] (query)</c></summary>
public sealed record CommonTableExpression(
    SourceSpan Span, string Name, Sequence<string> Columns, bool? IsMaterialized, Query Query) : SyntaxNode(Span)
{
    /// <summary>
    /// Columns by which the rows of a recursive table replace each other; all its rows are <c>recurring.name</c>.
    /// </summary>
    public Sequence<string> Key { get; init; } = [];

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => ClauseFormatter.Write(this, sql);
}

/// <summary><c>x [ASC|DESC] [NULLS FIRST|LAST]</c>; null where not written.</summary>
public sealed record OrderItem(SourceSpan Span, Expression Value, bool? Descending, bool? NullsFirst)
    : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => ClauseFormatter.Write(this, sql);
}

/// <summary>
/// <c>SELECT [DISTINCT [ON (…)]] items FROM … WHERE … GROUP BY … HAVING … WINDOW … QUALIFY …</c>
/// </summary>
public sealed record Select(SourceSpan Span, Sequence<SelectItem> Items) : QueryBody(Span)
{
    /// <summary>SELECT DISTINCT.</summary>
    public bool Distinct { get; init; }

    /// <summary>DISTINCT ON (…).</summary>
    public Sequence<Expression> DistinctOn { get; init; } = [];

    /// <summary>FROM; the comma is a cross join. Null for SELECT without FROM.</summary>
    public TableExpression? From { get; init; }

    /// <summary>WHERE.</summary>
    public Expression? Where { get; init; }

    /// <summary>GROUP BY; null when there is none.</summary>
    public GroupBy? GroupBy { get; init; }

    /// <summary>HAVING.</summary>
    public Expression? Having { get; init; }

    /// <summary>WINDOW w AS (…).</summary>
    public Sequence<NamedWindow> Windows { get; init; } = [];

    /// <summary>QUALIFY.</summary>
    public Expression? Qualify { get; init; }

    /// <summary>USING SAMPLE.</summary>
    public Sample? Sample { get; init; }
}

/// <summary><c>expression [AS alias]</c></summary>
public sealed record SelectItem(SourceSpan Span, Expression Value, string? Alias) : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => ClauseFormatter.Write(this, sql);
}

/// <summary><c>w AS (…)</c></summary>
public sealed record NamedWindow(string Name, WindowSpecification Window);

/// <summary><c>GROUP BY ALL</c> or a list of elements.</summary>
public sealed record GroupBy(SourceSpan Span, bool All, Sequence<GroupingElement> Elements) : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => ClauseFormatter.Write(this, sql);
}

/// <summary>What an element of GROUP BY is.</summary>
public enum GroupingKind
{
#pragma warning disable CS1591
    Expression, GroupingSets, Rollup, Cube, Set,
#pragma warning restore CS1591
}

/// <summary>
/// One element: an expression (in <see cref="Expressions"/>), <c>ROLLUP(a, b)</c>, <c>CUBE(a, b)</c>, a parenthesised
/// <c>(a, b)</c> within grouping sets or a <c>()</c> anywhere (Set), or <c>GROUPING SETS (…)</c> whose members are in
/// <see cref="Sets"/>.
/// </summary>
public sealed record GroupingElement(
    SourceSpan Span, GroupingKind Kind, Sequence<Expression> Expressions, Sequence<GroupingElement> Sets)
    : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => ClauseFormatter.Write(this, sql);
}

/// <summary>Set operators.</summary>
public enum SetOperator
{
#pragma warning disable CS1591
    Union, Intersect, Except,
#pragma warning restore CS1591
}

/// <summary><c>a UNION [ALL] [BY NAME] b</c></summary>
public sealed record SetOperation(
    SourceSpan Span, SetOperator Operator, bool All, bool ByName, QueryBody Left, QueryBody Right) : QueryBody(Span);

/// <summary><c>VALUES (1, 'a'), (2, 'b')</c></summary>
public sealed record Values(SourceSpan Span, Sequence<Sequence<Expression>> Rows) : QueryBody(Span);

/// <summary><c>(query)</c> as an operand of a set operation.</summary>
public sealed record ParenthesizedQuery(SourceSpan Span, Query Query) : QueryBody(Span);

/// <summary>The alias of a FROM item with its column names: <c>AS t (a, b)</c>.</summary>
public sealed record TableAlias(string Name, Sequence<string> Columns);

/// <summary><c>main.sales.orders VERSION AS OF 3 AS o TABLESAMPLE …</c></summary>
public sealed record TableName(
    SourceSpan Span, QualifiedName Name, TimeTravel? TimeTravel, TableAlias? Alias, Sample? Sample)
    : TableExpression(Span);

/// <summary><c>VERSION AS OF v</c> (also <c>t@v3</c>) or <c>TIMESTAMP AS OF t</c>; the value is a constant.</summary>
public sealed record TimeTravel(SourceSpan Span, bool IsVersion, Expression Value) : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => ClauseFormatter.Write(this, sql);
}

/// <summary><c>(query) AS t</c></summary>
public sealed record DerivedTable(
    SourceSpan Span, Query Query, bool IsLateral, TableAlias? Alias, Sample? Sample) : TableExpression(Span);

/// <summary><c>read_files('…', format =&gt; 'csv') AS f</c>, <c>range(10)</c>, <c>unnest(x)</c></summary>
public sealed record TableFunction(
    SourceSpan Span, QualifiedName Name, Sequence<FunctionArgument> Arguments, bool IsLateral, bool WithOrdinality,
    TableAlias? Alias, Sample? Sample) : TableExpression(Span);

/// <summary>Kinds of join.</summary>
public enum JoinKind
{
#pragma warning disable CS1591
    Inner, Left, Right, Full, Cross, Semi, Anti, AsOf, AsOfLeft, AsOfRight, AsOfFull, AsOfSemi, AsOfAnti, Positional,
#pragma warning restore CS1591
}

/// <summary><c>a LEFT JOIN b ON …</c>, USING (…), NATURAL; a comma is Cross.</summary>
public sealed record Join(
    SourceSpan Span, JoinKind Kind, TableExpression Left, TableExpression Right, Expression? On, Sequence<string> Using,
    bool IsNatural) : TableExpression(Span);

/// <summary><c>(a JOIN b ON …) [AS x]</c></summary>
public sealed record ParenthesizedJoin(SourceSpan Span, TableExpression Inner, TableAlias? Alias)
    : TableExpression(Span);

/// <summary><c>TABLESAMPLE 10 PERCENT</c>, <c>(100 ROWS)</c>, <c>REPEATABLE (seed)</c></summary>
public sealed record Sample(SourceSpan Span, Expression Size, bool IsPercent, string? Method, Expression? Seed)
    : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => ClauseFormatter.Write(this, sql);
}
