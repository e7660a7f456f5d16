using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Turns a name in an expression into one column of one relation.</summary>
/// <remarks>
/// The innermost scope that knows the name wins. A dotted name is tried as relation and column first, longest
/// qualifier first, and then as a column with struct fields. A SELECT alias comes after the columns, but before outer
/// scopes, as in DuckDB.
/// </remarks>
internal static class ColumnResolver
{
    public static Expression Resolve(ColumnReference reference, Scope scope, SourceTracker tracker)
    {
        for (var s = scope; s is not null; s = s.Parent)
        {
            if (InScope(reference, s, tracker) is { } found)
            {
                return found;
            }
        }

        throw NotFound(reference, scope);
    }

    private static Expression? InScope(ColumnReference reference, Scope scope, SourceTracker tracker)
    {
        var parts = reference.Parts;
        if (scope.LambdaParameters.Any(p => Identifier.Same(p, parts[0])))
        {
            return Fields(new BoundAlias(reference.Span, parts[0]), parts, 1, reference.Span);
        }

        for (var qualifierLength = Math.Min(parts.Count - 1, 3); qualifierLength >= 1; qualifierLength--)
        {
            var qualifier = parts.Take(qualifierLength).ToArray();
            var column = parts[qualifierLength];
            foreach (var relation in scope.Relations.Where(r => r.IsCalled(qualifier)))
            {
                if (relation.Find(column) is { } found)
                {
                    tracker.Add(found.Sources);
                    scope.Touched?.Add(found.Name);
                    var bound = new BoundColumn(reference.Span, relation.Id, found.Name);
                    return Fields(bound, parts, qualifierLength + 1, reference.Span);
                }
            }
        }

        if (parts.Count > 1 && Identifier.Same(parts[0], "alias")
            && scope.Aliases.TryGetValue(parts[1], out var sources))
        {
            tracker.Add(sources);
            return Fields(new BoundAlias(reference.Span, parts[1]), parts, 2, reference.Span);
        }

        // A table's whole row has no fields but its columns, which were looked for above.
        return Unqualified(reference, scope, tracker) is { } plain && (parts.Count == 1 || plain is not StructLiteral)
            ? Fields(plain, parts, 1, reference.Span) : null;
    }

    private static Expression? Unqualified(ColumnReference reference, Scope scope, SourceTracker tracker)
    {
        var name = reference.Parts[0];
        if (scope.AliasesFirst && scope.Aliases.TryGetValue(name, out var preferred))
        {
            tracker.Add(preferred);
            return new BoundAlias(reference.Span, name);
        }

        if (scope.MergedColumns.TryGetValue(name, out var merged))
        {
            tracker.Add(merged.Sources);
            return merged.Value;
        }

        var matches = scope.Relations.Select(r => (Relation: r, Column: r.Find(name)))
            .Where(m => m.Column is not null).ToArray();
        if (matches.Length > 1)
        {
            var candidates = string.Join(" or ", matches.Select(m =>
                m.Relation.NameParts.Count > 0 ? $"{Identifier.Quote(m.Relation.NameParts[^1])}.{name}" : name));
            throw ErrorCode.AmbiguousColumn.Error(
                $"column {Identifier.Quote(name)} is ambiguous", reference.Span, $"write {candidates}");
        }

        if (matches.Length == 1)
        {
            tracker.Add(matches[0].Column!.Sources);
            scope.Touched?.Add(matches[0].Column!.Name);
            return new BoundColumn(reference.Span, matches[0].Relation.Id, matches[0].Column!.Name);
        }

        if (scope.Aliases.TryGetValue(name, out var sources))
        {
            tracker.Add(sources);
            return new BoundAlias(reference.Span, name);
        }

        return scope.Relations.FirstOrDefault(r => r.IsCalled([name])) is { } relation
            ? WholeRow(relation, reference.Span, tracker) : null;
    }

    /// <summary>The name of a table as a value: a struct of its columns.</summary>
    private static StructLiteral WholeRow(Relation relation, SourceSpan span, SourceTracker tracker)
    {
        var entries = new List<StructEntry>();
        foreach (var column in relation.Columns)
        {
            tracker.Add(column.Sources);
            entries.Add(new StructEntry(column.Name, new BoundColumn(span, relation.Id, column.Name)));
        }

        return new StructLiteral(span, entries.ToSequence());
    }

    private static Expression Fields(Expression value, Sequence<string> parts, int from, SourceSpan span)
    {
        for (var i = from; i < parts.Count; i++)
        {
            value = new FieldAccess(span, value, parts[i]);
        }

        return value;
    }

    private static string Listed(string[] names)
    {
        const int NamesMax = 20;
        return string.Join(", ", names.Take(NamesMax).Select(Identifier.Quote))
            + (names.Length > NamesMax ? $" and {names.Length - NamesMax} more" : "");
    }

    private static LakeSqlException NotFound(ColumnReference reference, Scope scope)
    {
        var names = new List<string>();
        for (var s = scope; s is not null; s = s.Parent)
        {
            names.AddRange(s.Relations.SelectMany(r => r.Columns).Select(c => c.Name));
            names.AddRange(s.Aliases.Keys);
        }

        var written = string.Join('.', reference.Parts.Select(Identifier.Quote));
        if (reference.Parts.Count > 1
            && scope.Relations.FirstOrDefault(r => r.IsCalled([reference.Parts[^2]])) is { } of)
        {
            names = [.. of.Columns.Select(c => c.Name)];
        }

        var near = Identifier.Nearest(reference.Parts[^1], names.Distinct(Identifier.Comparer))
            ?? (reference.Parts.Count == 1 ? Identifier.Nearest(written, ["DISTINCT"]) : null);
        return ErrorCode.ColumnNotFound.Error(
            $"column {written} not found",
            reference.Span,
            near is not null ? $"did you mean {Identifier.Quote(near)}?"
            : names.Count == 0 ? null
            : "the columns are " + Listed(names.Distinct(Identifier.Comparer).ToArray()));
    }
}
