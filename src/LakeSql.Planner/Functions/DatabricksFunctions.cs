using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Functions;

/// <summary>
/// Functions that Databricks' scripts call and the engine names otherwise or does not have: the rows of
/// <c>databricks.txt</c>.
/// </summary>
/// <remarks>
/// A name that the engine has keeps the engine's meaning, as any SELECT of DuckDB works here. An overload takes only
/// what the engine refuses.
/// </remarks>
public static class DatabricksFunctions
{
    private const string Differs = "differs ";
    private const string Overload = "overload ";

    // Read at the first call of one of them, and parsed row by row at their first use: starting costs nothing.
    private static readonly Lazy<ILookup<string, DatabricksFunction>> Table =
        new(() => Read().ToLookup(f => f.Name, Identifier.Comparer));

    /// <summary>Names of the engine that have overloads.</summary>
    /// <remarks>
    /// Asked before the table is read, which costs milliseconds that a statement of the engine's functions need not
    /// spend. A test compares it with the table.
    /// </remarks>
    public static IReadOnlySet<string> Overloaded { get; } = new HashSet<string>(Identifier.Comparer)
    {
        "aggregate", "any_value", "date_add", "date_diff", "date_sub", "date_trunc", "datediff", "decode", "encode",
        "first", "first_value", "last", "last_value", "lpad", "map", "reduce", "rpad", "to_timestamp", "trunc",
    };

    /// <summary>All rows, in the table's order.</summary>
    public static IEnumerable<DatabricksFunction> All => Table.Value.SelectMany(f => f);

    /// <summary>Names with which the engine means something else than Databricks, and what to write instead.</summary>
    public static IEnumerable<(string Name, string Difference, string Instead)> Differences =>
        Blocks().Where(b => b.Row.StartsWith(Differs, StringComparison.Ordinal)).Select(b =>
        {
            var comma = b.Row.IndexOf(',', StringComparison.Ordinal);
            return (b.Row[Differs.Length..comma], b.Row[(comma + 2)..], b.Meaning);
        });

    /// <summary>The names that the engine does not have.</summary>
    public static IEnumerable<string> Names => All.Where(f => !f.IsOverload).Select(f => f.Name).Distinct();

    /// <summary>The row that a call means; null when the engine is meant or nothing is.</summary>
    internal static DatabricksFunction? Find(FunctionCall call, Scope scope) =>
        FunctionList.IsAllowed(call.Name.Last) && !Overloaded.Contains(call.Name.Last) ? null
            : Table.Value[call.Name.Last].FirstOrDefault(f => f.Takes(call, scope));

    /// <summary>The error for a known name with arguments that no row takes; null for an unknown name.</summary>
    internal static LakeSqlException? WrongArguments(FunctionCall call)
    {
        var name = call.Name.Last;
        var rows = Table.Value[name].ToArray();
        return rows.Length == 0 ? null : ErrorCode.TypeMismatch.Error(
            $"function {name} does not take these arguments", call.Span,
            "write " + string.Join(" or ", rows.Select(r => r.Signature)));
    }

    /// <summary>
    /// A row is <c>[overload] name(parameters) = expansion</c>, perhaps over more lines, up to a line
    /// <c>-- meaning</c>. With <c>:=</c> the expansion is code. <c>## …</c> is a heading, <c># …</c> a comment.
    /// </summary>
    private static IEnumerable<DatabricksFunction> Read() =>
        Blocks().Where(b => !b.Row.StartsWith(Differs, StringComparison.Ordinal))
            .Select(b => Row(b.Row, b.Section, b.Meaning));

    private static IEnumerable<(string Section, string Row, string Meaning)> Blocks()
    {
        var section = "";
        var row = "";
        foreach (var line in FunctionList.Lines("databricks.txt", keepHeadings: true))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }
            else if (line.StartsWith("-- ", StringComparison.Ordinal))
            {
                yield return (section, row, line[3..]);
                row = "";
            }
            else
            {
                row += row.Length == 0 ? line : "\n" + line.Trim();
            }
        }
    }

    private static DatabricksFunction Row(string text, string section, string meaning)
    {
        var isOverload = text.StartsWith(Overload, StringComparison.Ordinal);
        var close = text.IndexOf(") ", StringComparison.Ordinal);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var name = text[(isOverload ? Overload.Length : 0)..open];
        var parameters = text[(open + 1)..close].Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(Parameter).ToSequence();
        var isCoded = text[close + 2] == ':';
        var expansion = text[(text.IndexOf('=', close) + 2)..];
        return new DatabricksFunction(name, parameters, expansion, isCoded, isOverload, section, meaning);
    }

    private static DatabricksParameter Parameter(string text)
    {
        var parts = text.Split(": ", 2);
        var isRest = text.EndsWith('…');
        return new DatabricksParameter(
            isRest ? text[..^1] : parts[0], parts.Length == 2 ? parts[1] : null, isRest);
    }
}
