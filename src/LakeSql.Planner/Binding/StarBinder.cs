using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>A column that a star or COLUMNS stands for.</summary>
internal sealed record StarColumn(string Name, Expression Value, IReadOnlySet<ColumnSource> Sources);

/// <summary>Says which columns a star, a pattern over names or COLUMNS stands for.</summary>
internal sealed class StarBinder(BindContext context, ExpressionBinder expressions, SourceTracker tracker)
{
    /// <summary>The columns of <c>*</c>, <c>t.*</c> or <c>s.*</c>, with what stands after it.</summary>
    public IReadOnlyList<StarColumn> ColumnsOf(Star star, Scope scope)
    {
        var all = All(star, scope);
        var unused = star.Exclude.ToList();
        CheckReplace(star, all);
        var replaced = star.Replace.ToDictionary(r => r.Alias!, Identifier.Comparer);
        var columns = new List<StarColumn>();
        foreach (var (relation, column) in all)
        {
            bool Means(QualifiedName name) => Identifier.Same(name.Last, column.Name)
                && (name.Parts.Count == 1 || IsOf(name, relation, scope));
            if (star.Exclude.Any(Means))
            {
                unused.RemoveAll(Means);
                continue;
            }

            var value = column;
            if (replaced.TryGetValue(column.Name, out var replacement))
            {
                var other = tracker.Track(() => expressions.Bind(replacement.Value, scope), out var sources);
                value = new StarColumn(column.Name, other, sources);
            }

            var renamed = star.Rename.FirstOrDefault(r => Means(r.From));
            columns.Add(renamed is null ? value : value with { Name = renamed.To });
        }

        if (unused.Count > 0)
        {
            throw ErrorCode.ColumnNotFound.Error(
                $"column {unused[0]} in EXCLUDE is not among the columns", star.Span,
                Near(unused[0].Last, all.Select(c => c.Column.Name)));
        }

        return columns;
    }

    private static void CheckReplace(Star star, IEnumerable<(Relation? Relation, StarColumn Column)> all)
    {
        var names = all.Select(c => c.Column.Name).ToHashSet(Identifier.Comparer);
        var taken = new HashSet<string>(Identifier.Comparer);
        foreach (var item in star.Replace)
        {
            if (!taken.Add(item.Alias!))
            {
                throw ErrorCode.DuplicateColumn.Error(
                    $"column {Identifier.Quote(item.Alias!)} stands twice in REPLACE", item.Span);
            }

            if (!names.Contains(item.Alias!))
            {
                throw ErrorCode.ColumnNotFound.Error(
                    $"column {Identifier.Quote(item.Alias!)} in REPLACE is not among the columns", item.Span,
                    Near(item.Alias!, names));
            }
        }

        var excluded = star.Exclude.GroupBy(n => n.ToString(), Identifier.Comparer);
        if (excluded.FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw ErrorCode.DuplicateColumn.Error($"column {twice.Key} stands twice in EXCLUDE", twice.Last().Span);
        }
    }

    /// <summary>True when the name's table is this one, or one whose column was merged into this one's.</summary>
    private static bool IsOf(QualifiedName name, Relation? relation, Scope scope)
    {
        string[] qualifier = [.. name.Parts.Take(name.Parts.Count - 1)];
        return relation?.IsCalled(qualifier) == true
            || scope.Relations.Any(r => r.Merged.Contains(name.Last) && r.IsCalled(qualifier));
    }

    /// <summary>The columns of <c>* LIKE 'a%'</c>: those whose names match.</summary>
    public IReadOnlyList<StarColumn> ColumnsOf(Like like, Star star, Scope scope)
    {
        var name = new ColumnReference(like.Span, ["name"]);

        // SIMILAR TO finds its pattern anywhere in a name, as in DuckDB.
        Expression test = like is { Kind: LikeKind.SimilarTo, Negated: false }
            ? FunctionCall.Of(like.Span, "regexp_matches", name, like.Pattern)
            : like with { Operand = name };
        var matches = new Lambda(like.Span, ["name"], test);
        return Filtered(ColumnsOf(star, scope), matches, like.Span);
    }

    /// <summary>The columns of <c>* ~ 'a.*'</c>: those whose whole names match.</summary>
    public IReadOnlyList<StarColumn> ColumnsOf(Binary match, Star star, Scope scope)
    {
        var name = new ColumnReference(match.Span, ["name"]);
        var matches = new Lambda(match.Span, ["name"], match with { Left = name });
        return Filtered(ColumnsOf(star, scope), matches, match.Span);
    }

    /// <summary>The columns of COLUMNS.</summary>
    public IReadOnlyList<StarColumn> ColumnsOf(Columns node, Scope scope)
    {
        switch (node.Selector)
        {
            case Star star:
                return ColumnsOf(star, scope);
            case Like { Operand: Star star } like:
                return ColumnsOf(like, star, scope);
            case Lambda lambda:
                return Filtered(ColumnsOf(Star.All(node.Span), scope), lambda, node.Span);
            case ArrayLiteral list when list.Items.All(i => i is Literal { Kind: LiteralKind.String }):
                return Listed(ColumnsOf(Star.All(node.Span), scope), list);
            default:
                var name = new ColumnReference(node.Span, ["name"]);
                var matches = FunctionCall.Of(node.Span, "regexp_matches", name, node.Selector);
                return Filtered(
                    ColumnsOf(Star.All(node.Span), scope), new Lambda(node.Span, ["name"], matches), node.Span);
        }
    }

    /// <summary>What a column is called by an alias such as <c>'\1_total'</c>, which takes from the pattern.</summary>
    public string Renamed(string name, Columns node, string alias)
    {
        if (!alias.Contains('\\') || node.Selector is not Literal { Kind: LiteralKind.String } pattern)
        {
            return alias;
        }

        Expression Text(string text) => new Literal(node.Span, LiteralKind.String, text);
        var match = FunctionCall.Of(node.Span, "regexp_extract", Text(name), pattern);
        return Ask(FunctionCall.Of(node.Span, "regexp_replace", match, pattern, Text(alias)))[0] ?? alias;
    }

    private List<(Relation? Relation, StarColumn Column)> All(Star star, Scope scope)
    {
        if (star.Qualifier is { } qualifier && !scope.Relations.Any(r => r.IsCalled(qualifier.Parts)))
        {
            var fields = Fields(star, qualifier, scope).ToArray();
            context.Text?.RequireSame(star.Span, "*", fields.Select(f => f.Name));
            return [.. fields.Select(f => ((Relation?)null, f))];
        }

        var relations = star.Qualifier is null
            ? scope.Relations
            : [.. scope.Relations.Where(r => r.IsCalled(star.Qualifier.Parts))];
        if (relations.Count == 0)
        {
            throw ErrorCode.InvalidUse.Error("* needs a FROM clause", star.Span);
        }

        var columns = new List<(Relation?, StarColumn)>();
        foreach (var relation in relations)
        {
            foreach (var column in relation.Columns)
            {
                // A merged column is shown once, at its left-most place, unless its own relation is asked for.
                if (star.Qualifier is null && relation.Merged.Contains(column.Name))
                {
                    continue;
                }

                var value = column.Value(relation.Id, star.Span);
                columns.Add((relation, star.Qualifier is null
                    && scope.MergedColumns.TryGetValue(column.Name, out var merged)
                        ? new StarColumn(column.Name, merged.Value, merged.Sources)
                        : new StarColumn(column.Name, value, column.Sources)));
            }
        }

        return columns;
    }

    /// <summary><c>s.*</c>: the fields of a struct, which only its type tells.</summary>
    private IEnumerable<StarColumn> Fields(Star star, QualifiedName qualifier, Scope scope)
    {
        Expression value;
        IReadOnlySet<ColumnSource> sources;
        try
        {
            value = tracker.Track(
                () => expressions.Bind(new ColumnReference(star.Span, qualifier.Parts), scope), out sources);
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.ColumnNotFound)
        {
            throw ErrorCode.TableNotFound.Error(
                $"table {qualifier} is not in FROM", star.Span,
                Near(qualifier.Last, scope.Relations.Where(r => r.NameParts.Count > 0).Select(r => r.NameParts[^1])));
        }

        return TypeProbe.Of(value, scope, context) is Common.Types.StructType type
            ? type.Fields.Select(f => new StarColumn(f.Name, new FieldAccess(star.Span, value, f.Name), sources))
            : throw ErrorCode.TypeMismatch.Error($"{qualifier} is neither a table of FROM nor a struct", star.Span);
    }

    private IReadOnlyList<StarColumn> Filtered(IReadOnlyList<StarColumn> columns, Lambda lambda, SourceSpan span)
    {
        var names = columns
            .Select(c => (Expression)new Literal(span, LiteralKind.String, c.Name)).ToSequence();
        var bound = expressions.Bind(lambda, new Scope(null));
        var matching = FunctionCall.Of(span, "list_filter", new ArrayLiteral(span, names), bound);
        var kept = Ask(FunctionCall.Of(span, "unnest", matching)).ToHashSet();
        var found = columns.Where(c => kept.Contains(c.Name)).ToArray();
        return found.Length > 0 ? found
            : throw ErrorCode.ColumnNotFound.Error("no column has such a name", span, "the columns are "
                + string.Join(", ", columns.Take(20).Select(c => Identifier.Quote(c.Name))));
    }

    private static StarColumn[] Listed(IReadOnlyList<StarColumn> columns, ArrayLiteral list)
    {
        foreach (var item in list.Items.Cast<Literal>())
        {
            if (!columns.Any(c => Identifier.Same(c.Name, item.Text)))
            {
                throw ErrorCode.ColumnNotFound.Error(
                    $"column {Identifier.Quote(item.Text)} not found", item.Span,
                    Near(item.Text, columns.Select(c => c.Name)));
            }
        }

        return [.. columns.Where(c => list.Items.Any(i => Identifier.Same(((Literal)i).Text, c.Name)))];
    }

    private IReadOnlyList<string?> Ask(Expression value)
    {
        var item = new SelectItem(value.Span, value, "name");
        var query = new Query(value.Span, new Select(value.Span, [item]));
        return context.ValuesOf(new BoundQuery(query, []));
    }

    private static string? Near(string name, IEnumerable<string> names) =>
        Identifier.Nearest(name, names.Distinct(Identifier.Comparer)) is { } near
            ? $"did you mean {Identifier.Quote(near)}?" : null;
}
