using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Binds the SELECT list: stars become columns and every item gets its name.</summary>
internal sealed class SelectListBinder(BindContext context, ExpressionBinder expressions, SourceTracker tracker)
{
    private readonly List<SelectItem> bound = [];
    private readonly List<OutputColumn> columns = [];

    public (Sequence<SelectItem> Items, Sequence<OutputColumn> Columns) Bind(Sequence<SelectItem> items, Scope scope)
    {
        foreach (var item in items)
        {
            switch (item.Value)
            {
                case Star star:
                    AddAll(item, expressions.Stars.ColumnsOf(star, scope));
                    break;
                case Like { Operand: Star star } like:
                    AddAll(item, expressions.Stars.ColumnsOf(like, star, scope));
                    break;
                case Binary { Operator: BinaryOperator.RegexMatch, Left: Star star } match:
                    AddAll(item, expressions.Stars.ColumnsOf(match, star, scope));
                    break;
                case FunctionCall call when Generators.Find(call) is { } generator:
                    BindGenerated(item, generator(call, e => TypeProbe.Of(expressions.Bind(e, scope), scope, context)),
                        scope);
                    break;
                default:
                    BindItem(item, item.Alias, scope);
                    break;
            }
        }

        return (bound.ToSequence(), columns.ToSequence());
    }

    /// <summary><c>explode(x)</c> and its like in the list: each becomes one column or more.</summary>
    private void BindGenerated(SelectItem item, IReadOnlyList<SelectItem> generated, Scope scope)
    {
        foreach (var one in generated)
        {
            BindItem(one, generated.Count == 1 ? item.Alias ?? one.Alias : one.Alias, scope);
        }
    }

    private void BindItem(SelectItem item, string? alias, Scope scope) =>
        expressions.BindEach(item.Value, scope, (value, sources, expansion) =>
        {
            if (expansion is not null)
            {
                var renamed = alias is null ? expansion.Name
                    : expressions.Stars.Renamed(expansion.Name, expansion.Node!, alias);
                Add(item, value, renamed, sources);
            }
            else if (IsUnnest(value) && TypeProbe.Columns(value, scope, context) is { Count: > 1 } parts)
            {
                // The engine makes several columns of one item, which then has no alias.
                bound.Add(item with { Value = value, Alias = null });
                columns.AddRange(parts.Select(p => new OutputColumn(p.Name, sources)));
            }
            else
            {
                Add(item, value, alias ?? NameOf(item.Value, value), sources);
            }

            if (alias is not null)
            {
                scope.Aliases.TryAdd(alias, sources);
            }
        });

    private void AddAll(SelectItem item, IReadOnlyList<StarColumn> stars)
    {
        foreach (var column in stars)
        {
            tracker.Add(column.Sources);
            Add(item, column.Value, item.Alias ?? column.Name, column.Sources);
        }
    }

    private void Add(SelectItem item, Expression value, string name, IReadOnlySet<ColumnSource> sources)
    {
        bound.Add(item with { Value = value, Alias = name });
        columns.Add(new OutputColumn(name, sources));
    }

    /// <summary>A struct unnests to its fields; a list that is written out does so to one column.</summary>
    private static bool IsUnnest(Expression value) =>
        value is FunctionCall { Name.Parts: [var name], Arguments: [{ Value: not ArrayLiteral }, ..] or [_, _, ..] }
        && Identifier.Same(name, "unnest");

    /// <summary>A column is called as its table spells it, whatever the case of the text.</summary>
    private static string NameOf(Expression written, Expression bound) =>
        written is ColumnReference or PositionalReference or FunctionCall { IsBare: true }
        && bound is BoundColumn column ? column.Column : ColumnNames.Of(written);
}
