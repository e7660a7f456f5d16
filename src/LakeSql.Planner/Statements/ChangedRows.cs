using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>A table whose rows a statement changes or deletes, and what its expressions call it.</summary>
internal sealed record ChangedRows(Securable Table, string FullName, DeltaScan Scan, Relation Relation)
{
    /// <summary>The columns that the statement may speak of; the scan may have hidden ones behind them.</summary>
    public IReadOnlyList<ColumnDefinition> Columns { get; } =
        [.. Scan.Columns.Where((_, i) => Scan.Snapshot.Metadata.Schema.Fields[i].Trace == RowTrace.None)];

    /// <summary>What a hidden column of a changed row gets: the row is of the version that changes it.</summary>
    public IEnumerable<KeyValuePair<int, Expression>> HiddenValues => Scan.Snapshot.Metadata.Schema.Fields
        .Select((f, i) => (f.Trace, Position: i)).Where(f => f.Trace == RowTrace.Version)
        .Select(f => KeyValuePair.Create<int, Expression>(
            f.Position, new Literal(SourceSpan.None, LiteralKind.Null, "NULL")));

    /// <param name="name">The table.</param>
    /// <param name="alias">What the statement calls it; null for its own name.</param>
    /// <param name="reading">Where the statement asks what is in a row; null when it does not.</param>
    /// <param name="context">Records what is read and written.</param>
    /// <param name="isUpkeep">True when rows only move between files.</param>
    public static ChangedRows Bind(
        QualifiedName name, string? alias, SourceSpan? reading, BindContext context, bool isUpkeep = false)
    {
        var (table, fullName, snapshot) = WrittenTable.Bind(name, context);
        if (reading is { } span)
        {
            // Whether a row meets a condition tells what is in it.
            context.Names.RequireNow(table, Privilege.Select, span);
            context.Resolution.Reads.Add(new ObjectUse(fullName, "TABLE", snapshot.Version));
        }

        var scan = new DeltaScan(table, fullName, snapshot.Traced()) { IsForUpkeep = isUpkeep };
        if (!isUpkeep)
        {
            PolicyBinder.Weave(scan, table, snapshot, name.Span, context);
        }

        context.Resolution.Scans.Add(scan);
        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        var (catalog, schema, last) = context.Names.Qualify(name);
        var relation = new Relation(
            context.NextRelation(), alias is null ? [catalog, schema, last] : [alias],
            Shown(
                StoredColumns.Of(scan, fullName, snapshot.Version)[..snapshot.Metadata.Columns.Count], scan.Visible))
        {
            Stored = scan,
            Masked = [.. scan.Visible?.Masks.Keys.Select(at => scan.Columns[at].Name) ?? []],
        };
        if (relation.Masked.Count == 0)
        {
            context.Resolution.Conditions.AddStored(relation, scan);
        }

        return new ChangedRows(table, fullName, scan, relation);
    }

    /// <summary>
    /// Rows are changed as they are stored, so that a value which is masked for the user could come out of it.
    /// </summary>
    private static IReadOnlyList<RelationColumn> Shown(RelationColumn[] columns, VisibleRows? visible) =>
        visible is null or { Masks.Count: 0 } ? columns
            : [.. columns.Where((_, at) => !visible.Masks.ContainsKey(at))];

    /// <summary>
    /// Whether a rule holds for a value that the user chooses tells of the others that it reads, and so of masked ones.
    /// </summary>
    /// <param name="values">The values that the statement sets, by position.</param>
    /// <param name="span">Where it does.</param>
    /// <param name="context">The statement.</param>
    /// <exception cref="LakeSqlException">
    /// LSQ3001 for a rule over a column that is masked and one that is set.
    /// </exception>
    public void RefuseMaskedRules(
        IReadOnlyDictionary<int, Expression> values, SourceSpan span, BindContext context)
    {
        if (Relation.Masked.Count == 0)
        {
            return;
        }

        IReadOnlySet<string> ReadBy(string rule) => WriteRules.ColumnsOf(rule, Scan.Columns, context);
        var metadata = Scan.Snapshot.Metadata;
        var generated = metadata.Schema.Fields.Where(f => f.Generated is not null)
            .Select(f => (f.Name, Reads: ReadBy(f.Generated!))).ToArray();

        // What is computed from a column that is set is set as well.
        var set = values.Keys.Select(at => Scan.Columns[at].Name).ToHashSet(Identifier.Comparer);
        set.UnionWith(generated.Where(g => g.Reads.Overlaps(set)).Select(g => g.Name).ToArray());
        var rules = metadata.Constraints.Select(c => c.Value)
            .Concat(metadata.Schema.Fields.Select(f => f.Invariant).OfType<string>()).Select(ReadBy)
            .Concat(generated.Select(g => g.Reads));
        if (rules.Any(r => r.Overlaps(Relation.Masked) && r.Overlaps(set)))
        {
            throw ErrorCode.PermissionDenied.Error(
                $"a rule of {FullName} reads a column that is masked, beside one that is set", span);
        }
    }

    /// <summary>The new values by position of their column.</summary>
    /// <param name="assignments">As written.</param>
    /// <param name="bind">Binds a value for the column of that name.</param>
    /// <param name="isNew">True for rows that the table does not have yet.</param>
    public Dictionary<int, Expression> Values(
        IEnumerable<Assignment> assignments, Func<Expression, string, Expression> bind, bool isNew)
    {
        var values = new Dictionary<int, Expression>();
        foreach (var column in assignments.Select(Resolve).GroupBy(a => a.Position))
        {
            var whole = column.FirstOrDefault(a => a.Path.Count == 0);
            if (whole is not null && column.ElementAtOrDefault(1) is { } second)
            {
                throw SetTwice(second);
            }

            if (Columns[column.Key].Identity is { } identity)
            {
                if (isNew && whole is not null && DefaultValue.IsMeant(whole.Assignment.Value, Columns))
                {
                    continue;
                }

                IdentityRules.RefuseValue(Columns[column.Key].Name, identity, isNew, column.First().Assignment.Span);
            }

            var value = whole is not null
                ? DefaultValue.Of(whole.Assignment.Value, Columns, column.Key)
                : WithFields(column.Key, [.. column]);
            values.Add(column.Key, bind(value, Columns[column.Key].Name));
        }

        return values;
    }

    /// <summary>The struct with some fields changed; the others stay as they are.</summary>
    private Expression WithFields(int position, IReadOnlyList<FieldAssignment> fields)
    {
        var column = Scan.Columns[position];
        var reference = new ColumnReference(
            fields[0].Assignment.Span, Relation.NameParts.Append(column.Name).ToSequence());
        return WithFields(reference, (StructType)column.Type, fields);
    }

    private static StructLiteral WithFields(
        Expression whole, StructType type, IReadOnlyList<FieldAssignment> assignments)
    {
        var span = assignments[0].Assignment.Span;
        if (assignments.FirstOrDefault(a => !type.Fields.Any(f => Identifier.Same(f.Name, a.Path[0])))
            is { } unknown)
        {
            var near = Identifier.Nearest(unknown.Path[0], type.Fields.Select(f => f.Name));
            throw ErrorCode.ColumnNotFound.Error(
                $"{type.Name} has no field {Identifier.Quote(unknown.Path[0])}", unknown.Assignment.Span,
                near is null ? null : $"did you mean {Identifier.Quote(near)}?");
        }

        return new StructLiteral(span, type.Fields.Select(field =>
        {
            var own = assignments.Where(a => Identifier.Same(a.Path[0], field.Name)).ToList();
            var value = new FieldAccess(span, whole, field.Name);
            return new StructEntry(field.Name, own.Count == 0 ? value
                : own.FirstOrDefault(a => a.Path.Count == 1) is { } given
                    ? own.Count == 1 ? given.Assignment.Value : throw SetTwice(own[1])
                : field.Type is StructType inner
                    ? WithFields(value, inner, [.. own.Select(a => a with { Path = a.Path.Skip(1).ToSequence() })])
                : throw NoFields(own[0], field.Name, field.Type));
        }).ToSequence());
    }

    /// <summary>What an assignment is to: names of the table may stand before the column, fields behind.</summary>
    private FieldAssignment Resolve(Assignment assignment)
    {
        var parts = assignment.Target.Parts;
        for (var skipped = Math.Min(parts.Count - 1, Relation.NameParts.Count); skipped >= 0; skipped--)
        {
            var position = Array.FindIndex([.. Columns], c => Identifier.Same(c.Name, parts[skipped]));
            if (position < 0 || !parts.Take(skipped).SequenceEqual(
                Relation.NameParts.TakeLast(skipped), Identifier.Comparer))
            {
                continue;
            }

            var column = Scan.Columns[position];
            if (column.Generated is { } sql)
            {
                throw ErrorCode.InvalidUse.Error(
                    $"column {Identifier.Quote(column.Name)} is generated from {sql}: it cannot be set",
                    assignment.Span);
            }

            var found = new FieldAssignment(assignment, position, parts.Skip(skipped + 1).ToSequence());
            return found.Path.Count == 0 || column.Type is StructType ? found
                : throw NoFields(found, column.Name, column.Type);
        }

        var near = Identifier.Nearest(parts[^1], Scan.Columns.Select(c => c.Name));
        throw ErrorCode.ColumnNotFound.Error(
            $"{FullName} has no column {string.Join('.', parts.Select(Identifier.Quote))}", assignment.Span,
            near is null ? null : $"did you mean {Identifier.Quote(near)}?");
    }

    private static LakeSqlException SetTwice(FieldAssignment assignment) => ErrorCode.DuplicateColumn.Error(
        $"column {Identifier.Quote(assignment.Assignment.Target.Last)} is set twice", assignment.Assignment.Span);

    private static LakeSqlException NoFields(FieldAssignment assignment, string name, DataType type) =>
        ErrorCode.TypeMismatch.Error(
            $"{Identifier.Quote(name)} is {type.Name}: it has no fields", assignment.Assignment.Span);
}

/// <summary>An assignment to a column, or to a field within it.</summary>
/// <param name="Assignment">As written.</param>
/// <param name="Position">The column's.</param>
/// <param name="Path">The field's names within the column; none for all of it.</param>
internal sealed record FieldAssignment(Assignment Assignment, int Position, Sequence<string> Path);
