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
    /// <remarks>What cannot be asked about by itself counts as one column of unknown type.</remarks>
    public static IReadOnlyList<ColumnDefinition> Columns(Expression value, Scope scope, BindContext context)
    {
        IReadOnlyList<ColumnDefinition>? Over(TableExpression? from)
        {
            var select = new Select(value.Span, [new SelectItem(value.Span, value, null)]) { From = from };
            return Asked(Alone(new Query(value.Span, select), scope), context);
        }

        return Over(scope.From) ?? (Around(scope) is { } around ? Over(around) : null) ?? [];
    }

    /// <summary>The rows of FROM beside those of the queries around it; null where these have none.</summary>
    private static TableExpression? Around(Scope scope)
    {
        var all = scope.From;
        for (var s = scope.Parent; s is not null; s = s.Parent)
        {
            all = s.From is null ? all : all is null ? s.From
                : new Join(all.Span, JoinKind.Cross, s.From, all, null, [], false);
        }

        return ReferenceEquals(all, scope.From) ? null : all;
    }

    private static IReadOnlyList<ColumnDefinition>? Asked(Query query, BindContext context)
    {
        try
        {
            return context.Services.ColumnsOf(context.Authorize(new BoundQuery(query, [])));
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.InvalidQuery || e.Code == ErrorCode.TypeMismatch
            || e.Code == ErrorCode.InvalidUse)
        {
            return null;
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
