using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Types of bound expressions, which the engine knows.</summary>
internal static class TypeProbe
{
    /// <summary>The type of a value over the rows of a FROM clause; null when it cannot be told alone.</summary>
    public static DataType? Of(Expression value, Scope scope, BindContext context) =>
        Columns(value, scope, context) is [var only] ? only.Type : null;

    /// <summary>The columns that a value becomes: UNNEST of a struct becomes several.</summary>
    /// <remarks>
    /// What reads a query around this one cannot be asked about by itself; such a value counts as one column of unknown
    /// type.
    /// </remarks>
    public static IReadOnlyList<ColumnDefinition> Columns(Expression value, Scope scope, BindContext context)
    {
        var select = new Select(value.Span, [new SelectItem(value.Span, value, null)]) { From = scope.From };
        var query = Alone(new Query(value.Span, select), scope);
        try
        {
            return context.Services.ColumnsOf(context.Authorize(new BoundQuery(query, [])));
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.InvalidQuery || e.Code == ErrorCode.TypeMismatch
            || e.Code == ErrorCode.InvalidUse)
        {
            return [];
        }
    }

    /// <summary>A bound query by itself: with the common tables around it, the outer ones first.</summary>
    public static Query Alone(Query query, Scope scope)
    {
        var tables = query.With?.Tables.ToList() ?? [];
        for (var s = scope; s is not null; s = s.Parent)
        {
            tables.InsertRange(0, s.BoundTables);
        }

        return tables.Count == 0 ? query
            : query with { With = new With(tables[0].Span, true, tables.ToSequence()) };
    }
}
