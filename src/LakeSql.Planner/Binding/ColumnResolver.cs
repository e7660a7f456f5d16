using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Turns a name in an expression into one column of one relation.</summary>
/// <remarks>
/// The innermost scope that knows the name wins. A dotted name is tried as relation and column first, longest
/// qualifier first, and then as a column with struct fields. A SELECT alias comes after the columns, but before outer
/// scopes, as in DuckDB, and what is known of rows beside their columns, <c>_metadata</c>, after both.
/// </remarks>
internal static class ColumnResolver
{
    public static Expression Resolve(ColumnReference reference, Scope scope, SourceTracker tracker)
    {
        if (Find(reference, scope, tracker) is { } found)
        {
            return found;
        }

        for (var s = scope; s is not null; s = s.Parent)
        {
            if (WholeRow(reference, s, tracker) is { } row)
            {
                return row;
            }
        }

        for (var s = scope; s is not null; s = s.Parent)
        {
            if (s.Relations.SelectMany(r => r.Masked).FirstOrDefault(
                m => reference.Parts.Contains(m, Identifier.Comparer)) is { } masked)
            {
                throw ErrorCode.PermissionDenied.Error(
                    $"column {Identifier.Quote(masked)} is masked: a statement that changes rows cannot use its value",
                    reference.Span);
            }
        }

        throw NotFound(reference, scope);
    }

    /// <summary>The column of that name; null where there is none.</summary>
    public static Expression? Find(ColumnReference reference, Scope scope, SourceTracker tracker)
    {
        for (var s = scope; s is not null; s = s.Parent)
        {
            if ((InScope(reference, s, tracker) ?? RowMetadata.Find(reference, s, tracker)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static Expression? InScope(ColumnReference reference, Scope scope, SourceTracker tracker)
    {
        var parts = reference.Parts;
        if (scope.LambdaParameters.Count > 0 && scope.LambdaParameters.Contains(parts[0], Identifier.Comparer))
        {
            scope.AliasUses++;
            return FieldAccess.Of(new BoundAlias(reference.Span, parts[0]), parts, 1);
        }

        for (var qualifierLength = Math.Min(parts.Count - 1, 3); qualifierLength >= 1; qualifierLength--)
        {
            var column = parts[qualifierLength];
            foreach (var relation in scope.Relations)
            {
                if (relation.IsCalled(parts, qualifierLength)
                    && relation.Find(column)?.Used(reference.Span) is { } found)
                {
                    tracker.Add(found.Sources);
                    scope.ColumnUses++;
                    scope.Touched?.Add(found.Name);
                    return found.Value(relation.Id, parts, qualifierLength + 1, reference.Span);
                }
            }
        }

        if (parts.Count > 1 && Identifier.Same(parts[0], "alias")
            && scope.Aliases.TryGetValue(parts[1], out var sources))
        {
            tracker.Add(sources);
            scope.AliasUses++;
            return FieldAccess.Of(new BoundAlias(reference.Span, parts[1]), parts, 2);
        }

        return Unqualified(reference, scope, tracker);
    }

    private static Expression? Unqualified(ColumnReference reference, Scope scope, SourceTracker tracker)
    {
        var parts = reference.Parts;
        var name = parts[0];
        if (scope.AliasesFirst && scope.Aliases.TryGetValue(name, out var preferred))
        {
            tracker.Add(preferred);
            scope.AliasUses++;
            return FieldAccess.Of(new BoundAlias(reference.Span, name), parts, 1);
        }

        if (scope.MergedColumns.TryGetValue(name, out var merged))
        {
            tracker.Add(merged.Sources);
            scope.ColumnUses++;
            return FieldAccess.Of(merged.Value, parts, 1);
        }

        if (Only(reference, name, scope) is { } match)
        {
            tracker.Add(match.Column.Sources);
            scope.ColumnUses++;
            scope.Touched?.Add(match.Column.Name);
            return match.Column.Value(match.Relation.Id, parts, 1, reference.Span);
        }

        if (scope.Aliases.TryGetValue(name, out var sources))
        {
            tracker.Add(sources);
            scope.AliasUses++;
            return FieldAccess.Of(new BoundAlias(reference.Span, name), parts, 1);
        }

        return null;
    }

    /// <summary>
    /// The name of a table as a value: a struct of its columns. Every column goes before, also those further out.
    /// </summary>
    private static Expression? WholeRow(ColumnReference reference, Scope scope, SourceTracker tracker)
    {
        var (parts, span) = (reference.Parts, reference.Span);
        var length = Math.Min(parts.Count, 3);
        while (length > 0 && !scope.Relations.Any(r => r.IsCalled(parts, length)))
        {
            length--;
        }

        if (length == 0)
        {
            return null;
        }

        var relation = scope.Relations.First(r => r.IsCalled(parts, length));
        if (parts.Count > length && relation.Find(parts[length]) is null)
        {
            return null;
        }

        scope.ColumnUses++;
        var entries = new List<StructEntry>();
        foreach (var column in relation.Columns)
        {
            entries.Add(new StructEntry(column.Name, column.Value(relation.Id, span)));
            tracker.Add(column.Sources);
        }

        return FieldAccess.Of(new StructLiteral(span, entries.ToSequence()), parts, length);
    }

    /// <summary>The one relation that has the column; null when none has it.</summary>
    /// <exception cref="LakeSqlException">LSQ2003 when several have it.</exception>
    private static (Relation Relation, RelationColumn Column)? Only(ColumnReference reference, string name, Scope scope)
    {
        (Relation, RelationColumn)? only = null;
        foreach (var relation in scope.Relations)
        {
            if (relation.Find(name)?.Used(reference.Span) is { } column)
            {
                if (only is not null)
                {
                    throw Ambiguous(reference, name, scope);
                }

                only = (relation, column);
            }
        }

        return only;
    }

    private static LakeSqlException Ambiguous(ColumnReference reference, string name, Scope scope)
    {
        var candidates = string.Join(" or ", scope.Relations.Where(r => r.Find(name) is not null).Select(r =>
            r.NameParts.Count > 0 ? $"{Identifier.Quote(r.NameParts[^1])}.{name}" : name));
        return ErrorCode.AmbiguousColumn.Error(
            $"column {Identifier.Quote(name)} is ambiguous", reference.Span, $"write {candidates}");
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
