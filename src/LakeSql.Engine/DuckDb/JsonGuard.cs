using DuckDB.NET.Data;
using DuckDB.NET.Data.DataChunk.Reader;
using DuckDB.NET.Data.DataChunk.Writer;
using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>Looks at text before functions that recurse through JSON and would die of deep nesting.</summary>
/// <remarks>
/// The text goes through a function of ours that gives it back, or fails. It is volatile: the engine may otherwise call
/// it on values that no row holds. Constants are looked at when they are written, as some functions need constants.
/// </remarks>
internal static class JsonGuard
{
    private const string Function = "lakesql_json_guard";

    private static readonly HashSet<string> Guarded =
    [
        "from_json", "from_json_strict", "json_contains", "json_group_structure", "json_merge_patch", "json_structure",
        "json_transform", "json_transform_strict",
    ];

    /// <summary>True for the functions whose arguments must be looked at.</summary>
    public static bool Guards(string function) => Guarded.Contains(function);

    /// <summary>Makes the function known to a database.</summary>
    public static void Register(DuckDBConnection connection) => connection.RegisterScalarFunction<string, string>(
        Function, Pass, new ScalarFunctionOptions { IsPureFunction = false, HandlesNulls = true });

    /// <summary>Writes an argument.</summary>
    public static void Write(FunctionArgument argument, DuckDbSql sql, ExpressionRenderer expressions)
    {
        if (argument.Value is Literal literal)
        {
            if (JsonDepth.IsTooDeep(literal.Text))
            {
                throw ErrorCode.InvalidData.Error(JsonDepth.Message, literal.Span);
            }

            expressions.WriteArgument(argument);
            return;
        }

        expressions.Wrap($"{Function}(CAST(", argument.Value, " AS VARCHAR))");
    }

    private static void Pass(IReadOnlyList<IDuckDBDataReader> readers, IDuckDBDataWriter writer, ulong rowCount)
    {
        for (ulong row = 0; row < rowCount; row++)
        {
            if (!readers[0].IsValid(row))
            {
                writer.WriteNull(row);
                continue;
            }

            var text = readers[0].GetValue<string>(row);
            if (JsonDepth.IsTooDeep(text))
            {
                throw new InvalidOperationException(JsonDepth.Message);
            }

            writer.WriteValue(text, row);
        }
    }
}
