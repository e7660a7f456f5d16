namespace LakeSql.Syntax.Parsing;

/// <summary>
/// <c>a MINUS b</c>: Databricks' EXCEPT. To DuckDB the word is a name, and stays one where it can be one.
/// </summary>
internal static class MinusWord
{
    private static readonly string[] AfterOperator = ["SELECT", "ALL", "DISTINCT", "VALUES", "FROM", "TABLE"];

    private static readonly string[] AfterParenthesis =
        ["SELECT", "WITH", "FROM", "TABLE", "SUMMARIZE", "DESCRIBE", "PIVOT", "PIVOT_WIDER", "UNPIVOT", "PIVOT_LONGER"];

    /// <summary>True at the operator: a query follows it. <c>minus(x)</c> and <c>t minus (x)</c> are names.</summary>
    public static bool IsOperator(Cursor cursor, int ahead = 0)
    {
        if (!cursor.IsWord("MINUS", ahead++))
        {
            return false;
        }

        if (!cursor.IsSymbol("(", ahead))
        {
            return cursor.IsAnyWord(AfterOperator, ahead);
        }

        while (cursor.IsSymbol("(", ahead))
        {
            ahead++;
        }

        return cursor.IsAnyWord(AfterParenthesis, ahead)
            || (cursor.IsWord("VALUES", ahead) && cursor.IsSymbol("(", ahead + 1));
    }

    /// <summary>In a list of columns, <c>minus FROM t</c> ends the list with a column or an alias.</summary>
    public static bool IsColumn(Cursor cursor) => cursor.IsWord("MINUS") && cursor.IsWord("FROM", 1);
}
