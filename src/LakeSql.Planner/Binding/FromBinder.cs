using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Planner.Policies;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>
/// Binds FROM: tables become scans at a pinned version, views become queries, joins extend the scope.
/// </summary>
internal sealed partial class FromBinder(
    BindContext context, QueryBinder queries, ExpressionBinder expressions, SourceTracker tracker)
{
    public BoundQuery Bind(Pivot pivot, Scope scope) =>
        new PivotBinder(context, queries, expressions, tracker).Bind(pivot, scope, this);

    public BoundQuery Bind(Unpivot unpivot, Scope scope) =>
        new UnpivotBinder(context, expressions).Bind(unpivot, scope, this);

    public TableExpression Bind(TableExpression table, Scope scope)
    {
        Recursion.Check();
        return BindPart(table, scope);
    }

    private TableExpression BindPart(TableExpression table, Scope scope) => table switch
    {
        TableName t => BindTable(t, scope),
        DerivedTable d => BindDerived(d, scope),
        TableFunction f => BindFunction(f, scope),
        Join j => BindJoin(j, scope),
        ParenthesizedJoin p when p.Alias is null => p with { Inner = Bind(p.Inner, scope) },
        ParenthesizedJoin p => BindDerived(AllOf(p.Span, p.Inner, p.Alias), scope),
        PivotedTable p => Derived(p.Span, Bind(p.Pivot, scope), p.Alias, scope),
        UnpivotedTable u => Derived(u.Span, Bind(u.Unpivot, scope), u.Alias, scope),
        LateralView v => BindLateralView(v, scope),
        _ => throw ErrorCode.Internal.Error($"no binding for {table.GetType().Name}", table.Span),
    };

    private TableExpression BindTable(TableName table, Scope scope)
    {
        var isRecurring = table.Name.Parts is [var first, _] && Identifier.Same(first, "recurring");
        if ((table.Name.Parts.Count == 1 || isRecurring) && table.TimeTravel is null
            && scope.FindCommonTable(table.Name.Last) is { } common && (!isRecurring || common.IsOpen))
        {
            var relation = AddRelation(scope, table.Alias, [table.Name.Last], common.Columns, table.Span);
            context.Resolution.Conditions.AddCommon(relation, common);
            return new BoundCommonTable(table.Span, AliasOf(relation), common.RenderedName, isRecurring);
        }

        if (SystemTableBinder.Find(table, context) is { } system)
        {
            RefuseVersions(table, system.Describe());
            return AddSystemScan(table, system, system.Describe(), scope);
        }

        if (PathBinder.IsPath(table.Name))
        {
            var (scan, path) = PathBinder.Bind(table, context);
            return AddScan(table, scan, path, table.Name.Parts, scope);
        }

        var securable = context.Names.Object(SecurableKind.Table, table.Name);
        context.Names.Require(securable, Privilege.Select, table.Name.Span);
        var fullName = context.Metastore.FullName(securable);
        if (securable.Kind == SecurableKind.View)
        {
            return BindView(table, securable, fullName, scope);
        }

        if (securable.Properties.TryGetValue("system", out var systemName))
        {
            RefuseVersions(table, fullName);
            return AddSystemScan(table, SystemTableBinder.Stored(systemName), fullName, scope);
        }

        var snapshot = TimeTravelBinder.Pin(securable, table.TimeTravel, context);
        context.Resolution.Reads.Add(new ObjectUse(fullName, "TABLE", snapshot.Version));
        var delta = new DeltaScan(securable, fullName, snapshot);
        return AddScan(table, delta, fullName, QualifiedParts(table.Name), scope);
    }

    private BoundScan AddSystemScan(TableName table, SystemScan scan, string fullName, Scope scope)
    {
        if (context.IsPolicy)
        {
            // Its rows are those that who runs the statement may see.
            throw ErrorCode.InvalidUse.Error("a policy cannot read tables of the system", table.Span);
        }

        context.Resolution.Reads.Add(new ObjectUse(fullName, "SYSTEM_TABLE", null));
        return AddScan(table, scan, fullName, QualifiedParts(table.Name), scope);
    }

    private BoundScan AddScan(
        TableName table, TableScan scan, string fullName, Sequence<string> parts, Scope scope)
    {
        Add(scan);
        if (scan is DeltaScan { Table: { } governed, Snapshot: var snapshot })
        {
            PolicyBinder.Weave(scan, governed, snapshot, table.Span, context);
        }

        var columns = StoredColumns.Of(scan, fullName, (scan as DeltaScan)?.Snapshot.Version);
        var relation = AddKnown(scope, table.Alias, parts, columns, table.Span);
        relation.Stored = scan as DeltaScan;
        context.Resolution.Conditions.AddStored(relation, scan);
        return new BoundScan(table.Span, AliasOf(relation), scan, table.Sample);
    }

    private static void RefuseVersions(TableName table, string fullName)
    {
        if (table.TimeTravel is { } travel)
        {
            throw ErrorCode.SystemObject.Error($"{fullName} has no versions", travel.Span);
        }
    }

    private void Add(TableScan scan)
    {
        scan.View = context.View?.FullName;
        context.Resolution.Scans.Add(scan);
    }

    private Sequence<string> QualifiedParts(QualifiedName name)
    {
        var (catalog, schema, table) = context.Names.Qualify(name);
        return [catalog, schema, table];
    }

    private DerivedTable BindDerived(DerivedTable derived, Scope scope, bool isWhole = false)
    {
        // Relations to the left are in reach, as DuckDB finds lateral references by itself.
        var bound = queries.Bind(derived.Query, scope);
        var columns = QueryBinder.Named(bound.Columns, [], derived.Span);
        var relation = isWhole ? AddRelation(scope, derived.Alias, [], columns, derived.Span)
            : AddKnown(scope, derived.Alias, [], columns, derived.Span);
        context.Resolution.Conditions.AddStored(relation, bound.Tree);
        return derived with { Query = bound.Tree, Alias = AliasOf(relation) };
    }

    private static DerivedTable AllOf(SourceSpan span, TableExpression table, TableAlias? alias)
    {
        var select = new Select(span, [new SelectItem(span, Star.All(span), null)]) { From = table };
        return new DerivedTable(span, new Query(span, select), false, alias, null);
    }

    private DerivedTable Derived(SourceSpan span, BoundQuery bound, TableAlias? alias, Scope scope)
    {
        var columns = QueryBinder.Named(bound.Columns, [], span);
        var relation = AddKnown(scope, alias, [], columns, span);
        return new DerivedTable(span, bound.Tree, false, AliasOf(relation), null);
    }

    /// <summary>
    /// The rows of a table under one name, for what works on its columns: the table's own name or alias.
    /// </summary>
    public (DerivedTable Table, Relation Relation) BindWhole(TableExpression source, Scope scope)
    {
        var alias = source switch
        {
            TableName t => t.Alias ?? new TableAlias(t.Name.Last, []),
            DerivedTable d => d.Alias,
            TableFunction f => f.Alias,
            _ => null,
        };
        var table = BindDerived(
            AllOf(source.Span, source, alias is null ? null : alias with { Columns = [] }), scope, isWhole: true);
        return (table, scope.Relations[^1]);
    }

    private Join BindLateralView(LateralView view, Scope scope)
    {
        var call = new FunctionCall(
            view.Span, view.Function, view.Arguments.Select(a => new FunctionArgument(null, a)).ToSequence());
        if (Generators.Find(call) is not { } generator)
        {
            throw ErrorCode.FunctionNotFound.Error(
                $"function {view.Function} cannot stand in LATERAL VIEW", view.Function.Span,
                "it takes " + string.Join(", ", Generators.Names));
        }

        var left = scope.From = Bind(view.Source, scope);
        var right = BindGenerated(
            view.Span, generator, call, new TableAlias(view.TableName ?? context.NextRelation(), view.Columns), scope);
        var always = view.IsOuter ? new Literal(view.Span, LiteralKind.Boolean, "true") : null;
        return new Join(view.Span, view.IsOuter ? JoinKind.Left : JoinKind.Cross, left, right, always, [], false);
    }

    /// <summary><c>explode(x) AS t (y)</c>: a column list of its full width names the columns.</summary>
    private DerivedTable BindGenerated(
        SourceSpan span, Generators.Generator generator, FunctionCall call, TableAlias? alias, Scope scope)
    {
        var items = generator(call, e => TypeProbe.Of(expressions.Bind(e, scope), scope, context));
        var select = new Select(span, items.ToSequence());
        return BindDerived(new DerivedTable(span, new Query(span, select), true, alias, null), scope);
    }

    /// <summary><c>query('SELECT …')</c>: read by LakeSql's own grammar, and bound as if it stood there.</summary>
    private DerivedTable BindText(Query text, TableFunction function, Scope scope)
    {
        try
        {
            var derived = new DerivedTable(
                function.Span, text, function.IsLateral, function.Alias, function.Sample);
            return context.Text is { } kept ? kept.Within(function.Span, () => BindDerived(derived, scope))
                : BindDerived(derived, scope);
        }
        catch (LakeSqlException e)
        {
            // The place would point into the inner text.
            throw new LakeSqlException(e.Code, e.Message, function.Span, e.Hint, e);
        }
    }

    private static TableAlias AliasOf(Relation relation) => new(relation.Id, relation.Rendered.ToSequence());

    private TableExpression BindFunction(TableFunction function, Scope scope)
    {
        var name = function.Name.Last.ToLowerInvariant();
        if (FilesBinder.IsReader(function.Name))
        {
            var scan = FilesBinder.Bind(function, context);
            Add(scan);
            var fileColumns = scan.Columns
                .Select(c => RelationColumn.Of(c, new ColumnSource(scan.Source, c.Name, null))).ToArray();
            var files = AddKnown(scope, function.Alias, [name], fileColumns, function.Span);
            return new BoundScan(function.Span, AliasOf(files), scan, function.Sample);
        }

        if (ChangesBinder.IsCalled(function.Name))
        {
            var changes = ChangesBinder.Bind(function, context);
            Add(changes);
            PolicyBinder.Weave(changes, changes.Table, changes.Snapshot, function.Span, context);
            var fullName = context.Metastore.FullName(changes.Table);
            var changed = changes.Columns.Select(c => RelationColumn.Of(
                c, new ColumnSource(fullName, c.Name, changes.Snapshot.Version))).ToArray();
            var versions = AddKnown(scope, function.Alias, [name], changed, function.Span);
            return new BoundScan(function.Span, AliasOf(versions), changes, function.Sample);
        }

        var call = new FunctionCall(function.Span, function.Name, function.Arguments);
        if (Generators.Find(call) is { } generator)
        {
            return BindGenerated(function.Span, generator, call, function.Alias, scope);
        }

        if (function.Name.Parts.Count == 1 && QueryText.Find(function) is { } text)
        {
            return BindText(text, function, scope);
        }

        if ((!TableFunctions.Names.Contains(name) || function.Name.Parts.Count > 1)
            && FunctionBinder.Find(function.Name, context) is { } made)
        {
            return BindSqlFunction(made, function, scope);
        }

        if (!TableFunctions.Names.Contains(name) || function.Name.Parts.Count > 1)
        {
            var near = Identifier.Nearest(name, TableFunctions.Names.Append("read_files").Append("table_changes"));
            throw ErrorCode.FunctionNotFound.Error(
                $"table function {function.Name} not found", function.Name.Span,
                near is not null ? $"did you mean {near}?"
                : $"read_files, table_changes, {string.Join(", ", TableFunctions.Names.Order())} can stand in FROM");
        }

        var arguments = tracker.Track(
            () => function.Arguments.Select(a => a with { Value = expressions.Bind(a.Value, scope) }).ToSequence(),
            out var sources);

        // They fail for constants, too: range(1, 5, 0).
        context.AddPart(context.Resolution.Scans.Count, canFail: true);
        var names = TableFunctions.ColumnsOf(function with { Arguments = arguments }, context);
        List<RelationColumn> columns = [.. names.Select(n => new RelationColumn(n, sources))];
        if (function.WithOrdinality)
        {
            columns.Add(new RelationColumn("ordinality", new HashSet<ColumnSource>()));
        }

        var relation = AddKnown(scope, function.Alias, [name], columns, function.Span);
        return function with
        {
            Arguments = arguments,
            Alias = AliasOf(relation),
        };
    }

    /// <summary>
    /// Something that has columns of its own, whoever gives it others: a text that is kept sees those that were there
    /// when it was written.
    /// </summary>
    private Relation AddKnown(
        Scope scope, TableAlias? alias, Sequence<string> parts, IReadOnlyList<RelationColumn> columns, SourceSpan span)
    {
        var known = context.Text?.ColumnsOf(
            span, alias?.Name ?? parts.LastOrDefault() ?? "", columns) ?? columns;
        var relation = AddRelation(scope, alias, parts, known, span);
        if (ReferenceEquals(known, columns)
            || known.Select(c => c.Name).SequenceEqual(columns.Select(c => c.Name), Identifier.Comparer))
        {
            return relation;
        }

        var places = known.ToList();
        var names = columns.Select((c, at) =>
            places.FindIndex(k => !k.IsGone && Identifier.Same(k.Name, c.Name)) is >= 0 and var index
                ? relation.Columns[index].Name : $"not in the text: {at}").ToArray();
        scope.Relations[scope.Relations.IndexOf(relation)] = relation = relation with { Rendered = names };
        return relation;
    }

    private Relation AddRelation(
        Scope scope, TableAlias? alias, Sequence<string> parts, IReadOnlyList<RelationColumn> columns, SourceSpan span)
    {
        if (alias is not null)
        {
            var outputs = columns.Select(c => new OutputColumn(c.Name, c.Sources)).ToArray();
            columns = [
                .. QueryBinder.Named(outputs, alias.Columns, span)
                    .Zip(columns, (named, column) => column with { Name = named.Name }),
            ];
            parts = [alias.Name];
        }

        var relation = new Relation(context.NextRelation(), parts, QueryBinder.Distinct(columns));
        scope.Add(relation, span);
        return relation;
    }
}
