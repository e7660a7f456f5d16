using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>A function that decides what of a table is seen, with what it is given.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">Stored columns, and constants.</param>
/// <param name="Masked">The stored column that it masks; null for a row filter.</param>
/// <param name="Of">The table, schema or catalog whose it is.</param>
/// <param name="SetBy">Who set it.</param>
/// <param name="Source">What errors call it.</param>
internal sealed record BoundPolicyUse(
    SqlFunction Function, Sequence<Expression> Arguments, string? Masked, Securable Of, string SetBy, string Source)
{
    /// <summary>The same for the same policy, found for whomever.</summary>
    public PolicyIdentity Identity => new(Of.Id, Source, Masked, Function.Securable.Id, Arguments);

    /// <summary>True when the same function is given the same.</summary>
    public bool GivesSame(BoundPolicyUse other) =>
        Function.Securable.Id == other.Function.Securable.Id && Arguments.Equals(other.Arguments);
}

/// <summary>What tells one policy of a table from another.</summary>
internal sealed record PolicyIdentity(
    Guid Of, string Source, string? Masked, Guid Function, Sequence<Expression> Arguments);

/// <summary>
/// Finds the functions that decide what one reader sees of one version of a table. What cannot be judged is not shown.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="newest">Its newest version, whose names policies use.</param>
/// <param name="read">The version that is read.</param>
/// <param name="isOfChanges">True when rows of older versions are read under its columns.</param>
/// <param name="relation">What the stored rows are called.</param>
/// <param name="span">Where the statement names the table.</param>
/// <param name="context">Names, principals and grants.</param>
internal sealed class PolicyUses(
    Securable table, Snapshot newest, Snapshot read, bool isOfChanges, string relation, SourceSpan span,
    BindContext context)
{
    private readonly string fullName = context.Metastore.FullName(table);
    private readonly IReadOnlyDictionary<string, Dictionary<string, string>> tags = Tags.OfColumns(table);

    /// <summary>All row filters, and one mask a column at most: of equal ones that of the highest level.</summary>
    public IReadOnlyList<BoundPolicyUse> Find()
    {
        var reader = context.Metastore.EffectivePrincipals(context.SessionUser);
        var policies = EffectivePolicies.Tagged(table, context.Metastore).Where(p => p.Concerns(reader));
        BoundPolicyUse[] uses = [.. policies.Reverse().SelectMany(Tagged), .. Own()];
        var masks = uses.Where(u => u.Masked is not null).GroupBy(u => u.Masked!, Identifier.Comparer)
            .Select(Single);
        return [.. uses.Where(u => u.Masked is null), .. masks];
    }

    private BoundPolicyUse Single(IGrouping<string, BoundPolicyUse> masks)
    {
        var first = masks.First();
        var other = masks.FirstOrDefault(m => !m.GivesSame(first));
        return other is null ? first : throw Denied(
            $"column {Identifier.Quote(masks.Key)} has two masks: {first.Source} and {other.Source}",
            "one of them is dropped, or excepts some readers");
    }

    private IEnumerable<BoundPolicyUse> Own()
    {
        var policy = TablePolicy.Of(table);
        if (policy.Filter is { } filter)
        {
            yield return new BoundPolicyUse(
                FunctionOf(filter.Function, null, "the row filter of the table"), Arguments(filter).ToSequence(), null,
                table, PolicySetter.Name(filter.SetBy, table, context.Metastore), "the row filter of the table");
        }

        foreach (var (column, mask) in policy.Masks)
        {
            if (Field(column) is { } field)
            {
                yield return new BoundPolicyUse(
                    FunctionOf(mask.Function, field, "the mask of the table"),
                    Arguments(mask).Prepend(Stored(field.Name)).ToSequence(), field.Name, table,
                    PolicySetter.Name(mask.SetBy, table, context.Metastore), "the mask of the table");
            }
            else if (read.Mapping != ColumnMapping.None || newest.Supports("columnMapping"))
            {
                // Under whatever name it may be there: where names are mapped, or once were, columns could be renamed.
                throw Lacks();
            }
        }
    }

    private IEnumerable<Expression> Arguments(PolicyUse use) => use.Arguments.Select(
        text => SqlParser.ParseExpression(text) switch
        {
            ColumnReference { Parts: [var name] } when use.Columns.Contains(name, Identifier.Comparer) =>
                Field(name) is { } field ? Stored(field.Name) : throw Lacks(),
            var constant => constant,
        });

    private IEnumerable<BoundPolicyUse> Tagged(TagPolicy policy)
    {
        var (definition, source) = (policy.Definition, policy.Describe(context.Metastore));
        var found = new Dictionary<string, TableField[]>(Identifier.Comparer);
        foreach (var (at, match) in definition.Match.Index())
        {
            var fields = read.Metadata.Schema.Fields.Where(f => IsMeant(match.Condition, f)).Select(Judged).ToArray();
            var isMasked = Identifier.Same(match.Alias ?? "", definition.OnColumn ?? " ");
            if (isOfChanges && !isMasked && HasLost(match.Condition, fields))
            {
                throw Lacks();
            }

            if (fields.Length == 0)
            {
                // A version without what is masked shows nothing of it; without another column nothing is known.
                if (!isMasked && newest.Metadata.Schema.Fields
                    .Any(f => TagPolicy.Holds(match.Condition, Tags.OfColumn(table, f.PhysicalName(newest.Mapping)))))
                {
                    throw Lacks();
                }

                return [];
            }

            found.Add(match.Alias ?? $" {at}", fields);
        }

        TableField?[] targets = definition.OnColumn is { } on ? (TableField?[])found[on] : [null];
        return targets.Select(masked =>
        {
            var function = FunctionOf(policy.Function, masked, source);
            var given = definition.Using.Select(e => e is ColumnReference { Parts: [var alias] }
                ? Stored(masked is not null && Identifier.Same(alias, definition.OnColumn!) ? masked.Name
                    : found[alias] is [var one] ? one.Name
                    : throw Denied($"{source} finds more than one column for {Identifier.Quote(alias)}"))
                : e);
            given = masked is null ? given : given.Prepend(Stored(masked.Name));
            return new BoundPolicyUse(
                function, given.ToSequence(), masked?.Name, policy.On,
                PolicySetter.Name(policy.SetBy, policy.On, context.Metastore), source);
        }).ToArray();
    }

    /// <summary>True when older rows may have had a column that the policy meant, and that is gone.</summary>
    private bool HasLost(TagCondition condition, TableField[] found) =>
        (found.Length == 0 && TagPolicy.Holds(condition, Tags.None))
        || tags.Any(t => TagPolicy.Holds(condition, t.Value)
            && !found.Any(f => Identifier.Same(f.PhysicalName(read.Mapping), t.Key)));

    /// <summary>True when the policy means the column by its physical name, by its own, or by both together.</summary>
    /// <remarks>Each by itself, as a condition with NOT could be lifted by the tags of another column.</remarks>
    private bool IsMeant(TagCondition condition, TableField field)
    {
        var physical = tags.GetValueOrDefault(field.PhysicalName(read.Mapping)) ?? [];
        if (TagPolicy.Holds(condition, physical))
        {
            return true;
        }

        var same = newest.Metadata.Schema.Fields.FirstOrDefault(f => Identifier.Same(f.Name, field.Name));
        var own = same is null ? null : tags.GetValueOrDefault(same.PhysicalName(newest.Mapping)) ?? [];
        return own is not null && (TagPolicy.Holds(condition, own) || TagPolicy.Holds(
            condition, physical.Concat(own).DistinctBy(t => t.Key).ToDictionary(t => t.Key, t => t.Value)));
    }

    /// <summary>The column; one whose fields have other names, or other values, than now cannot be judged.</summary>
    private TableField Judged(TableField field)
    {
        var physical = field.PhysicalName(read.Mapping);
        var now = newest.Metadata.Schema.Fields.FirstOrDefault(
            f => Identifier.Same(f.PhysicalName(newest.Mapping), physical));
        return now is null || Inner(field.Type, read.Mapping) == Inner(now.Type, newest.Mapping) ? field
            : throw Lacks();
    }

    private static string Inner(FieldType type, ColumnMapping mapping) => type switch
    {
        StructFieldType s => string.Concat(
            s.Fields.Select(f => $"{{{f.Name}={f.PhysicalName(mapping)}{Inner(f.Type, mapping)}}}")),
        ArrayFieldType a => $"[{Inner(a.Element, mapping)}]",
        MapFieldType m => $"<{Inner(m.Key, mapping)},{Inner(m.Value, mapping)}>",
        _ => "",
    };

    /// <summary>What a column of the newest version is in the one that is read.</summary>
    private TableField? Field(string column)
    {
        var field = newest.Metadata.Schema.Fields.FirstOrDefault(f => Identifier.Same(f.Name, column))
            ?? throw Denied("it lacks a column by which its policy decides");
        var physical = field.PhysicalName(newest.Mapping);
        var fields = read.Metadata.Schema.Fields;
        return (fields.FirstOrDefault(f => Identifier.Same(f.PhysicalName(read.Mapping), physical))
            ?? fields.FirstOrDefault(f => Identifier.Same(f.Name, column))) is { } stored ? Judged(stored) : null;
    }

    /// <summary>The function, which may have been replaced by one that gives something else than it did.</summary>
    private SqlFunction FunctionOf(Guid id, TableField? masked, string source)
    {
        var function = context.Metastore.ById(id) is { } found ? SqlFunction.Of(found)
            : throw Denied(
                "a function of its policy is gone", "its owner sets another row filter or mask, or drops it");
        if (!function.IsTable && function.Definition.Returns == (masked?.DataType ?? PrimitiveType.Boolean))
        {
            return function;
        }

        var gives = function.IsTable ? "a table" : function.Definition.Returns!.Name;
        throw Denied(masked is null
            ? $"{source} gives {gives}, not BOOLEAN"
            : $"{source} gives {gives} for column {Identifier.Quote(masked.Name)}, which is {masked.DataType.Name}");
    }

    private BoundColumn Stored(string name) => new(span, relation, name);

    private LakeSqlException Lacks() => ErrorCode.PermissionDenied.Error(
        $"version {read.Version} of {fullName} cannot be read: it lacks a column by which the table's policy decides",
        span);

    private LakeSqlException Denied(string why, string? hint = null) =>
        ErrorCode.PermissionDenied.Error($"{fullName} cannot be read: {why}", span, hint);
}
