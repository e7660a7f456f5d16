using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>
/// Binds queries: every name in the result is a column of a relation, every relation is a scan or a query.
/// </summary>
internal sealed partial class QueryBinder
{
    private readonly BindContext context;
    private readonly SourceTracker tracker = new();
    private readonly ExpressionBinder expressions;
    private readonly FromBinder from;

    /// <summary>
    /// Recursive tables that wait for the columns of their first query. It is bound once, as tables within it may be
    /// recursive, too.
    /// </summary>
    private readonly Dictionary<SetOperation, Action<Sequence<OutputColumn>>> recursions =
        new(ReferenceEqualityComparer.Instance);

    public QueryBinder(BindContext context)
    {
        this.context = context;
        expressions = new ExpressionBinder(context, this, tracker);
        from = new FromBinder(context, this, expressions, tracker);
    }

    /// <summary>Binds a whole query; its columns go into the statement's lineage under their own names.</summary>
    public static BoundQuery BindTop(Query query, BindContext context)
    {
        var bound = BindSource(query, context);
        foreach (var column in bound.Columns)
        {
            context.Resolution.AddValue(column.Sources, column.Name);
        }

        return bound;
    }

    /// <summary>Binds a whole query; the caller adds lineage, as it knows what the columns become.</summary>
    public static BoundQuery BindSource(Query query, BindContext context) => new QueryBinder(context).Bind(query, null);

    /// <summary>Binds one expression over one relation: the WHERE of a DELETE, a value of an UPDATE.</summary>
    /// <param name="expression">As written.</param>
    /// <param name="relation">The rows.</param>
    /// <param name="target">The column that gets the value; null for a condition.</param>
    /// <param name="context">Records what the expression reads.</param>
    /// <param name="part">Of what the expression is.</param>
    public static Expression BindOver(
        Expression expression, Relation relation, string? target, BindContext context,
        RowPart part = RowPart.Row)
    {
        var scope = new Scope(null) { Part = part };
        scope.Add(relation, expression.Span);
        var binder = new QueryBinder(context);
        var bound = binder.tracker.Track(() => binder.expressions.Bind(expression, scope), out var sources);
        if (target is not null)
        {
            context.Resolution.AddValue(sources, target);
        }
        else if (relation.Columns.Count == 0)
        {
            context.Resolution.AddIndirect(sources, "FILTER");
        }
        else
        {
            context.Resolution.AddCondition(sources, "FILTER", bound);
        }

        return bound;
    }

    /// <summary>The columns that a rule of a table reads, which says nothing of the statement.</summary>
    public static IReadOnlySet<ColumnSource> SourcesOf(Expression rule, Relation relation, BindContext context)
    {
        var scope = new Scope(null) { Part = RowPart.Rule };
        scope.Add(relation, rule.Span);
        var binder = new QueryBinder(context);
        binder.tracker.Track(() => binder.expressions.Bind(rule, scope), out var sources);
        return sources;
    }

    /// <summary>Binds one expression in a scope that is there already.</summary>
    public Expression BindIn(Expression expression, Scope scope) =>
        tracker.Track(() => expressions.Bind(expression, scope), out _);

    /// <summary>Binds the source of a MERGE into the table that is <paramref name="target"/>.</summary>
    public static MergeScope BindMerge(Relation target, TableExpression source, BindContext context)
    {
        var binder = new QueryBinder(context);
        return new MergeScope(target, source, context, binder.from, binder.expressions, binder.tracker);
    }

    public BoundQuery Bind(Query query, Scope? outer)
    {
        var scope = new Scope(outer);
        var first = context.Resolution.Scans.Count;
        var with = query.With is { } w ? BindWith(w, scope) : null;
        var (body, columns, bodyScope) = BindBody(query.Body, scope, first);
        var orderScope = bodyScope ?? SetScope.Output(columns, scope);
        var tree = query with
        {
            With = with,
            Body = body,
            OrderBy = query.OrderByAll ? query.OrderBy
                : query.OrderBy.SelectMany(o => BindOrderItem(o, columns, orderScope)).ToSequence(),
            DistributeBy = query.DistributeBy.Select(e => expressions.Bind(e, orderScope)).ToSequence(),
            Limit = expressions.BindOptional(query.Limit, scope),
            Offset = expressions.BindOptional(query.Offset, scope),
        };
        context.AddPart(first, ComputedValues.Of(tree));
        return new BoundQuery(tree, columns);
    }

    private With BindWith(With with, Scope scope)
    {
        var tables = new List<CommonTableExpression>();
        var names = new HashSet<string>(Identifier.Comparer);
        foreach (var table in with.Tables)
        {
            if (!names.Add(table.Name))
            {
                throw ErrorCode.DuplicateAlias.Error(
                    $"two tables of this WITH are called {Identifier.Quote(table.Name)}", table.Span);
            }

            var rendered = context.NextRelation() + "_" + table.Name;
            if (with.IsRecursive && table.Query.Body is SetOperation recursion)
            {
                recursions[recursion] = start => scope.CommonTables[table.Name] = new CommonTable(
                    rendered, Distinct(Named(start, table.Columns, table.Span)), Query: null);
            }

            var bound = Bind(table.Query, scope);
            context.Text?.RequireSame(table.Span, "WITH", bound.Columns.Select(c => c.Name));
            var columns = Distinct(Named(bound.Columns, table.Columns, table.Span));
            CheckKey(table, columns);
            scope.CommonTables[table.Name] = new CommonTable(rendered, columns, bound.Tree);
            tables.Add(table with
            {
                Name = rendered, Columns = columns.Select(c => c.Name).ToSequence(), Query = bound.Tree,
            });
            scope.BoundTables.Add(tables[^1]);
        }

        return with with { Tables = tables.ToSequence() };
    }

    private static void CheckKey(CommonTableExpression table, IReadOnlyList<RelationColumn> columns)
    {
        foreach (var key in table.Key)
        {
            if (!columns.Any(c => Identifier.Same(c.Name, key)))
            {
                throw ErrorCode.ColumnNotFound.Error(
                    $"column {Identifier.Quote(key)} of USING KEY is not a column of {table.Name}", table.Span);
            }
        }
    }

    /// <summary>Columns under the names that a column list gives them; a shorter list names the first ones.</summary>
    internal static IReadOnlyList<RelationColumn> Named(
        IReadOnlyList<OutputColumn> columns, Sequence<string> names, SourceSpan span)
    {
        if (names.Count > columns.Count)
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"{names.Count} column names are given for {columns.Count} columns", span);
        }

        return [.. columns.Select((c, i) => new RelationColumn(i < names.Count ? names[i] : c.Name, c.Sources))];
    }

    /// <summary>Columns with names of their own: a second <c>a</c> is called <c>a_1</c>, as in DuckDB.</summary>
    internal static IReadOnlyList<RelationColumn> Distinct(IReadOnlyList<RelationColumn> columns)
    {
        var taken = new HashSet<string>(Identifier.Comparer);
        if (columns.All(c => taken.Add(c.Name)))
        {
            return columns;
        }

        // The numbers go on where they ended for the last column of the name: thousands may share one.
        taken.Clear();
        var numbers = new Dictionary<string, int>(Identifier.Comparer);
        return [.. columns.Select(c =>
        {
            var name = c.Name;
            while (!taken.Add(name))
            {
                var number = numbers[c.Name] = numbers.GetValueOrDefault(c.Name) + 1;
                name = $"{c.Name}_{number}";
            }

            return c with { Name = name };
        })];
    }

    /// <param name="body">The query.</param>
    /// <param name="outer">The names in reach.</param>
    /// <param name="first">The first scan of the query, with that of its WITH.</param>
    /// <param name="isChained">True for the left side of a UNION in one.</param>
    private (QueryBody Body, Sequence<OutputColumn> Columns, Scope? Scope) BindBody(
        QueryBody body, Scope outer, int first, bool isChained = false)
    {
        Recursion.Check();
        switch (body)
        {
            case Select select:
                return BindSelect(select, outer, first);
            case SetOperation operation:
                var (left, leftColumns, leftScope) = BindBody(
                    operation.Left, outer, context.Resolution.Scans.Count, operation.Operator == SetOperator.Union);
                if (recursions.Remove(operation, out var open))
                {
                    open(leftColumns);
                }

                var (right, rightColumns, rightScope) = BindBody(
                    operation.Right, outer, context.Resolution.Scans.Count);

                // Columns become of one type, for which a value may be too large.
                context.AddPart(first, canFail: !isChained || operation.Operator != SetOperator.Union);
                var scope = new SetScope(operation, leftColumns, rightColumns, outer).With(leftScope, rightScope);
                return (operation with { Left = left, Right = right }, scope.Columns, scope.Scope);
            case Values values:
                return BindValues(values, outer);
            case PivotQuery pivot:
                var pivoted = from.Bind(pivot.Pivot, outer);
                return (pivoted.Tree.Body, pivoted.Columns, null);
            case UnpivotQuery unpivot:
                var unpivoted = from.Bind(unpivot.Unpivot, outer);
                return (unpivoted.Tree.Body, unpivoted.Columns, null);
            case ColumnReport report:
                return BindReport(report, outer);
            case ParenthesizedQuery inner:
                var bound = Bind(inner.Query, outer);
                return (inner with { Query = bound.Tree }, bound.Columns, null);
            default:
                throw ErrorCode.Internal.Error($"no binding for {body.GetType().Name}", body.Span);
        }
    }

    private (QueryBody, Sequence<OutputColumn>, Scope?) BindReport(ColumnReport report, Scope outer)
    {
        var first = context.Resolution.Scans.Count;
        var bound = context.Within(report, () => Bind(report.Query, outer));
        context.AddPart(first, canFail: true);
        var alone = bound with { Tree = TypeProbe.Alone(bound.Tree, outer) };
        var types = context.Services.ColumnsOf(context.Authorize(alone));
        if (report.IsSummary)
        {
            var sources = bound.Columns.SelectMany(c => c.Sources).ToHashSet();
            var columns = ColumnReports.Summary.Select(name => new OutputColumn(name, sources)).ToSequence();
            var fields = types.Select(t => new StructField(t.Name, t.Type)).ToSequence();
            return (new BoundSummary(report.Span, bound.Tree, fields), columns, null);
        }

        return (ColumnReports.Rows(report.Span, types),
            ColumnReports.Description.Select(n => new OutputColumn(n, new HashSet<ColumnSource>())).ToSequence(), null);
    }

    private (QueryBody, Sequence<OutputColumn>, Scope?) BindValues(Values values, Scope outer)
    {
        var width = values.Rows[0].Count;
        var rows = tracker.Track(() => BindRows(values, outer), out var sources);
        context.AddPart(context.Resolution.Scans.Count, rows.SelectMany(r => r));
        var columns = Enumerable.Range(0, width).Select(i => new OutputColumn($"col{i}", sources)).ToSequence();
        return (values with { Rows = rows }, columns, null);
    }

    private Sequence<Sequence<Expression>> BindRows(Values values, Scope outer)
    {
        var rows = new Sequence<Expression>[values.Rows.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            if (values.Rows[i].Count != values.Rows[0].Count)
            {
                throw ErrorCode.ColumnCountMismatch.Error(
                    $"row {i + 1} of VALUES has {values.Rows[i].Count} values, the first has {values.Rows[0].Count}",
                    values.Rows[i][0].Span);
            }

            rows[i] = expressions.BindAll(values.Rows[i], outer);
        }

        return new Sequence<Sequence<Expression>>(rows);
    }

    private (QueryBody, Sequence<OutputColumn>, Scope?) BindSelect(Select select, Scope outer, int first)
    {
        var scope = new Scope(outer);
        var boundFrom = scope.From = select.From is null ? null : from.Bind(select.From, scope);

        scope.NamedWindows = select.Windows;

        // Aliases may be used in WHERE, GROUP BY, HAVING and QUALIFY, so the list is bound before them.
        var (items, columns) = new SelectListBinder(context, expressions, tracker).Bind(select.Items, scope);
        context.Text?.RequireSame(select.Span, "SELECT", columns.Select(c => c.Name));
        var bound = select with
        {
            Items = items,
            From = boundFrom,
            DistinctOn = Each(select.DistinctOn, scope),
            Where = Indirect(select.Where, scope, "FILTER"),
            GroupBy = select.GroupBy is { } g
                ? g with { Elements = g.Elements.Select(e => BindGrouping(e, scope)).ToSequence() } : null,
            Having = AliasesFirst(select.Having, scope),
            Windows = select.Windows.Select(w => w with { Window = expressions.BindWindow(w.Window, scope) })
                .ToSequence(),
            Qualify = AliasesFirst(select.Qualify, scope),
        };
        context.AddPart(first, ComputedValues.Of(bound));
        return (bound, columns, scope);
    }

    private Sequence<Expression> Each(Sequence<Expression> written, Scope scope)
    {
        var bound = new List<Expression>();
        foreach (var expression in written)
        {
            expressions.BindEach(expression, scope, (value, _, _) => bound.Add(value));
        }

        return bound.ToSequence();
    }

    private Expression? AliasesFirst(Expression? condition, Scope scope)
    {
        scope.AliasesFirst = true;
        var bound = Indirect(condition, scope, "FILTER");
        scope.AliasesFirst = false;
        return bound;
    }

    private Expression? Indirect(Expression? expression, Scope scope, string kind)
    {
        if (expression is null)
        {
            return null;
        }

        var bound = tracker.Track(() => expressions.BindCondition(expression, scope), out var sources);
        if (kind == "FILTER")
        {
            context.Resolution.AddCondition(sources, kind, bound);
        }
        else
        {
            context.Resolution.AddIndirect(sources, kind);
        }

        return bound;
    }

    private GroupingElement BindGrouping(GroupingElement element, Scope scope) => element with
    {
        Expressions = element.Expressions.Select(e => Indirect(e, scope, "GROUP")!).ToSequence(),
        Sets = element.Sets.Select(s => BindGrouping(s, scope)).ToSequence(),
    };
}
