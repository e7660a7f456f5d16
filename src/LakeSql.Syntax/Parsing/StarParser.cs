using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>Many columns at once: <c>*</c> and <c>COLUMNS(…)</c>.</summary>
internal sealed class StarParser(Cursor cursor, ExpressionParser expressions)
{
    /// <summary><c>*</c> with what may follow it.</summary>
    public Star Star(QualifiedName? qualifier, SourceSpan start)
    {
        cursor.ExpectSymbol("*");
        Sequence<QualifiedName> exclude = [];
        Sequence<SelectItem> replace = [];
        Sequence<StarRename> rename = [];
        if (cursor.IsWord("EXCLUDE") || (cursor.IsWord("EXCEPT") && IsNameList(1)))
        {
            cursor.Advance();
            exclude = OneOrMore(cursor.QualifiedName);
        }

        if (cursor.IsWord("REPLACE") && IsListOrOperand(1))
        {
            cursor.Advance();
            replace = OneOrMore(Replacement);
        }

        if (cursor.IsWord("RENAME") && (cursor.IsSymbol("(", 1) || cursor.IsName(1)))
        {
            cursor.Advance();
            rename = OneOrMore(Renaming);
        }

        return new Star(cursor.From(start), qualifier, exclude, replace, rename);
    }

    /// <summary><c>COLUMNS(…)</c>, from its word.</summary>
    public Columns Columns(bool isUnpacked, SourceSpan start)
    {
        cursor.Expect("COLUMNS");
        cursor.ExpectSymbol("(");
        var selector = new ArgumentParser(cursor, expressions, hasArrow: true).Value();
        cursor.ExpectSymbol(")");
        return new Columns(cursor.From(start), selector, isUnpacked);
    }

    /// <summary>True at <c>COLUMNS(</c>.</summary>
    public static bool IsColumns(Cursor cursor, int ahead = 0) =>
        cursor.IsWord("COLUMNS", ahead) && cursor.IsSymbol("(", ahead + 1);

    private Sequence<T> OneOrMore<T>(Func<T> item) =>
        cursor.IsSymbol("(") ? cursor.LooseParenthesized(item) : [item()];

    private SelectItem Replacement()
    {
        var start = cursor.Here;
        var value = expressions.Expression();
        cursor.Expect("AS");
        var name = cursor.Name(afterDot: true);
        return new SelectItem(cursor.From(start), value, name);
    }

    private StarRename Renaming()
    {
        var from = cursor.QualifiedName();
        cursor.Expect("AS");
        return new StarRename(from, cursor.Name(afterDot: true));
    }

    /// <summary>Without parentheses the one replacement begins with an operand: no clause does.</summary>
    private bool IsListOrOperand(int ahead) => cursor.IsSymbol("(", ahead) || cursor.IsName(ahead)
        || cursor.KindAt(ahead) is SqlToken.Number or SqlToken.Text;

    /// <summary><c>(a, b</c>, where EXCEPT could also be the set operation: <c>* EXCEPT (SELECT …)</c>.</summary>
    private bool IsNameList(int ahead) => cursor.IsSymbol("(", ahead) && cursor.IsName(ahead + 1)
        && (cursor.IsSymbol(",", ahead + 2) || cursor.IsSymbol(")", ahead + 2) || cursor.IsSymbol(".", ahead + 2));
}
