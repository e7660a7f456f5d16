using System.Runtime.CompilerServices;
using System.Text.Json;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Bound;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>The columns of a view are those that its query had when it was made, by their names.</summary>
/// <remarks><c>SELECT *</c> gives what its tables have now: more columns, others, or these in another order.</remarks>
public static class ViewColumns
{
    /// <summary>The property of a view that names the columns of its query.</summary>
    public const string QueryColumns = "query_columns";

    /// <summary>
    /// The property of a view, and of a function that gives a table, with the types of its columns by their names.
    /// </summary>
    public const string Types = "column_types";

    private static readonly ConditionalWeakTable<Securable, DataType[]> KnownTypes = [];

    /// <summary>The columns of a view or function with the types that they had when it was made.</summary>
    internal static IReadOnlyList<RelationColumn> Typed(IReadOnlyList<RelationColumn> columns, Securable made) =>
        KnownTypes.GetValue(made, TypesOf) is var types && types.Length == columns.Count
            ? [.. columns.Zip(types, (column, type) => column with { Type = type })] : columns;

    private static DataType[] TypesOf(Securable made) => made.Properties.TryGetValue(Types, out var names)
        ? [.. JsonSerializer.Deserialize<string[]>(names)!.Select(SqlParser.ParseTypeName)] : [];

    /// <summary>The query with the columns that it had.</summary>
    /// <exception cref="LakeSqlException">LSQ2022 when it has lost one.</exception>
    internal static BoundQuery InOrder(
        BoundQuery query, Securable view, string fullName, SourceSpan span, BindContext context)
    {
        // Views made by earlier versions do not know it.
        if (!view.Properties.TryGetValue(QueryColumns, out var text))
        {
            return query;
        }

        var wanted = SqlNames.Split(text);
        var given = query.Columns.Select(c => c.Name).ToList();
        if (wanted.SequenceEqual(given, Identifier.Comparer))
        {
            return query;
        }

        // Names that occur twice are told apart by which of them it is.
        var positions = wanted.Select((name, i) => PositionOf(
            name, wanted.Take(i).Count(n => Identifier.Same(n, name)), given)).ToList();
        if (positions.IndexOf(-1) is >= 0 and var lost)
        {
            throw ErrorCode.InvalidUse.Error(
                $"view {fullName} cannot be read any more", span,
                context.User == view.Owner ? $"its query has no column {Identifier.Quote(wanted[lost])} now" : null);
        }

        var relation = context.NextRelation();
        var names = given.Select((_, i) => $"c{i}").ToSequence();
        var items = positions.Select((p, i) => new SelectItem(
            query.Tree.Span, new BoundColumn(query.Tree.Span, relation, names[p]), wanted[i])).ToSequence();
        var inner = new DerivedTable(query.Tree.Span, query.Tree, false, new TableAlias(relation, names), null);
        return new BoundQuery(
            new Query(query.Tree.Span, new Select(query.Tree.Span, items) { From = inner }),
            positions.Select((p, i) => query.Columns[p] with { Name = wanted[i] }).ToSequence());
    }

    private static int PositionOf(string name, int occurrence, List<string> given) =>
        given.Select((n, i) => (Name: n, Position: i)).Where(g => Identifier.Same(g.Name, name))
            .Select(g => g.Position).Skip(occurrence).DefaultIfEmpty(-1).First();
}
