using System.Text;
using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Functions;

/// <summary>Databricks' datetime patterns (<c>yyyy-MM-dd</c>) as those of strftime and strptime.</summary>
/// <remarks>A letter without a counterpart is an error with its place: a wrong date is worse than none.</remarks>
internal static class DatetimePatterns
{
    private static readonly Dictionary<string, string> Specifiers = new(StringComparer.Ordinal)
    {
        ["y"] = "%Y", ["yy"] = "%y", ["yyyy"] = "%Y",
        ["M"] = "%-m", ["MM"] = "%m", ["MMM"] = "%b", ["MMMM"] = "%B",
        ["L"] = "%-m", ["LL"] = "%m", ["LLL"] = "%b", ["LLLL"] = "%B",
        ["d"] = "%-d", ["dd"] = "%d", ["D"] = "%-j", ["DDD"] = "%j",
        ["E"] = "%a", ["EE"] = "%a", ["EEE"] = "%a", ["EEEE"] = "%A", ["a"] = "%p",
        ["h"] = "%-I", ["hh"] = "%I", ["H"] = "%-H", ["HH"] = "%H",
        ["m"] = "%-M", ["mm"] = "%M", ["s"] = "%-S", ["ss"] = "%S", ["SSS"] = "%g", ["SSSSSS"] = "%f",
    };

    /// <summary>Zones, where a value is written: the session's is UTC.</summary>
    private static readonly Dictionary<string, string> WrittenZones = new(StringComparer.Ordinal)
    {
        ["X"] = "Z", ["XX"] = "Z", ["XXX"] = "Z", ["x"] = "+00", ["xx"] = "+0000", ["xxx"] = "+00:00",
        ["Z"] = "+0000", ["ZZ"] = "+0000", ["ZZZ"] = "+0000", ["z"] = "UTC",
    };

    /// <summary>The pattern for the engine.</summary>
    /// <param name="pattern">A constant.</param>
    /// <param name="function">The function as written, for errors.</param>
    /// <param name="isParsing">True for strptime, false for strftime.</param>
    public static Literal Translate(Expression pattern, string function, bool isParsing) => pattern switch
    {
        Literal { Kind: LiteralKind.String } text when isParsing && !HasYear(text.Text) =>
            throw ErrorCode.InvalidLiteral.Error(
                $"the pattern '{text.Text}' has no year, so that it gives no day", text.Span),
        Literal { Kind: LiteralKind.String } text => text with { Text = Translate(text, isParsing) },
        Literal { Kind: LiteralKind.Null } none => none,
        _ => throw ErrorCode.InvalidUse.Error($"the pattern of {function} must be a constant", pattern.Span),
    };

    /// <summary>
    /// Databricks reads 70 by yy as 2070, the engine as 1970: a year before 2000 is moved on by a century.
    /// </summary>
    /// <param name="parse">A call of strptime with a pattern from here.</param>
    /// <param name="hold">Makes a tree in which a value is used more than once.</param>
    public static Expression InThisCentury(
        FunctionCall parse, Func<Expression, Func<Expression, Expression>, Expression> hold)
    {
        if (parse.Arguments[1].Value is not Literal pattern
            || !pattern.Text.Replace("%%", "", StringComparison.Ordinal).Contains("%y", StringComparison.Ordinal))
        {
            return parse;
        }

        Literal Number(string text) => new(parse.Span, LiteralKind.Number, text);
        var century = FunctionCall.Of(parse.Span, "to_years", Number("100"));
        return hold(parse, time => new Case(
            parse.Span,
            null,
            [new CaseWhen(
                new Binary(parse.Span, BinaryOperator.Less, FunctionCall.Of(parse.Span, "year", time), Number("2000")),
                new Binary(parse.Span, BinaryOperator.Add, time, century))],
            time));
    }

    private static bool HasYear(string pattern) =>
        pattern.Split('\'').Index().Any(p => p.Index % 2 == 0 && p.Item.Contains('y', StringComparison.Ordinal));

    private static string Translate(Literal literal, bool isParsing)
    {
        var pattern = literal.Text;
        var translated = new StringBuilder();
        for (var i = 0; i < pattern.Length;)
        {
            if (pattern[i] == '\'')
            {
                i = Quoted(literal, i, translated);
                continue;
            }

            var end = i + 1;
            while (char.IsAsciiLetter(pattern[i]) && end < pattern.Length && pattern[end] == pattern[i])
            {
                end++;
            }

            translated.Append(Specifier(literal, i, end, isParsing));
            i = end;
        }

        return translated.ToString();
    }

    private static string Specifier(Literal literal, int start, int end, bool isParsing)
    {
        var run = literal.Text[start..end];
        if (Specifiers.TryGetValue(run, out var specifier))
        {
            return specifier;
        }

        if (!isParsing && WrittenZones.TryGetValue(run, out var zone))
        {
            return zone;
        }

        if (isParsing && run[0] is 'X' or 'x' or 'Z')
        {
            return "%z";
        }

        return char.IsAsciiLetter(run[0]) || run[0] is '[' or ']' or '{' or '}' or '#'
            ? throw ErrorCode.InvalidLiteral.Error(
                $"'{run}' in the pattern '{literal.Text}' has no counterpart in LakeSql", Place(literal, start, end))
            : run == "%" ? "%%" : run;
    }

    /// <summary><c>'T'</c> is the letter itself, <c>''</c> an apostrophe; gives where to go on.</summary>
    private static int Quoted(Literal literal, int start, StringBuilder translated)
    {
        var pattern = literal.Text;
        for (var i = start + 1; i < pattern.Length; i++)
        {
            if (pattern[i] != '\'')
            {
                translated.Append(pattern[i] == '%' ? "%%" : pattern[i].ToString());
            }
            else if (i == start + 1 || (i + 1 < pattern.Length && pattern[i + 1] == '\''))
            {
                translated.Append('\'');
                if (i == start + 1)
                {
                    return i + 1;
                }

                i++;
            }
            else
            {
                return i + 1;
            }
        }

        throw ErrorCode.InvalidLiteral.Error(
            $"the quote in the pattern '{pattern}' is not closed", Place(literal, start, pattern.Length));
    }

    /// <summary>The part itself where the literal is written plainly, else the whole literal.</summary>
    private static SourceSpan Place(Literal literal, int start, int end) =>
        literal.Span.IsKnown && literal.Span.Length == literal.Text.Length + 2
            ? new SourceSpan(literal.Span.Start + 1 + start, end - start) : literal.Span;
}
