using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Binds the SELECT list: stars become columns and every item gets its name.</summary>
internal sealed class SelectListBinder(ExpressionBinder expressions, SourceTracker tracker)
{
    public (Sequence<SelectItem> Items, Sequence<OutputColumn> Columns) Bind(Sequence<SelectItem> items, Scope scope)
    {
        var bound = new List<SelectItem>();
        var columns = new List<OutputColumn>();
        foreach (var item in items)
        {
            if (item.Value is Star star)
            {
                Expand(star, scope, bound, columns);
                continue;
            }

            var value = tracker.Track(() => expressions.Bind(item.Value, scope), out var sources);
            Add(item, value, item.Alias ?? NameOf(item.Value), sources, bound, columns);
            if (item.Alias is not null)
            {
                scope.Aliases.TryAdd(item.Alias, sources);
            }
        }

        return (bound.ToSequence(), columns.ToSequence());
    }

    private static void Add(
        SelectItem item, Expression value, string name, IReadOnlySet<ColumnSource> sources,
        List<SelectItem> bound, List<OutputColumn> columns)
    {
        bound.Add(item with { Value = value, Alias = name });
        columns.Add(new OutputColumn(name, sources));
    }

    private void Expand(Star star, Scope scope, List<SelectItem> bound, List<OutputColumn> columns)
    {
        var relations = star.Qualifier is null
            ? scope.Relations
            : [.. scope.Relations.Where(r => r.IsCalled(star.Qualifier.Parts))];
        if (relations.Count == 0)
        {
            throw star.Qualifier is null
                ? ErrorCode.InvalidUse.Error("* needs a FROM clause", star.Span)
                : ErrorCode.TableNotFound.Error($"table {star.Qualifier} is not in FROM", star.Span);
        }

        var left = star.Exclude.ToHashSet(Identifier.Comparer);
        var replaced = star.Replace.ToDictionary(r => r.Alias!, Identifier.Comparer);
        foreach (var (column, value, sources) in ColumnsOf(relations, star, scope))
        {
            if (left.Remove(column) || star.Exclude.Contains(column, Identifier.Comparer))
            {
                continue;
            }

            var name = star.Rename.FirstOrDefault(r => Identifier.Same(r.From, column))?.To ?? column;
            var item = new SelectItem(star.Span, value, name);
            if (replaced.TryGetValue(column, out var replacement))
            {
                var other = tracker.Track(() => expressions.Bind(replacement.Value, scope), out var otherSources);
                Add(item, other, name, otherSources, bound, columns);
            }
            else
            {
                tracker.Add(sources);
                Add(item, value, name, sources, bound, columns);
            }
        }

        if (left.FirstOrDefault() is { } unknown)
        {
            throw ErrorCode.ColumnNotFound.Error(
                $"column {Identifier.Quote(unknown)} in EXCLUDE is not among the columns", star.Span);
        }
    }

    private static IEnumerable<(string Name, Expression Value, IReadOnlySet<ColumnSource> Sources)> ColumnsOf(
        IReadOnlyList<Relation> relations, Star star, Scope scope)
    {
        foreach (var relation in relations)
        {
            foreach (var column in relation.Columns)
            {
                // A merged column is shown once, at its left-most place, unless its own relation is asked for.
                if (star.Qualifier is null && relation.Merged.Contains(column.Name))
                {
                    continue;
                }

                if (star.Qualifier is null && scope.MergedColumns.TryGetValue(column.Name, out var merged))
                {
                    yield return (column.Name, merged.Value, merged.Sources);
                }
                else
                {
                    yield return (column.Name, new BoundColumn(star.Span, relation.Id, column.Name), column.Sources);
                }
            }
        }
    }

    /// <summary>
    /// The name of an item without alias: the column's or field's own, else its text, as DuckDB writes it.
    /// </summary>
    private static string NameOf(Expression expression) => expression switch
    {
        ColumnReference c => c.Parts[^1],
        FieldAccess f => f.Field,
        Predict => "predict",
        FunctionCall { Arguments: [{ Value: Star }] } f => $"{f.Name.Last.ToLowerInvariant()}_star()",
        FunctionCall { Over: null, Filter: null, Distinct: false } f =>
            $"{f.Name.Last.ToLowerInvariant()}({string.Join(", ", f.Arguments.Select(a => NameOf(a.Value)))})",
        Literal { Kind: LiteralKind.String } l => $"'{l.Text}'",
        Binary b when b.Left is not Binary { Left: Binary } => $"({b.ToSql()})",
        Binary => "expression",
        Cast c => $"CAST({NameOf(c.Operand)} AS {c.Type.Name})",
        _ => expression.ToSql(),
    };
}
