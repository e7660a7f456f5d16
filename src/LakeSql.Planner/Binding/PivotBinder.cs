using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Turns PIVOT into plain SELECTs over the rows that it works on.</summary>
/// <remarks>
/// A pivot groups twice: first by its groups and the values that become columns, then by its groups alone, where each
/// new column takes the one row of its value. So an aggregate is computed once, however many columns there are. Values
/// compare as text, as in DuckDB.
/// </remarks>
internal sealed class PivotBinder(
    BindContext context, QueryBinder queries, ExpressionBinder expressions, SourceTracker tracker)
{
    /// <summary>As many columns as DuckDB makes of a pivot.</summary>
    private const int ColumnsMax = 100_000;

    /// <summary>Aggregates that are 0 and not NULL where no row is.</summary>
    private static readonly HashSet<string> Counts = new(Identifier.Comparer)
    {
        "count", "count_star", "count_if", "approx_count_distinct", "regr_count",
    };

    /// <summary>The pivot as a query.</summary>
    public BoundQuery Bind(Pivot pivot, Scope outer, FromBinder from)
    {
        var scope = new Scope(outer);
        var firstScan = context.Resolution.Scans.Count;
        var (table, relation) = from.BindWhole(pivot.Source, scope);
        scope.From = table;
        context.AddPart(firstScan, canFail: true);
        scope.Touched = new HashSet<string>(Identifier.Comparer);
        var span = pivot.Source.Span;
        var aggregates = pivot.Aggregates.Count > 0
            ? pivot.Aggregates.Select(a => BindPart(a.Value, a.Alias, scope)).ToArray()
            : pivot.Columns.Count > 0 ? [BindPart(CountOf(span), null, scope)]
            : [];
        var values = pivot.Columns.SelectMany(c => c.Expressions)
            .Select(e => BindPart(AsText(e), null, scope)).ToArray();
        Part[] groups = pivot.GroupBy.Count > 0 ? [.. pivot.GroupBy.Select(e => BindPart(e, null, scope))]
            : pivot.Columns.Count == 0 ? []
            : [.. relation.Columns.Where(c => !scope.Touched.Contains(c.Name))
                .Select(c => new Part(new BoundColumn(span, relation.Id, c.Name), c.Name, c.Name, c.Sources, false))];
        foreach (var group in groups)
        {
            context.Resolution.AddIndirect(group.Sources, "GROUP");
        }

        if (pivot.Columns.Count == 0)
        {
            return Grouped(span, table, groups, [.. groups, .. aggregates], p => p.Name);
        }

        var names = new Dictionary<Part, string>(ReferenceEqualityComparer.Instance);
        foreach (var part in (Part[])[.. groups, .. values, .. aggregates])
        {
            names[part] = $"c{names.Count}";
        }

        var first = Grouped(span, table, [.. groups, .. values], [.. names.Keys], p => names[p]);
        return Regrouped(pivot, first, groups, values, aggregates, names, scope, outer);
    }

    private static BoundQuery Grouped(
        SourceSpan span, TableExpression table, Part[] keys, Part[] parts, Func<Part, string> nameOf)
    {
        var elements = keys.Select(k => new GroupingElement(span, GroupingKind.Expression, [k.Value], []));
        var select = new Select(span, parts.Select(p => new SelectItem(span, p.Value, nameOf(p))).ToSequence())
        {
            From = table,
            GroupBy = keys.Length > 0 ? new GroupBy(span, false, elements.ToSequence()) : null,
        };
        return new BoundQuery(
            new Query(span, select), parts.Select(p => new OutputColumn(nameOf(p), p.Sources)).ToSequence());
    }

    /// <summary>The second grouping: a column for each value and aggregate.</summary>
    private BoundQuery Regrouped(
        Pivot pivot, BoundQuery first, Part[] groups, Part[] values, Part[] aggregates, Dictionary<Part, string> names,
        Scope scope, Scope outer)
    {
        var span = pivot.Source.Span;
        var id = context.NextRelation();
        BoundColumn Inner(Part part) => new(span, id, names[part]);
        var items = groups.Select(g => new SelectItem(span, Inner(g), g.Name)).ToList();
        var columns = groups.Select(g => new OutputColumn(g.Name, g.Sources)).ToList();
        foreach (var (name, texts) in Combinations(pivot, scope, outer))
        {
            var filter = texts.Select((t, i) => Matches(Inner(values[i]), t))
                .Aggregate((a, b) => new Binary(span, BinaryOperator.And, a, b));
            foreach (var aggregate in aggregates)
            {
                Expression value = FunctionCall.Of(span, "any_value", Inner(aggregate)) with { Filter = filter };
                value = aggregate.IsCount
                    ? FunctionCall.Of(span, "coalesce", value, new Literal(span, LiteralKind.Number, "0")) : value;
                var full = aggregates.Length == 1 && aggregate.Alias is null ? name : $"{name}_{aggregate.Name}";
                context.Resolution.NamesOfValues.Add(full);
                items.Add(new SelectItem(span, value, full));
                columns.Add(new OutputColumn(
                    full, aggregate.Sources.Concat(values.SelectMany(v => v.Sources)).ToHashSet()));
            }
        }

        var alias = new TableAlias(id, first.Columns.Select(c => c.Name).ToSequence());
        var select = new Select(span, items.ToSequence())
        {
            From = new DerivedTable(span, first.Tree, false, alias, null),
            GroupBy = groups.Length == 0 ? null : new GroupBy(span, false, groups.Select(g =>
                new GroupingElement(span, GroupingKind.Expression, [Inner(g)], [])).ToSequence()),
        };
        return new BoundQuery(new Query(span, select), columns.ToSequence());
    }

    /// <summary>Every combination of values, with its name and the text of each value; null is NULL.</summary>
    private IEnumerable<(string Name, string?[] Texts)> Combinations(Pivot pivot, Scope scope, Scope outer)
    {
        IEnumerable<(string Name, string?[] Texts)> all = [("", [])];
        var count = 1L;
        foreach (var column in pivot.Columns)
        {
            var values = column.Values.Count > 0 ? Written(column)
                : column.Query is not null ? Queried(column, outer)
                : Distinct(column, scope);
            count *= values.Length;
            if (count > ColumnsMax)
            {
                throw ErrorCode.OutOfRange.Error(
                    $"PIVOT would make more than {ColumnsMax} columns", column.Expressions[0].Span,
                    "say which values become columns: ON column IN (…)");
            }

            var left = all.ToArray();
            all = left.SelectMany(l => values.Select(v =>
                (l.Name.Length == 0 && l.Texts.Length == 0 ? v.Name : $"{l.Name}_{v.Name}",
                    (string?[])[.. l.Texts, .. v.Texts])));
        }

        return all;
    }

    private (string Name, string?[] Texts)[] Written(PivotColumn column) => [.. column.Values.Select(value =>
    {
        Expression[] parts = value.Value is RowValue row ? [.. row.Items] : [value.Value];
        if (parts.Length != column.Expressions.Count)
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"PIVOT is over {column.Expressions.Count} columns, and here are {parts.Length} values",
                value.Value.Span);
        }

        var texts = parts.Select(TextOf).ToArray();
        return (value.Alias ?? string.Join('_', texts.Select(t => t ?? "NULL")), texts);
    })];

    /// <summary>The text of a constant; a bare word stands for itself.</summary>
    private string? TextOf(Expression value) => value switch
    {
        Literal { Kind: LiteralKind.Null } => null,
        Literal { Kind: LiteralKind.String or LiteralKind.Number or LiteralKind.Boolean } l => l.Text,
        ColumnReference { Parts: [var word] } => word,
        _ => Ask(AsText(expressions.Bind(value, new Scope(null))), null, false) is [var text] ? text
            : throw ErrorCode.InvalidUse.Error("a value of PIVOT must be one", value.Span),
    };

    /// <summary>All values that the rows hold, but for NULL, in the order of their text.</summary>
    private (string Name, string?[] Texts)[] Distinct(PivotColumn column, Scope scope)
    {
        var texts = Ask(AsText(expressions.Bind(column.Expressions[0], scope)), scope, true);
        return [.. texts.Where(t => t is not null).Select(t => (t!, (string?[])[t]))];
    }

    /// <summary>The values of a query, in its order.</summary>
    private (string Name, string?[] Texts)[] Queried(PivotColumn column, Scope outer)
    {
        var bound = queries.Bind(column.Query!, outer);
        if (bound.Columns.Count != 1 || column.Expressions.Count != 1)
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"the values of one column are needed here, and there are {bound.Columns.Count}", column.Query!.Span);
        }

        var span = column.Query!.Span;
        var alias = new TableAlias(context.NextRelation(), ["value"]);
        var select = new Select(
            span, [new SelectItem(span, AsText(new BoundColumn(span, alias.Name, "value")), "value")])
        {
            From = new DerivedTable(span, bound.Tree, false, alias, null),
        };
        var query = TypeProbe.Alone(new Query(span, select), outer);
        var texts = context.ValuesOf(new BoundQuery(query, []));
        return [.. texts.Select(t => (t ?? "NULL", (string?[])[t]))];
    }

    private IReadOnlyList<string?> Ask(Expression value, Scope? scope, bool distinct)
    {
        var select = new Select(value.Span, [new SelectItem(value.Span, value, "value")])
        {
            From = scope?.From, Distinct = distinct,
        };
        var order = new OrderItem(value.Span, new BoundAlias(value.Span, "value"), null, null);
        var query = new Query(value.Span, select) { OrderBy = distinct ? [order] : [] };
        var alone = scope is null ? query : TypeProbe.Alone(query, scope);
        return context.ValuesOf(new BoundQuery(alone, []));
    }

    private Part BindPart(Expression expression, string? alias, Scope scope)
    {
        var value = tracker.Track(() => expressions.Bind(expression, scope), out var sources);
        var isCount = expression is FunctionCall call && Counts.Contains(call.Name.Last);
        return new Part(value, alias ?? ColumnNames.Of(expression), alias, sources, isCount);
    }

    private static Expression Matches(Expression column, string? text) => text is null
        ? new IsTest(column.Span, column, IsTestKind.Null, Negated: false)
        : new Binary(column.Span, BinaryOperator.Equal, column, new Literal(column.Span, LiteralKind.String, text));

    private static Cast AsText(Expression value) => new(value.Span, value, PrimitiveType.String, false);

    private static FunctionCall CountOf(SourceSpan span) => FunctionCall.Of(span, "count", Star.All(span));

    /// <summary>A group, a value or an aggregate of the pivot.</summary>
    private sealed record Part(
        Expression Value, string Name, string? Alias, IReadOnlySet<ColumnSource> Sources, bool IsCount);
}
