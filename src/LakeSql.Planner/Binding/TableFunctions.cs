using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Functions of the engine that stand in FROM and read nothing but their arguments.</summary>
internal static class TableFunctions
{
    private static readonly Dictionary<string, string[]> Known = new(Identifier.Comparer)
    {
        ["range"] = ["range"],
        ["generate_series"] = ["generate_series"],
        ["unnest"] = ["unnest"],
        ["json_each"] = ["key", "value", "type", "atom", "id", "parent", "fullkey", "path"],
        ["json_tree"] = ["key", "value", "type", "atom", "id", "parent", "fullkey", "path"],

        // The columns of these depend on their arguments.
        ["repeat"] = [],
        ["repeat_row"] = [],
        ["test_all_types"] = [],
        ["test_vector_types"] = [],
    };

    /// <summary>Their names.</summary>
    public static IReadOnlySet<string> Names { get; } = Known.Keys.ToHashSet(Identifier.Comparer);

    /// <summary>The names of the columns of a call whose arguments are bound.</summary>
    public static IReadOnlyList<string> ColumnsOf(TableFunction function, BindContext context)
    {
        if (Known[function.Name.Last] is { Length: > 0 } columns)
        {
            return columns;
        }

        var star = new SelectItem(function.Span, Star.All(function.Span), null);
        var bare = function with { WithOrdinality = false, Alias = null, Sample = null };
        var select = new Select(function.Span, [star]) { From = bare };
        var query = new BoundQuery(new Query(function.Span, select), []);
        return [.. context.Services.ColumnsOf(context.Authorize(query)).Select(c => c.Name)];
    }
}
