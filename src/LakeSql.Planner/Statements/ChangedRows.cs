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
            Masked = [.. scan.Visible?.Masks.Keys.Select(at => scan.Columns[at].Name) ?? []],
        };
        return new ChangedRows(table, fullName, scan, relation);
    }

    /// <summary>
    /// Rows are changed as they are stored, so that a value which is masked for the user could come out of it.
    /// </summary>
    private static IReadOnlyList<RelationColumn> Shown(RelationColumn[] columns, VisibleRows? visible) =>
        visible is null or { Masks.Count: 0 } ? columns
            : [.. columns.Where((_, at) => !visible.Masks.ContainsKey(at))];

    /// <summary>The new values by position of their column.</summary>
    /// <param name="assignments">As written.</param>
    /// <param name="bind">Binds a value for the column of that name.</param>
    /// <param name="isNew">True for rows that the table does not have yet.</param>
    public Dictionary<int, Expression> Values(
        IEnumerable<Assignment> assignments, Func<Expression, string, Expression> bind, bool isNew)
    {
        var values = new Dictionary<int, Expression>();
        foreach (var assignment in assignments)
        {
            var position = Array.FindIndex([.. Columns], c => Identifier.Same(c.Name, assignment.Column));
            if (position < 0)
            {
                var near = Identifier.Nearest(assignment.Column, Columns.Select(c => c.Name));
                throw ErrorCode.ColumnNotFound.Error(
                    $"{FullName} has no column {Identifier.Quote(assignment.Column)}", assignment.Span,
                    near is null ? null : $"did you mean {Identifier.Quote(near)}?");
            }

            if (Columns[position].Generated is { } sql)
            {
                throw ErrorCode.InvalidUse.Error(
                    $"column {Identifier.Quote(assignment.Column)} is generated from {sql}: it cannot be set",
                    assignment.Span);
            }

            if (Columns[position].Identity is { } identity)
            {
                if (isNew && DefaultValue.IsMeant(assignment.Value, Columns))
                {
                    continue;
                }

                IdentityRules.RefuseValue(Columns[position].Name, identity, isNew, assignment.Span);
            }

            var value = DefaultValue.Of(assignment.Value, Columns, position);
            if (!values.TryAdd(position, bind(value, Columns[position].Name)))
            {
                throw ErrorCode.DuplicateColumn.Error(
                    $"column {Identifier.Quote(assignment.Column)} is set twice", assignment.Span);
            }
        }

        return values;
    }
}
