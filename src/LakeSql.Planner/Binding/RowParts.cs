using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Functions;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>What has no place in an expression on one row.</summary>
internal static class RowParts
{
    /// <summary>Functions that give several rows for one, or none.</summary>
    private static readonly HashSet<string> OfRows = new(Identifier.Comparer)
    {
        "unnest", "generate_subscripts", "explode", "explode_outer", "posexplode", "posexplode_outer", "inline",
        "inline_outer", "stack",
    };

    /// <summary>True for a call of a function that gives several rows for one, or none.</summary>
    public static bool GivesRows(FunctionCall call) => OfRows.Contains(call.Name.Last);

    /// <exception cref="LakeSqlException">
    /// LSQ2022 for a window function, an aggregate, and a function that gives rows.
    /// </exception>
    public static void Check(FunctionCall call, RowPart part)
    {
        if (part == RowPart.Query)
        {
            return;
        }

        if (call.Over is not null || GivesRows(call))
        {
            throw NoPlace(call.Over is not null ? "a window function" : $"{call.Name.Last}()", call.Span);
        }

        if (call.Name.Parts.Count == 1 && FunctionList.IsAggregate(call.Name.Last))
        {
            throw NoPlace($"the aggregate {call.Name.Last}()", call.Span);
        }
    }

    /// <summary>The error for a parameter in a text that is kept: whoever uses it would give the value.</summary>
    public static LakeSqlException NoParameter(SourceSpan span) => ErrorCode.InvalidUse.Error(
        "a parameter has no place in a text that is kept", span, "write its value as a constant");

    /// <summary>LSQ2022 for a text that is about to be kept and has parameters, wherever they stand in it.</summary>
    public static void RefuseParameters(SyntaxNode text)
    {
        if (SqlParser.HasParameters(text.ToSql()))
        {
            throw NoParameter(text.Span);
        }
    }

    /// <summary>The error for a part that has no place there.</summary>
    public static LakeSqlException NoPlace(string what, SourceSpan span) =>
        ErrorCode.InvalidUse.Error($"{what} has no place here: the value depends on its row alone", span);
}
