using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>Rows of a table to be changed or deleted.</summary>
/// <param name="Tag">UPDATE, DELETE or TRUNCATE.</param>
/// <param name="Table">The table.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Scan">Its rows at the version that was bound.</param>
/// <param name="Relation">What the scan is called in the expressions.</param>
/// <param name="Where">Which rows; null for all.</param>
/// <param name="Assignments">New values by column position; empty to delete the rows.</param>
/// <param name="Predicate">The condition as the history may keep it: with its constants taken out.</param>
public sealed record ChangeRowsPlan(
    string Tag, Securable Table, string FullName, DeltaScan Scan, string Relation, Expression? Where,
    IReadOnlyDictionary<int, Expression> Assignments, string? Predicate) : StatementPlan(Tag)
{
    /// <summary>The version that was bound.</summary>
    public Snapshot Read => Scan.Snapshot;
}

internal static class ChangeRowsBinder
{
    public static ChangeRowsPlan Bind(Truncate truncate, BindContext context)
    {
        var (table, fullName, snapshot) = WrittenTable.Bind(truncate.Table, context);
        return Plan("TRUNCATE", table, fullName, snapshot, null, null, [], context);
    }

    public static ChangeRowsPlan Bind(Delete delete, BindContext context)
    {
        var (table, fullName, snapshot) = WrittenTable.Bind(delete.Table, context);
        var name = delete.Alias is { } alias ? [alias] : Parts(delete.Table, context);
        return Plan("DELETE", table, fullName, snapshot, name, delete.Where, [], context);
    }

    public static ChangeRowsPlan Bind(Update update, BindContext context)
    {
        var (table, fullName, snapshot) = WrittenTable.Bind(update.Table, context);
        var name = update.Alias is { } alias ? [alias] : Parts(update.Table, context);
        return Plan("UPDATE", table, fullName, snapshot, name, update.Where, update.Assignments, context);
    }

    private static Sequence<string> Parts(QualifiedName name, BindContext context)
    {
        var (catalog, schema, table) = context.Names.Qualify(name);
        return [catalog, schema, table];
    }

    private static ChangeRowsPlan Plan(
        string tag, Securable table, string fullName, Snapshot snapshot, Sequence<string>? name, Expression? where,
        Sequence<Assignment> assignments, BindContext context)
    {
        if (where is not null || assignments.Count > 0)
        {
            // Whether a row meets a condition tells what is in it.
            context.Names.RequireNow(table, Privilege.Select, where?.Span ?? assignments[0].Span);
            context.Resolution.Reads.Add(new ObjectUse(fullName, "TABLE", snapshot.Version));
        }

        var scan = new DeltaScan(table, fullName, snapshot);
        context.Resolution.Scans.Add(scan);
        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        var relation = new Relation(
            context.NextRelation(),
            name ?? [],
            [.. scan.Columns.Select(c => new RelationColumn(
                c.Name, new HashSet<ColumnSource> { new(fullName, c.Name, snapshot.Version) }))]);
        var values = new Dictionary<int, Expression>();
        foreach (var assignment in assignments)
        {
            var position = Array.FindIndex([.. scan.Columns], c => Identifier.Same(c.Name, assignment.Column));
            if (position < 0)
            {
                var near = Identifier.Nearest(assignment.Column, scan.Columns.Select(c => c.Name));
                throw ErrorCode.ColumnNotFound.Error(
                    $"{fullName} has no column {Identifier.Quote(assignment.Column)}", assignment.Span,
                    near is null ? null : $"did you mean {Identifier.Quote(near)}?");
            }

            if (!values.TryAdd(position, QueryBinder.BindOver(
                assignment.Value, relation, scan.Columns[position].Name, context)))
            {
                throw ErrorCode.DuplicateColumn.Error(
                    $"column {Identifier.Quote(assignment.Column)} is set twice", assignment.Span);
            }
        }

        var condition = where is null ? null : QueryBinder.BindOver(where, relation, null, context);
        return new ChangeRowsPlan(
            tag, table, fullName, scan, relation.Id, condition, values, where?.ToSql(redacted: true));
    }
}
