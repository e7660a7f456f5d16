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

    private static readonly Dictionary<string, (BinaryOperator Operator, int Level)> Symbols = new()
    {
        ["="] = (BinaryOperator.Equal, Comparison), ["=="] = (BinaryOperator.Equal, Comparison),
        ["<>"] = (BinaryOperator.NotEqual, Comparison), ["!="] = (BinaryOperator.NotEqual, Comparison),
        ["<"] = (BinaryOperator.Less, Comparison), ["<="] = (BinaryOperator.LessOrEqual, Comparison),
        [">"] = (BinaryOperator.Greater, Comparison), [">="] = (BinaryOperator.GreaterOrEqual, Comparison),
        ["<=>"] = (BinaryOperator.IsNotDistinctFrom, Comparison),
        ["||"] = (BinaryOperator.Concat, Other), ["&"] = (BinaryOperator.BitAnd, Other),
        ["|"] = (BinaryOperator.BitOr, Other), ["<<"] = (BinaryOperator.ShiftLeft, Other),
        [">>"] = (BinaryOperator.ShiftRight, Other), ["->"] = (BinaryOperator.JsonGet, Other),
        ["->>"] = (BinaryOperator.JsonGetText, Other), ["~"] = (BinaryOperator.RegexMatch, Other),
        ["!~"] = (BinaryOperator.RegexNotMatch, Other), ["@>"] = (BinaryOperator.Contains, Other),
        ["<@"] = (BinaryOperator.ContainedBy, Other), ["&&"] = (BinaryOperator.Overlaps, Other),
        ["^@"] = (BinaryOperator.StartsWith, Other), ["<->"] = (BinaryOperator.Distance, Other),
        ["+"] = (BinaryOperator.Add, Additive), ["-"] = (BinaryOperator.Subtract, Additive),
        ["*"] = (BinaryOperator.Multiply, Multiplicative), ["/"] = (BinaryOperator.Divide, Multiplicative),
        ["//"] = (BinaryOperator.IntegerDivide, Multiplicative), ["%"] = (BinaryOperator.Modulo, Multiplicative),
        ["^"] = (BinaryOperator.Power, Power), ["**"] = (BinaryOperator.Power, Power),
    };

    private static readonly Dictionary<string, (BinaryOperator Operator, int Level)>.AlternateLookup<ReadOnlySpan<char>>
        BySpan = Symbols.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The operator at the cursor, or null.</summary>
    public static (BinaryOperator Operator, int Level, int TokenCount)? Binary(Cursor cursor)
    {
        if (cursor.Kind == SqlToken.Symbol)
        {
            return BySpan.TryGetValue(cursor.Text(), out var found) && !LimitParser.IsPercentSign(cursor)
                ? (found.Operator, found.Level, 1) : null;
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
        BinaryOperator.BitXor => Other,
        _ => Symbols.Values.First(s => s.Operator == op).Level,
    };

    /// <summary>The canonical sign of an operator.</summary>
    public static string SignOf(BinaryOperator op) => op switch
    {
        BinaryOperator.Or => "OR",
        BinaryOperator.And => "AND",
        BinaryOperator.IsDistinctFrom => "IS DISTINCT FROM",
        BinaryOperator.IsNotDistinctFrom => "IS NOT DISTINCT FROM",
        BinaryOperator.BitXor => "XOR",
        _ => Symbols.First(s => s.Value.Operator == op).Key,
    };
}
