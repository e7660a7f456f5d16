using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Functions;
using LakeSql.Planner.Policies;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>Binds SET and DROP of row filters and masks: what of a table others see.</summary>
internal static class SetPolicyBinder
{
    public static AlterObjectPlan Bind(AlterTable alter, BindContext context)
    {
        var table = context.Names.Object(SecurableKind.Table, alter.Table);
        context.Names.RequireNow(table, Privilege.Manage, alter.Table.Span);
        SystemObjects.Refuse(table, alter.Table.Span, context);
        var fullName = context.Metastore.FullName(table);
        if (table.Kind != SecurableKind.Table)
        {
            throw ErrorCode.WrongObjectKind.Error(
                $"{fullName} is a view: what it shows is said by its query", alter.Table.Span);
        }

        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        var columns = context.TableOf(table).Latest().Metadata.Columns;
        var policy = TablePolicy.Of(table);
        var changed = alter.Change switch
        {
            SetRowFilter { Filter: { } filter } => policy with { Filter = Filter(filter, columns, fullName, context) },
            SetRowFilter => policy with { Filter = null },
            SetMask mask => WithMask(policy, mask, columns, fullName, context),
            _ => throw ErrorCode.Internal.Error($"{alter.Change.GetType().Name} is no policy"),
        };
        return new AlterObjectPlan(table, changed.In);
    }

    /// <summary>The policy that CREATE TABLE gives to its table.</summary>
    public static TablePolicy Of(
        CreateTable create, IReadOnlyList<ColumnDefinition> columns, string fullName, BindContext context) => new(
        create.RowFilter is { } filter ? Filter(filter, columns, fullName, context) : null,
        create.Masks.ToDictionary(
            m => m.Column, m => Mask(m.Column, m.Mask, columns, fullName, create.Name.Span, context)));

    /// <summary>A column by which a policy decides stays, under its name.</summary>
    public static void RefuseColumns(
        TableChangeClause change, Securable table, string fullName, Snapshot snapshot, BindContext context)
    {
        IEnumerable<string> gone = change switch
        {
            DropColumns drop => drop.Columns.Select(c => c.Parts[0]),
            RenameColumn rename => [rename.Column.Parts[0]],
            AlterColumn { Change: ColumnChange.Type } alter => [alter.Column.Parts[0]],
            AddColumns add => add.Columns.Where(c => c.Parents.Count > 0).Select(c => c.Parents[0]),
            _ => [],
        };
        if (gone.FirstOrDefault(c => TablePolicy.Of(table).Columns.Contains(c, Identifier.Comparer)) is { } column)
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(column)} of {fullName} is used by the table's row filter or masks",
                change.Span, "drop the row filter or the mask first, and set it again");
        }

        // A column takes its tags along, a field of it does not.
        if (change is not RenameColumn { Column.Parts.Count: 1 }
            && EffectivePolicies.Tagged(table, context.Metastore).Count > 0
            && gone.FirstOrDefault(c => IsTagged(c, table, snapshot)) is { } tagged)
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(tagged)} of {fullName} has tags, by which policies find it", change.Span,
                $"ALTER TABLE {fullName} ALTER COLUMN {Identifier.Quote(tagged)} UNSET TAGS (…)");
        }
    }

    /// <summary>A table that takes another's place has the columns that the policy names which stays there.</summary>
    public static void RefuseLost(
        TablePolicy policy, string fullName, IReadOnlyList<ColumnDefinition> columns, SourceSpan span)
    {
        if (policy.Columns.FirstOrDefault(c => !columns.Any(d => Identifier.Same(d.Name, c))) is { } lost)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{fullName} has a row filter or masks that need the column {Identifier.Quote(lost)}", span,
                "drop them first, or give the new table others");
        }
    }

    /// <summary>
    /// The columns by which a policy decides are called the same in a version that the table is set back to: the policy
    /// names them.
    /// </summary>
    public static void RefuseOtherColumns(
        Securable table, string fullName, Snapshot now, Snapshot wanted, SourceSpan span)
    {
        foreach (var column in TablePolicy.Of(table).Columns)
        {
            var current = Named(column, now);
            var old = Named(column, wanted);
            if (old is null || !IsOne(current?.PhysicalName(now.Mapping), old.PhysicalName(wanted.Mapping)))
            {
                throw ErrorCode.InvalidUse.Error(
                    $"column {Identifier.Quote(column)} of {fullName} is used by the table's row filter or masks, and "
                    + $"{(old is null ? "not there" : "another")} in version {wanted.Version}",
                    span, "drop the row filter or the mask first, and set it again");
            }
        }

        // Where the table took another's place, neither knows the other's column.
        bool IsOne(string? current, string old) => Identifier.Same(current ?? "", old) || !(
            wanted.Metadata.Schema.Fields.Any(f => Identifier.Same(f.PhysicalName(wanted.Mapping), current ?? ""))
            || now.Metadata.Schema.Fields.Any(f => Identifier.Same(f.PhysicalName(now.Mapping), old)));
    }

    private static TableField? Named(string column, Snapshot snapshot) =>
        snapshot.Metadata.Schema.Fields.FirstOrDefault(f => Identifier.Same(f.Name, column));

    private static bool IsTagged(string column, Securable table, Snapshot snapshot) =>
        Named(column, snapshot) is { } field
        && Tags.OfColumn(table, field.PhysicalName(snapshot.Mapping)).Count > 0;

    private static TablePolicy WithMask(
        TablePolicy policy, SetMask set, IReadOnlyList<ColumnDefinition> columns, string fullName,
        BindContext context)
    {
        var name = Column(set.Column, columns, fullName, set.Span).Name;
        var masks = policy.Masks.Where(m => !Identifier.Same(m.Key, name)).ToDictionary(m => m.Key, m => m.Value);
        if (set.Mask is { } mask)
        {
            masks.Add(name, Mask(name, mask, columns, fullName, set.Span, context));
        }

        return policy with { Masks = masks };
    }

    private static PolicyUse Filter(
        PolicyFunction filter, IReadOnlyList<ColumnDefinition> columns, string fullName, BindContext context)
    {
        var function = Function(filter, context);
        return function.Definition.Returns == PrimitiveType.Boolean
            ? Use(function, filter, filter.Arguments.Count, columns, fullName, context)
            : throw ErrorCode.TypeMismatch.Error(
                "a row filter gives BOOLEAN", filter.Function.Span, "true for a row that is seen");
    }

    private static PolicyUse Mask(
        string column, PolicyFunction mask, IReadOnlyList<ColumnDefinition> columns, string fullName,
        SourceSpan span, BindContext context)
    {
        var type = Column(column, columns, fullName, span).Type;
        var function = Function(mask, context);
        return function.Definition.Returns == type
            ? Use(function, mask, mask.Arguments.Count + 1, columns, fullName, context)
            : throw ErrorCode.TypeMismatch.Error(
                $"a mask of {Identifier.Quote(column)} gives {type.Name}", mask.Function.Span);
    }

    private static SqlFunction Function(PolicyFunction policy, BindContext context)
    {
        var securable = context.Names.Object(SecurableKind.Function, policy.Function);
        context.Names.RequireNow(securable, Privilege.Execute, policy.Function.Span);
        var function = SqlFunction.Of(securable);
        return function.IsTable
            ? throw ErrorCode.InvalidUse.Error("a policy needs a function that gives a value", policy.Function.Span)
            : function;
    }

    private static PolicyUse Use(
        SqlFunction function, PolicyFunction policy, int count, IReadOnlyList<ColumnDefinition> columns,
        string fullName, BindContext context)
    {
        var required = function.Definition.Parameters.Count(p => p.Default is null);
        if (count < required || count > function.Definition.Parameters.Count)
        {
            throw ErrorCode.InvalidUse.Error(
                $"the function takes {function.Signature}", policy.Function.Span);
        }

        var used = new List<string>();
        foreach (var argument in policy.Arguments)
        {
            switch (argument)
            {
                case ColumnReference { Parts: [var name] }:
                    used.Add(Column(name, columns, fullName, argument.Span).Name);
                    break;
                case Literal or TypedLiteral or Unary { Operand: Literal }: break;
                default:
                    throw ErrorCode.InvalidUse.Error("a policy is given columns and constants", argument.Span);
            }
        }

        return new PolicyUse(
            function.Securable.Id, [.. policy.Arguments.Select(a => a.ToSql())], used,
            PolicySetter.Of(context.User, context.Metastore));
    }

    private static ColumnDefinition Column(
        string name, IReadOnlyList<ColumnDefinition> columns, string fullName, SourceSpan span) =>
        columns.FirstOrDefault(c => Identifier.Same(c.Name, name)) ?? throw ErrorCode.ColumnNotFound.Error(
            $"{fullName} has no column {Identifier.Quote(name)}", span,
            Identifier.Nearest(name, columns.Select(c => c.Name)) is { } near
                ? $"did you mean {Identifier.Quote(near)}?" : null);
}
