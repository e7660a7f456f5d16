using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>Keys as written, checked against the tables that they speak of.</summary>
/// <param name="name">The table that gets them, as written.</param>
/// <param name="table">The table; null when it is yet to be made.</param>
/// <param name="columns">Its columns.</param>
/// <param name="context">Who asks.</param>
internal sealed class TableKeys(
    QualifiedName name, Securable? table, IReadOnlyList<ColumnDefinition> columns, BindContext context)
{
    private readonly List<TableKey> keys = [.. table?.Keys ?? []];

    /// <summary>The keys so far.</summary>
    public IReadOnlyList<TableKey> Keys => keys;

    /// <summary>The keys of a table to be made; the columns of its primary key have no NULL.</summary>
    public static (CreateTable Create, IReadOnlyList<TableKey> Keys) Of(
        CreateTable create, IReadOnlyList<ColumnDefinition> columns, BindContext context)
    {
        var primary = create.Keys.Where(k => k.Parent is null).SelectMany(k => k.Columns).ToList();
        var without = columns.Select(
            c => primary.Contains(c.Name, Identifier.Comparer) ? c with { Nullable = false } : c).ToSequence();
        var made = new TableKeys(create.Name, null, without, context);
        made.Refuse(create.Constraints.Select(c => c.Name), create.Keys);
        foreach (var key in create.Keys.OrderBy(k => k.Parent is not null))
        {
            made.Add(key);
        }

        return (create.Columns.Count > 0 ? create with { Columns = without } : create, made.Keys);
    }

    /// <summary>LSQ2010 when a key has the name of another constraint of the table.</summary>
    public void Refuse(IEnumerable<string> taken, IEnumerable<KeyConstraint> added)
    {
        if (added.FirstOrDefault(k => k.Name is not null && taken.Contains(k.Name, Identifier.Comparer)) is { } key)
        {
            throw ErrorCode.AlreadyExists.Error(
                $"{name} has a constraint {Identifier.Quote(key.Name!)} already", key.Span);
        }
    }

    /// <summary>One more.</summary>
    public void Add(KeyConstraint key)
    {
        var own = Columns(key.Columns, columns, name.ToString(), key.Span);
        if (key.Parent is null && keys.Exists(k => k.Parent is null))
        {
            throw ErrorCode.AlreadyExists.Error($"{name} has a primary key already", key.Span);
        }

        if (key.Parent is null && own.FirstOrDefault(c => c.Nullable) is { } nullable)
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(nullable.Name)} may be NULL, so it cannot be part of a primary key",
                key.Span,
                $"ALTER TABLE {name} ALTER COLUMN {Identifier.Quote(nullable.Name)} SET NOT NULL");
        }

        var constraint = key.Name ?? Unused(
            name.Last + (key.Parent is null ? "_pk" : $"_{key.Parent.Last}_fk"));
        if (keys.Exists(k => Identifier.Same(k.Name, constraint)))
        {
            throw ErrorCode.AlreadyExists.Error(
                $"{name} has a constraint {Identifier.Quote(constraint)} already", key.Span);
        }

        var (parent, parentColumns) = key.Parent is null ? (null, []) : Parent(key, own);
        keys.Add(new TableKey(
            constraint, own.Select(c => c.Name).ToSequence(), parent, parentColumns, key.TimeSeries, key.Rely));
    }

    /// <summary>Takes away those that are meant; false when there are none.</summary>
    /// <remarks>
    /// With a primary key the foreign keys to it go, those of other tables when the change is stored.
    /// </remarks>
    public bool Remove(Predicate<TableKey> isMeant, bool cascade, SourceSpan span)
    {
        var isPrimary = keys.Exists(k => k.Parent is null && isMeant(k));
        if (isPrimary && cascade)
        {
            // The keys of others go by it.
            context.Names.RequireNow(table!, Privilege.Manage, span);
        }
        else if (isPrimary && (context.Metastore.ReferringTo(table!.Id).Any(IsInTheWay)
            || keys.Exists(k => k.Parent == Guid.Empty && !isMeant(k))))
        {
            var manages = context.Metastore.Check(
                context.Metastore.EffectivePrincipals(context.User), table, Privilege.Manage).Allowed;
            throw ErrorCode.InvalidUse.Error(
                $"a foreign key refers to the primary key of {name}", span,
                manages ? "drop that first, or add CASCADE" : "drop that first");
        }

        return keys.RemoveAll(k => isMeant(k) || (isPrimary && k.Parent == Guid.Empty)) > 0;
    }

    /// <summary>
    /// True where the owner could make the foreign key anew: who could read this table once must not keep its key there
    /// for ever.
    /// </summary>
    private bool IsInTheWay(Securable referring)
    {
        var owners = context.Metastore.EffectivePrincipals(referring.Owner);
        return context.Metastore.MayName(owners, table!)
            && context.Metastore.Check(owners, table!, Privilege.Select).Allowed;
    }

    private string Unused(string wanted) => keys.Exists(k => Identifier.Same(k.Name, wanted))
        ? Enumerable.Range(1, keys.Count + 1).Select(i => $"{wanted}_{i}")
            .First(n => !keys.Exists(k => Identifier.Same(k.Name, n)))
        : wanted;

    private (Guid? Parent, Sequence<string> Columns) Parent(KeyConstraint key, List<ColumnDefinition> own)
    {
        var isSelf = context.Names.Qualify(key.Parent!) == context.Names.Qualify(name);
        var parent = isSelf ? table : context.Names.Object(SecurableKind.Table, key.Parent!);
        if (!isSelf)
        {
            context.Names.RequireNow(parent!, Privilege.Select, key.Parent!.Span);
            SystemObjects.Refuse(parent!, key.Parent.Span, context);
        }

        var primary = (isSelf ? keys : parent!.Keys).FirstOrDefault(k => k.Parent is null);
        var wanted = key.ParentColumns.Count > 0 ? key.ParentColumns : primary?.Columns;
        if (primary is null || !primary.Columns.ToHashSet(Identifier.Comparer).SetEquals(wanted!))
        {
            throw ErrorCode.InvalidUse.Error(
                $"a foreign key refers to a primary key, and {key.Parent} has " + (primary is null ? "none"
                    : $"that of {string.Join(", ", primary.Columns.Select(Identifier.Quote))}"), key.Span);
        }

        var there = Columns(
            wanted!, isSelf ? columns : context.TableOf(parent!).Latest().Metadata.Columns, key.Parent!.ToString(),
            key.Span);
        if (own.Count != there.Count)
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"the foreign key has {own.Count} columns, and refers to {there.Count}", key.Span);
        }

        return own.Zip(there).FirstOrDefault(p => p.First.Type != p.Second.Type) is { First: { } first } other
            ? throw ErrorCode.TypeMismatch.Error(
                $"column {Identifier.Quote(first.Name)} is {first.Type.Name}, and "
                    + $"{Identifier.Quote(other.Second.Name)} of {key.Parent} is {other.Second.Type.Name}", key.Span)
            : (isSelf ? Guid.Empty : parent!.Id, there.Select(c => c.Name).ToSequence());
    }

    private static List<ColumnDefinition> Columns(
        IEnumerable<string> names, IReadOnlyList<ColumnDefinition> columns, string table, SourceSpan span)
    {
        var found = new List<ColumnDefinition>();
        foreach (var name in names)
        {
            var column = columns.FirstOrDefault(c => Identifier.Same(c.Name, name)) ?? throw ErrorCode.ColumnNotFound
                .Error($"{table} has no column {Identifier.Quote(name)}", span, Identifier.Nearest(
                    name, columns.Select(c => c.Name)) is { } near ? $"did you mean {Identifier.Quote(near)}?" : null);
            if (found.Contains(column))
            {
                throw ErrorCode.DuplicateColumn.Error($"column {Identifier.Quote(name)} is given twice", span);
            }

            found.Add(column);
        }

        return found;
    }
}
