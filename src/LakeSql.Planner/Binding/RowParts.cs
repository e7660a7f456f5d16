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

    /// <summary>Functions that put the elements of a list together by a lambda.</summary>
    private static readonly HashSet<string> Reducing = new(Identifier.Comparer)
    {
        "reduce", "list_reduce", "array_reduce", "aggregate",
    };

    /// <summary>True for a call that puts the elements of a list together by a lambda.</summary>
    public static bool Reduces(FunctionCall call) => Reducing.Contains(call.Name.Last);

    /// <summary>
    /// The error for a lambda of such a call that uses anything but its parameters: the engine takes that from another
    /// row where the lists of the rows are of different lengths.
    /// </summary>
    public static LakeSqlException NotInReduce(FunctionCall call, SourceSpan span) => ErrorCode.InvalidUse.Error(
        $"the lambda of {call.Name.Last}() can use the elements and what was made of them alone", span,
        "put the rest into the elements first: list_transform(items, x -> {'item': x, 'other': other})");

    /// <exception cref="LakeSqlException">
    /// LSQ2022 for a window function, an aggregate, and a function that gives rows.
    /// </exception>
    public static void Check(FunctionCall call, RowPart part)
    {
        if (part == RowPart.Query)
        {
            return;
        }

        if (call.Over is null && GivesRows(call))
        {
            throw NoPlace($"{call.Name.Last}()", call.Span);
        }

        if (call.Over is not null || (call.Name.Parts.Count == 1 && IsAggregate(call, null)))
        {
            throw NoPlace(Called(call), call.Span);
        }
    }

    private static string Called(FunctionCall call) =>
        call.Over is not null ? "a window function" : $"the aggregate {call.Name.Last}()";

    /// <summary>True for a call that gives one value for many rows, or looks at many for each.</summary>
    /// <param name="call">The call, of one name.</param>
    /// <param name="function">What it is of Databricks' functions; null for one of the engine's.</param>
    public static bool IsAggregate(FunctionCall call, DatabricksFunction? function) => call.Over is not null
        || (function is null ? FunctionList.IsAggregate(call.Name.Last) : function.IsAggregate);

    /// <summary>
    /// Binds what an aggregate or window is over: in a function a query in it, not its parameters alone.
    /// </summary>
    /// <remarks>
    /// What is over nothing of its own query belongs to the one around that, as SQL has it, and so to the caller's: the
    /// function would see rows that it was not given.
    /// </remarks>
    /// <exception cref="LakeSqlException">LSQ2022.</exception>
    public static T OverOwnRows<T>(FunctionCall call, Scope scope, Func<T> bind)
    {
        var before = UsesInFunction(scope);
        var bound = bind();
        return before is var (own, given) && UsesInFunction(scope) is var (ownNow, givenNow) && ownNow == own
            && givenNow > given
                ? throw ErrorCode.InvalidUse.Error(
                    $"{Called(call)} has no place here: it is over parameters alone", call.Span,
                    "put them into FROM: (SELECT max(x) FROM (SELECT p AS x))")
                : bound;
    }

    /// <summary>How many columns of queries in a function, and of its parameters, were found; null elsewhere.</summary>
    private static (int Own, int Given)? UsesInFunction(Scope scope)
    {
        var (own, aliases) = (0, 0);
        for (var s = scope; s is not null; s = s.Parent)
        {
            if (s.IsParameters)
            {
                return (own, aliases + s.ColumnUses);
            }

            own += s.ColumnUses;
            aliases += s.AliasUses;
        }

        return null;
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
