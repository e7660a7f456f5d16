using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>Binds what a reader sees of a table: its row filter and masks as they are now, for any version.</summary>
internal static class PolicyBinder
{
    /// <summary>Gives the scan what its reader may see.</summary>
    public static void Weave(TableScan scan, Securable table, Snapshot snapshot, SourceSpan span, BindContext context)
    {
        var policy = TablePolicy.Of(table);
        if (policy.IsEmpty)
        {
            return;
        }

        var raw = new Relation(
            context.NextRelation(), [], [.. scan.Columns.Select(c => new RelationColumn(
                c.Name, new HashSet<ColumnSource>()))]);
        var names = new StoredNames(context.TableOf(table).Latest(), snapshot, context.Metastore.FullName(table));
        var filter = policy.Filter is { } use ? Folding.Of(Bound(use, null)) : null;
        var masks = new Dictionary<int, Expression>();
        foreach (var (column, mask) in policy.Masks)
        {
            if (names.Find(column) is not { } stored)
            {
                continue;
            }

            var at = scan.Columns.ToList().FindIndex(c => Identifier.Same(c.Name, stored));
            var value = Folding.Of(Bound(mask, column));
            if (value is not BoundColumn same || same.Relation != raw.Id || same.Column != stored)
            {
                masks.Add(at, value);
            }
        }

        scan.Visible = new VisibleRows(
            raw.Id, filter is Literal { Kind: LiteralKind.Boolean, Text: "true" } ? null : filter, masks);

        Expression Bound(PolicyUse use, string? masked)
        {
            var function = context.Metastore.ById(use.Function) is { } found ? SqlFunction.Of(found)
                : throw ErrorCode.PermissionDenied.Error(
                    $"{context.Metastore.FullName(table)} cannot be read: a function of its policy is gone", span,
                    "its owner sets another row filter or mask, or drops it");
            var arguments = use.Arguments.Select(a => Argument(a, use)).ToList();
            if (masked is not null)
            {
                arguments.Insert(0, Column(masked));
            }

            return FunctionBinder.BindUse(
                function, arguments.Select(a => new FunctionArgument(null, a)).ToSequence(), span, context);
        }

        Expression Argument(string text, PolicyUse use) => SqlParser.ParseExpression(text) switch
        {
            ColumnReference { Parts: [var name] } when use.Columns.Contains(name, Identifier.Comparer) => Column(name),
            var constant => constant,
        };

        // What cannot be judged is not shown.
        BoundColumn Column(string name) => names.Find(name) is { } stored
            ? new BoundColumn(span, raw.Id, stored)
            : throw ErrorCode.PermissionDenied.Error(
                $"version {snapshot.Version} of {context.Metastore.FullName(table)} cannot be read: it lacks a column "
                    + "by which the table's policy decides", span);
    }

    /// <summary>
    /// A statement that takes rows which are hidden from the user is for who manages the table.
    /// </summary>
    public static void RequireAllRows(
        Securable table, string fullName, Snapshot snapshot, SourceSpan span, BindContext context)
    {
        var all = new DeltaScan(table, fullName, snapshot);
        Weave(all, table, snapshot, span, context);
        if (all.Visible?.Filter is not null)
        {
            context.Names.RequireNow(table, Privilege.Manage, span);
        }
    }

    /// <summary>The names that columns of the newest version have in another one.</summary>
    private sealed class StoredNames(Snapshot newest, Snapshot read, string fullName)
    {
        public string? Find(string column)
        {
            var field = newest.Metadata.Schema.Fields.FirstOrDefault(f => Identifier.Same(f.Name, column))
                ?? throw ErrorCode.PermissionDenied.Error(
                    $"{fullName} cannot be read: it lacks a column by which its policy decides");
            var physical = field.PhysicalName(newest.Mapping);
            return read.Metadata.Schema.Fields.FirstOrDefault(
                f => Identifier.Same(f.PhysicalName(read.Mapping), physical))?.Name;
        }
    }
}
