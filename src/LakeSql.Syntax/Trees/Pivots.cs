using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Formatting;

namespace LakeSql.Syntax.Trees;

/// <summary>Values of some columns become columns, each with an aggregate of its rows.</summary>
/// <param name="Source">The rows.</param>
/// <param name="Aggregates">What each new column holds; <c>count(*)</c> when empty.</param>
/// <param name="Columns">Whose values become columns.</param>
/// <param name="GroupBy">What a row of the result stands for; when empty, every column used nowhere else.</param>
public sealed record Pivot(
    TableExpression Source, Sequence<SelectItem> Aggregates, Sequence<PivotColumn> Columns,
    Sequence<Expression> GroupBy);

/// <summary>
/// <c>year IN (2020, 2021 AS last)</c>, <c>(year, month) IN ((2020, 1))</c>, <c>year IN (SELECT …)</c>, or
/// <c>year</c> alone, which means all its values.
/// </summary>
public sealed record PivotColumn(Sequence<Expression> Expressions, Sequence<PivotValue> Values, Query? Query);

/// <summary>A value of a pivot's column, and what its column is called.</summary>
public sealed record PivotValue(Expression Value, string? Alias);

/// <summary><c>PIVOT t ON year USING sum(x) GROUP BY city</c> as a query.</summary>
public sealed record PivotQuery(SourceSpan Span, Pivot Pivot) : QueryBody(Span);

/// <summary><c>t PIVOT (sum(x) FOR year IN (2020, 2021) GROUP BY city) AS p</c> in FROM.</summary>
public sealed record PivotedTable(SourceSpan Span, Pivot Pivot, TableAlias? Alias) : TableExpression(Span);

/// <summary>Columns become rows, each with the column's name and value.</summary>
/// <param name="Source">The rows.</param>
/// <param name="IncludeNulls">True to keep rows whose values are all NULL.</param>
/// <param name="Name">The new column that holds the names.</param>
/// <param name="Values">The new columns that hold the values.</param>
/// <param name="Columns">Which columns.</param>
public sealed record Unpivot(
    TableExpression Source, bool IncludeNulls, string Name, Sequence<string> Values, Sequence<UnpivotColumn> Columns);

/// <summary><c>a</c>, <c>a AS 'x'</c>, <c>(a, b) AS 'x'</c>, <c>COLUMNS('a.*')</c>.</summary>
public sealed record UnpivotColumn(Sequence<Expression> Expressions, string? Alias);

/// <summary><c>UNPIVOT t ON a, b INTO NAME n VALUE v</c> as a query.</summary>
public sealed record UnpivotQuery(SourceSpan Span, Unpivot Unpivot) : QueryBody(Span);

/// <summary><c>t UNPIVOT [INCLUDE NULLS] (v FOR n IN (a, b)) AS u</c> in FROM.</summary>
public sealed record UnpivotedTable(SourceSpan Span, Unpivot Unpivot, TableAlias? Alias) : TableExpression(Span);

/// <summary>
/// <c>t LATERAL VIEW [OUTER] explode(x) a AS b</c>: each row of t with every row that the function makes of it.
/// </summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Source">The rows.</param>
/// <param name="IsOuter">True to keep rows of which the function makes none.</param>
/// <param name="Function">The function.</param>
/// <param name="Arguments">Its arguments, which may name columns of the source.</param>
/// <param name="TableName">What its rows are called.</param>
/// <param name="Columns">What its columns are called.</param>
public sealed record LateralView(
    SourceSpan Span, TableExpression Source, bool IsOuter, QualifiedName Function, Sequence<Expression> Arguments,
    string? TableName, Sequence<string> Columns) : TableExpression(Span);

/// <summary>
/// <c>SUMMARIZE query</c>, or <c>(DESCRIBE query)</c> within a query: statistics or types of columns.
/// </summary>
public sealed record ColumnReport(SourceSpan Span, bool IsSummary, Query Query) : QueryBody(Span);
