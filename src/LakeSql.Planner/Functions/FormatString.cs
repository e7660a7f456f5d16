using System.Text.RegularExpressions;
using LakeSql.Common.Errors;
using LakeSql.Common.Types;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Functions;

/// <summary><c>format_string('%s: %5d', a, b)</c>: the pieces of the pattern, each with its value.</summary>
/// <remarks>
/// The engine's printf wants the type that the letter says, and one NULL makes all of it NULL. Databricks writes any
/// value by %s, and null for NULL.
/// </remarks>
internal static partial class FormatString
{
    public static Expression Make(FunctionCall call, Literal pattern, Expression[] values)
    {
        var pieces = new List<Expression>();
        var next = 0;
        foreach (Match match in Piece().Matches(pattern.Text))
        {
            if (match.Value is not ['%', ..])
            {
                pieces.Add(Text(call, match.Value));
                continue;
            }

            if (match.Value is "%%" or "%n")
            {
                pieces.Add(Text(call, match.Value == "%%" ? "%" : "\n"));
                continue;
            }

            if (!match.Groups["letter"].Success || next == values.Length)
            {
                throw ErrorCode.InvalidLiteral.Error(
                    match.Groups["letter"].Success ? $"'{match.Value}' has no value"
                    : $"'{match.Value}' in the pattern '{pattern.Text}' has no counterpart in LakeSql", pattern.Span);
            }

            pieces.Add(Formatted(call, match.Value, match.Groups["letter"].Value, values[next++]));
        }

        return pieces.Count == 0 ? Text(call, "")
            : pieces.Aggregate((a, b) => new Binary(call.Span, BinaryOperator.Concat, a, b));
    }

    private static FunctionCall Formatted(FunctionCall call, string piece, string letter, Expression value)
    {
        var type = letter switch { "s" => "VARCHAR", "d" => "BIGINT", _ => "DOUBLE" };
        var cast = new Cast(call.Span, value, SqlParser.ParseEngineType(type), false);
        FunctionCall Printed(Expression written) => FunctionCall.Of(call.Span, "printf", Text(call, piece), written);
        FunctionCall OrNull(Expression written) => FunctionCall.Of(call.Span, "coalesce", written, Text(call, "null"));
        return letter == "s" ? Printed(OrNull(cast)) : OrNull(Printed(cast));
    }

    private static Literal Text(FunctionCall call, string text) => new(call.Span, LiteralKind.String, text);

    [GeneratedRegex("%%|%n|%[-+ 0,]*[0-9]*([.][0-9]+)?(?<letter>[sdfeE])|%.?|[^%]+", RegexOptions.Singleline)]
    private static partial Regex Piece();
}
