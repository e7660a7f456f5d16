using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Syntax;

namespace LakeSql.Planner.Statements;

/// <summary>Whether the engine can compute the rules of a table from one row, as it must for every write.</summary>
/// <remarks>What has no place in a rule at all is refused where it is bound, as <c>RowPart.Rule</c>.</remarks>
internal static class RuleTypes
{
    /// <summary>A CHECK is a condition on one row.</summary>
    public static void RequireCondition(
        string condition, IReadOnlyList<ColumnDefinition> columns, BindContext context)
    {
        var row = string.Join(", ", columns.Select(
            c => $"CAST(NULL AS {TypeOf(c.Type)}) AS {Identifier.Quote(c.Name)}"));
        _ = Columns($"SELECT 1 AS x FROM (SELECT {row}) AS t WHERE ({condition})", context);
        var type = Columns($"SELECT ({condition}) AS x FROM (SELECT {row}) AS t", context)[0];
        if (type.Type != PrimitiveType.Boolean && type.Type is not EngineType)
        {
            throw ErrorCode.TypeMismatch.Error($"a CHECK is true or false, and this is {type.Type.Name}");
        }
    }

    /// <summary>A default is a value of its column's type.</summary>
    public static void RequireValue(string value, DataType type, BindContext context)
    {
        _ = Columns($"SELECT 1 AS x WHERE ({value}) IS NULL", context);
        _ = context.ValuesOf(Bound(
            $"SELECT CAST(CAST(({value}) AS {TypeOf(type)}) IS NULL AS STRING) AS x", context));
    }

    private static IReadOnlyList<ColumnDefinition> Columns(string query, BindContext context) =>
        context.Services.ColumnsOf(context.Authorize(Bound(query, context)));

    private static BoundQuery Bound(string query, BindContext context) =>
        QueryBinder.BindTop(SqlParser.ParseQuery(query), context);

    private static string TypeOf(DataType type) => type == PrimitiveType.Image ? PrimitiveType.Binary.Name : type.Name;
}
