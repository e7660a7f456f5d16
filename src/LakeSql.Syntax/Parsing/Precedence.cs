using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>How tightly operators bind, as in DuckDB; higher binds tighter.</summary>
internal static class Precedence
{
    public const int Or = 1;
    public const int And = 2;
    public const int Not = 3;
    public const int Is = 4;
    public const int Comparison = 5;
    public const int In = 6;
    public const int Other = 7;
    public const int Additive = 8;
    public const int Multiplicative = 9;
    public const int Power = 10;
    public const int Postfix = 11;
    public const int Sign = 12;

    /// <summary>The canonical sign of each operator.</summary>
    private static readonly string[] Signs = MakeSigns();

    /// <summary>The operator at the cursor, or null.</summary>
    public static (BinaryOperator Operator, int Level, int TokenCount)? Binary(Cursor cursor)
    {
        if (cursor.Kind == SqlToken.Symbol)
        {
            // <=> compares, though the words for the same bind as IS does.
            return OfSign(cursor.Text()) is not { } found || LimitParser.IsPercentSign(cursor) ? null
                : (found, found == BinaryOperator.IsNotDistinctFrom ? Comparison : LevelOf(found), 1);
        }

        if (cursor.Kind != SqlToken.Word)
        {
            return null;
        }

        return cursor.IsWord("AND") ? (BinaryOperator.And, And, 1)
            : cursor.IsWord("OR") ? (BinaryOperator.Or, Or, 1)
            : cursor.IsWord("DIV") ? (BinaryOperator.IntegerDivide, Multiplicative, 1)
            : null;
    }

    /// <summary>The pattern match that a sign such as <c>~~</c> stands for.</summary>
    public static (LikeKind Kind, bool Negated)? LikeSign(Cursor cursor) =>
        cursor.IsSymbol("~~") ? (LikeKind.Like, false)
        : cursor.IsSymbol("!~~") ? (LikeKind.Like, true)
        : cursor.IsSymbol("~~*") ? (LikeKind.ILike, false)
        : cursor.IsSymbol("!~~*") ? (LikeKind.ILike, true)
        : cursor.IsSymbol("~~~") ? (LikeKind.Glob, false)
        : null;

    /// <summary>True at a word that NOT may stand before: IN, LIKE and their like.</summary>
    public static bool IsNegatable(Cursor cursor, int ahead) =>
        cursor.IsWord("IN", ahead) || cursor.IsWord("LIKE", ahead) || cursor.IsWord("ILIKE", ahead)
        || cursor.IsWord("BETWEEN", ahead) || cursor.IsWord("RLIKE", ahead) || cursor.IsWord("GLOB", ahead)
        || (cursor.IsWord("SIMILAR", ahead) && cursor.IsWord("TO", ahead + 1));

    /// <summary>The level at which an operator is written.</summary>
    public static int LevelOf(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => Or,
        BinaryOperator.And => And,
        BinaryOperator.IsDistinctFrom or BinaryOperator.IsNotDistinctFrom => Is,
        BinaryOperator.Equal or BinaryOperator.NotEqual or BinaryOperator.Less or BinaryOperator.LessOrEqual
            or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual => Comparison,
        BinaryOperator.Add or BinaryOperator.Subtract => Additive,
        BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.IntegerDivide or BinaryOperator.Modulo =>
            Multiplicative,
        BinaryOperator.Power => Power,
        _ => Other,
    };

    /// <summary>The canonical sign of an operator.</summary>
    public static string SignOf(BinaryOperator op) => Signs[(int)op];

    private static BinaryOperator? OfSign(ReadOnlySpan<char> sign) => sign switch
    {
        "=" or "==" => BinaryOperator.Equal,
        "<>" or "!=" => BinaryOperator.NotEqual,
        "<" => BinaryOperator.Less,
        "<=" => BinaryOperator.LessOrEqual,
        ">" => BinaryOperator.Greater,
        ">=" => BinaryOperator.GreaterOrEqual,
        "<=>" => BinaryOperator.IsNotDistinctFrom,
        "||" => BinaryOperator.Concat,
        "&" => BinaryOperator.BitAnd,
        "|" => BinaryOperator.BitOr,
        "<<" => BinaryOperator.ShiftLeft,
        ">>" => BinaryOperator.ShiftRight,
        "->" => BinaryOperator.JsonGet,
        "->>" => BinaryOperator.JsonGetText,
        "~" => BinaryOperator.RegexMatch,
        "!~" => BinaryOperator.RegexNotMatch,
        "@>" => BinaryOperator.Contains,
        "<@" => BinaryOperator.ContainedBy,
        "&&" => BinaryOperator.Overlaps,
        "^@" => BinaryOperator.StartsWith,
        "<->" => BinaryOperator.Distance,
        "+" => BinaryOperator.Add,
        "-" => BinaryOperator.Subtract,
        "*" => BinaryOperator.Multiply,
        "/" => BinaryOperator.Divide,
        "//" => BinaryOperator.IntegerDivide,
        "%" => BinaryOperator.Modulo,
        "^" or "**" => BinaryOperator.Power,
        _ => null,
    };

    /// <summary>Of two signs for one operator the first one here is canonical.</summary>
    private static string[] MakeSigns()
    {
        var signs = Enum.GetNames<BinaryOperator>();
        string[] written =
        [
            "=", "<>", "<", "<=", ">", ">=", "||", "&", "|", "<<", ">>", "->", "->>", "~", "!~", "@>", "<@", "&&",
            "^@", "<->", "+", "-", "*", "/", "//", "%", "^",
        ];
        foreach (var sign in written)
        {
            signs[(int)OfSign(sign)!.Value] = sign;
        }

        signs[(int)BinaryOperator.Or] = "OR";
        signs[(int)BinaryOperator.And] = "AND";
        signs[(int)BinaryOperator.IsDistinctFrom] = "IS DISTINCT FROM";
        signs[(int)BinaryOperator.IsNotDistinctFrom] = "IS NOT DISTINCT FROM";
        signs[(int)BinaryOperator.BitXor] = "XOR";
        return signs;
    }
}
