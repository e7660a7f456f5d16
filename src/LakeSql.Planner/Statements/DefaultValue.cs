using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary><c>DEFAULT</c> where a value is given to a column: in VALUES of INSERT and MERGE, and in SET.</summary>
internal static class DefaultValue
{
    /// <summary>The value, or what the column has by default when DEFAULT stands there and is no column.</summary>
    public static Expression Of(Expression value, IReadOnlyList<ColumnDefinition> columns, int position) =>
        !IsMeant(value, columns) ? value
        : columns[position].Default is { } text ? SqlParser.ParseExpression(text)
        : new Literal(SourceSpan.None, LiteralKind.Null, "NULL");

    /// <summary>The same for the rows of VALUES, whose items go to these positions of the table.</summary>
    public static Query Of(Query query, IReadOnlyList<ColumnDefinition> columns, IReadOnlyList<int> positions) =>
        query.Body is Values values && values.Rows.Any(r => r.Any(IsMeant))
            ? query with
            {
                Body = values with
                {
                    Rows = values.Rows.Select(row => row.Select((v, i) =>
                        i < positions.Count && positions[i] >= 0 ? Of(v, columns, positions[i]) : v).ToSequence())
                        .ToSequence(),
                },
            }
            : query;

    /// <summary>True for DEFAULT where no column has that name.</summary>
    public static bool IsMeant(Expression value, IReadOnlyList<ColumnDefinition> columns) =>
        IsMeant(value) && !columns.Any(c => IsWord(c.Name));

    /// <summary>True when every row of VALUES says DEFAULT at this place.</summary>
    public static bool IsAll(Query query, int position, IReadOnlyList<ColumnDefinition> columns) =>
        query.Body is Values values
        && values.Rows.All(r => position < r.Count && IsMeant(r[position], columns));

    private static bool IsMeant(Expression value) => value is ColumnReference { Parts: [var word] } && IsWord(word);

    private static bool IsWord(string word) => Identifier.Same(word, "DEFAULT");
}
