using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Turns UNPIVOT into a SELECT that unnests lists of names and values side by side.</summary>
internal sealed class UnpivotBinder(BindContext context, ExpressionBinder expressions)
{
    /// <summary>The unpivoted rows as a query.</summary>
    public BoundQuery Bind(Unpivot unpivot, Scope outer, FromBinder from)
    {
        var scope = new Scope(outer);
        var first = context.Resolution.Scans.Count;
        var (table, relation) = from.BindWhole(unpivot.Source, scope);
        scope.From = table;
        scope.Touched = new HashSet<string>(Identifier.Comparer);
        var span = unpivot.Source.Span;
        context.AddPart(first, canFail: true);
        var rows = unpivot.Columns.SelectMany(c => Rows(c, unpivot.Values.Count, scope)).ToArray();
        var read = rows.SelectMany(r => r.Sources).ToHashSet();
        var rest = relation.Columns.Where(c => !scope.Touched.Contains(c.Name)).ToArray();

        SelectItem Unnested(string name, IEnumerable<Expression> list) =>
            new(span, FunctionCall.Of(span, "unnest", new ArrayLiteral(span, list.ToSequence())), name);
        var items = rest.Select(c => new SelectItem(span, new BoundColumn(span, relation.Id, c.Name), c.Name)).ToList();
        items.Add(Unnested(unpivot.Name, rows.Select(r => new Literal(span, LiteralKind.String, r.Name))));
        items.AddRange(unpivot.Values.Select((v, i) => Unnested(v, rows.Select(r => r.Values[i]))));
        var columns = rest.Select(c => new OutputColumn(c.Name, c.Sources)).ToList();
        columns.Add(new OutputColumn(unpivot.Name, new HashSet<ColumnSource>()));
        columns.AddRange(unpivot.Values.Select(v => new OutputColumn(v, read)));
        var inner = new BoundQuery(
            new Query(span, new Select(span, items.ToSequence()) { From = table }), columns.ToSequence());
        if (unpivot.IncludeNulls)
        {
            return inner;
        }

        context.Resolution.AddCondition(read, "FILTER", null);
        return WithoutNulls(inner, rest.Length + 1);
    }

    /// <summary>Rows of which a value is NULL are left out, as the standard asks.</summary>
    private BoundQuery WithoutNulls(BoundQuery inner, int firstValue)
    {
        var span = inner.Tree.Span;
        var names = QueryBinder.Distinct([.. inner.Columns.Select(c => new RelationColumn(c.Name, c.Sources))]);
        var alias = new TableAlias(context.NextRelation(), names.Select(n => n.Name).ToSequence());
        BoundColumn Inner(int i) => new(span, alias.Name, names[i].Name);
        Expression where = new Literal(span, LiteralKind.Boolean, "true");
        for (var i = firstValue; i < names.Count; i++)
        {
            where = new Binary(
                span, BinaryOperator.And, where, new IsTest(span, Inner(i), IsTestKind.Null, Negated: true));
        }

        var items = inner.Columns.Select((c, i) => new SelectItem(span, Inner(i), c.Name)).ToSequence();
        var select = new Select(span, items)
        {
            From = new DerivedTable(span, inner.Tree, false, alias, null), Where = where,
        };
        return inner with { Tree = new Query(span, select) };
    }

    /// <summary>The rows that a column becomes: one, or one for each column of a star or COLUMNS.</summary>
    private List<Row> Rows(UnpivotColumn column, int width, Scope scope)
    {
        var parts = column.Expressions.Select(e => Parts(e, scope)).ToArray();
        var rows = parts.Length == 1
            ? parts[0].Select(p => new Row(column.Alias ?? p.Name, [p.Value], p.Sources)).ToList()
            : [
                new Row(
                    column.Alias ?? string.Join('_', parts.SelectMany(p => p).Select(p => p.Name)),
                    [.. parts.SelectMany(p => p).Select(p => p.Value)],
                    parts.SelectMany(p => p).SelectMany(p => p.Sources).ToHashSet()),
            ];
        return rows.Find(r => r.Values.Length != width) is { } odd
            ? throw ErrorCode.ColumnCountMismatch.Error(
                $"UNPIVOT makes {width} value{(width == 1 ? "" : "s")} a row, and here {odd.Values.Length} are given",
                column.Expressions[0].Span)
            : rows;
    }

    private List<StarColumn> Parts(Expression expression, Scope scope)
    {
        var parts = new List<StarColumn>();
        if (expression is Star star)
        {
            foreach (var column in expressions.Stars.ColumnsOf(star, scope))
            {
                scope.Touched!.Add(column.Name);
                parts.Add(column);
            }

            return parts;
        }

        // An expression is called as the column in it: a::VARCHAR is a.
        var (outer, touched) = (scope.Touched!, new HashSet<string>(Identifier.Comparer));
        scope.Touched = touched;
        expressions.BindEach(expression, scope, (value, sources, expansion) =>
        {
            var name = expansion?.Name ?? touched.FirstOrDefault() ?? ColumnNames.Of(expression);
            parts.Add(new StarColumn(name, value, sources));
        });
        scope.Touched = outer;
        outer.UnionWith(touched);
        outer.UnionWith(expression is Columns ? parts.Select(p => p.Name) : []);
        return parts;
    }

    private sealed record Row(string Name, Expression[] Values, IReadOnlySet<ColumnSource> Sources);
}
