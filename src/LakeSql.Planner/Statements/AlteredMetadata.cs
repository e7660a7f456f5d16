using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>What ALTER TABLE makes of a table's metadata.</summary>
internal sealed class AlteredMetadata(TableMetadata before, TableChangeClause clause, string fullName)
{
    private const string MapHint =
        "ALTER TABLE … SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name') lets names change";

    private List<TableField> fields = [.. before.Schema.Fields];

    /// <summary>The struct whose fields these are; none for the table itself.</summary>
    private IReadOnlyList<string> parents = [];

    /// <summary>The metadata from now on; null when nothing changes.</summary>
    public static TableMetadata? Of(TableMetadata before, TableChangeClause clause, string fullName) =>
        new AlteredMetadata(before, clause, fullName).Apply();

    private TableMetadata? Apply() => clause switch
    {
        AddColumns add => Add(add),
        DropColumns drop => Drop(drop),
        RenameColumn rename => Rename(rename),
        AlterColumn alter => Alter(alter),
        AddConstraint { Constraint: var c } => before.Constraints.Any(k => Identifier.Same(k.Key, c.Name))
            ? throw ErrorCode.AlreadyExists.Error(
                $"{fullName} has a constraint {Identifier.Quote(c.Name)} already", clause.Span)
            : With(properties => properties[TableMetadata.ConstraintProperty(c.Name)] = c.Condition),
        DropConstraint drop => Drop(drop),
        SetProperties set => Set(set),
        UnsetProperties unset => Unset(unset),
        _ => throw ErrorCode.Internal.Error($"no change for {clause.GetType().Name}", clause.Span),
    };

    private TableMetadata Add(AddColumns add)
    {
        foreach (var column in add.Columns)
        {
            Within(column.Parents, () => Add(column));
        }

        return With(fields);
    }

    private void Add(NewColumn column)
    {
        var definition = column.Definition;
        ColumnRules.CheckType(definition, clause.Span);
        if (fields.Exists(f => Identifier.Same(f.Name, definition.Name)))
        {
            throw ErrorCode.DuplicateColumn.Error(
                $"{fullName} has a column {Identifier.Quote(definition.Name)} already", clause.Span);
        }

        if (definition.Identity is not null)
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(definition.Name)} would number rows, and those that are there have no "
                    + "number", clause.Span, "CREATE TABLE another one and INSERT INTO it");
        }

        if (!definition.Nullable || definition.Generated is not null || definition.Default is not null)
        {
            throw ErrorCode.InvalidUse.Error(
                $"the rows that are there have no value for {Identifier.Quote(definition.Name)}", clause.Span,
                "add the column as it comes, then ALTER COLUMN … SET DEFAULT or SET NOT NULL");
        }

        var at = column.IsFirst ? 0 : column.After is null ? fields.Count : Position(column.After) + 1;
        fields.Insert(at, TableField.Of(definition));
    }

    /// <summary>Changes the fields of a struct; the columns themselves where no parents are named.</summary>
    private void Within(IReadOnlyList<string> path, Action change)
    {
        if (path.Count == 0)
        {
            change();
            return;
        }

        var (outer, at) = (fields, Position(path[0]));
        parents = [.. parents, outer[at].Name];
        var type = Changed(outer[at].Type, path.Skip(1).ToList(), change);
        parents = [.. parents.SkipLast(1)];
        outer[at] = outer[at] with { Type = type };
        fields = outer;
    }

    /// <summary>The values of lists and maps are called as other engines call them.</summary>
    private FieldType Changed(FieldType type, IReadOnlyList<string> path, Action change)
    {
        var rest = path.Skip(1).ToList();
        switch (type)
        {
            case StructFieldType structure:
                fields = [.. structure.Fields];
                Within(path, change);
                return fields.Count > 0 ? new StructFieldType(fields.ToSequence())
                    : throw ErrorCode.InvalidUse.Error(
                        $"{string.Join('.', parents.Select(Identifier.Quote))} would have no field", clause.Span);
            case ArrayFieldType array when path.Count > 0 && Identifier.Same(path[0], "element"):
                return new ArrayFieldType(Changed(array.Element, rest, change), array.ContainsNull);
            case MapFieldType map when path.Count > 0 && Identifier.Same(path[0], "key"):
                return new MapFieldType(Changed(map.Key, rest, change), map.Value, map.ValueContainsNull);
            case MapFieldType map when path.Count > 0 && Identifier.Same(path[0], "value"):
                return new MapFieldType(map.Key, Changed(map.Value, rest, change), map.ValueContainsNull);
            default:
                throw ErrorCode.TypeMismatch.Error(
                    $"{string.Join('.', parents.Select(Identifier.Quote))} is {type.DataType.Name}: it has no fields",
                    clause.Span, type is ArrayFieldType ? "the struct in a list is called element"
                        : type is MapFieldType ? "the structs in a map are called key and value" : null);
        }
    }

    private TableMetadata? Drop(DropColumns drop)
    {
        var goneCount = 0;
        foreach (var name in drop.Columns)
        {
            Within(ParentsOf(name), () =>
            {
                if (drop.IfExists && !fields.Exists(f => Identifier.Same(f.Name, name.Last)))
                {
                    return;
                }

                var at = Position(name.Last);
                RequireMapping($"column {name} cannot be dropped");
                RefusePartition(fields[at].Name, "dropped");
                fields.RemoveAt(at);
                goneCount++;
            });
        }

        return fields.Count == before.PartitionColumns.Count
            ? throw ErrorCode.InvalidUse.Error("a table needs a column that it is not partitioned by", clause.Span)
            : goneCount == 0 ? null : With(fields);
    }

    private TableMetadata Rename(RenameColumn rename)
    {
        if (rename.Column.Parts.Count > 1)
        {
            Within(ParentsOf(rename.Column), () => Renamed(rename));
            return With(fields);
        }

        var old = Renamed(rename);
        return With(fields) with
        {
            PartitionColumns = before.PartitionColumns
                .Select(p => Identifier.Same(p, old) ? rename.NewName : p).ToSequence(),
        };
    }

    /// <summary>Gives the field its new name; gives the old one.</summary>
    private string Renamed(RenameColumn rename)
    {
        var at = Position(rename.Column.Last);
        var old = fields[at].Name;
        if (fields.Exists(f => Identifier.Same(f.Name, rename.NewName)) && !Identifier.Same(old, rename.NewName))
        {
            throw ErrorCode.DuplicateColumn.Error(
                $"{fullName} has a column {Identifier.Quote(rename.NewName)} already", clause.Span);
        }

        RequireMapping($"column {Identifier.Quote(old)} cannot be renamed");
        fields[at] = fields[at] with { Name = rename.NewName };
        return old;
    }

    private TableMetadata Alter(AlterColumn alter)
    {
        Within(ParentsOf(alter.Column), () => Altered(alter));
        return With(fields);
    }

    private void Altered(AlterColumn alter)
    {
        var at = Position(alter.Column.Last);
        var field = fields[at];
        if (field.Identity is not null && alter.Change is (ColumnChange.Type or ColumnChange.SetDefault))
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(field.Name)} numbers rows: it has no other "
                    + (alter.Change == ColumnChange.Type ? "type" : "value"), clause.Span);
        }

        if (parents.Count > 0
            && alter.Change is ColumnChange.SetNotNull or ColumnChange.SetDefault or ColumnChange.DropDefault)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{alter.Column} is a field within a column: it has no default, and may be NULL", clause.Span);
        }

        switch (alter.Change)
        {
            case ColumnChange.First or ColumnChange.After:
                fields.RemoveAt(at);
                fields.Insert(alter.Change == ColumnChange.First ? 0 : Position(alter.Text!) + 1, field);
                break;
            case ColumnChange.Type: fields[at] = Widened(field, alter.NewType!); break;
            case ColumnChange.SetNotNull: fields[at] = field with { Nullable = false }; break;
            case ColumnChange.DropNotNull: fields[at] = field with { Nullable = true }; break;
            case ColumnChange.SetDefault when field.Generated is not null:
                throw ErrorCode.InvalidUse.Error(
                    $"column {Identifier.Quote(field.Name)} is generated: it has no default", clause.Span);
            case ColumnChange.SetDefault: fields[at] = field.WithDefault(alter.Text); break;
            case ColumnChange.DropDefault: fields[at] = field.WithDefault(null); break;
            default: fields[at] = field.WithComment(alter.Text!.Text.Length == 0 ? null : alter.Text); break;
        }
    }

    private TableField Widened(TableField field, DataType type)
    {
        if (field.DataType == type)
        {
            return field;
        }

        if (!TypeWidening.IsWider(field.DataType, type))
        {
            throw ErrorCode.TypeMismatch.Error(
                $"column {Identifier.Quote(field.Name)} is {field.DataType.Name}: not every value of it is a "
                    + $"{type.Name}",
                clause.Span, "add another column and fill it with UPDATE");
        }

        return before.IsOn(TableMetadata.TypeWideningProperty) ? field.Widened(type)
            : throw ErrorCode.InvalidUse.Error(
                $"the types of {fullName} cannot change", clause.Span,
                "ALTER TABLE … SET TBLPROPERTIES ('delta.enableTypeWidening' = 'true') lets them widen");
    }

    private TableMetadata? Drop(DropConstraint drop)
    {
        var property = TableMetadata.ConstraintProperty(drop.Name);
        return before.Properties.ContainsKey(property) ? With(p => p.Remove(property))
            : drop.IfExists ? null
            : throw ErrorCode.InvalidUse.Error(
                $"{fullName} has no constraint {Identifier.Quote(drop.Name)}", clause.Span,
                Identifier.Nearest(drop.Name, before.Constraints.Select(c => c.Key)) is { } near
                    ? $"did you mean {Identifier.Quote(near)}?" : null);
    }

    private TableMetadata Set(SetProperties set)
    {
        TableProperties.Check(set.Properties);
        var changed = With(properties =>
        {
            foreach (var property in set.Properties)
            {
                properties[property.Name] = property.Value;
            }
        });
        var (old, now) = (before.Mapping, changed.Mapping);
        return old == now || (old == ColumnMapping.None && now == ColumnMapping.Name) ? changed
            : throw ErrorCode.InvalidUse.Error(
                $"{TableMetadata.MappingProperty} cannot change from {old.ToString().ToLowerInvariant()} to "
                    + now.ToString().ToLowerInvariant(),
                clause.Span);
    }

    private TableMetadata? Unset(UnsetProperties unset)
    {
        foreach (var name in unset.Names)
        {
            TableProperties.RefuseKept(name, clause.Span);
            if (!before.Properties.ContainsKey(name) && !unset.IfExists)
            {
                throw ErrorCode.InvalidUse.Error(
                    $"{fullName} has no property {name}", clause.Span, "IF EXISTS passes over it");
            }

            if (name.StartsWith("delta.columnMapping.", StringComparison.OrdinalIgnoreCase))
            {
                throw ErrorCode.InvalidUse.Error($"the property {name} cannot be taken away", clause.Span);
            }
        }

        return unset.Names.Any(before.Properties.ContainsKey)
            ? With(p => unset.Names.ToList().ForEach(n => p.Remove(n))) : null;
    }

    private TableMetadata With(IEnumerable<TableField> changed) => before with { Schema = TableSchema.Of(changed) };

    private TableMetadata With(Action<Dictionary<string, string>> change)
    {
        var properties = new Dictionary<string, string>(before.Properties);
        change(properties);
        return before with { Properties = properties };
    }

    private static List<string> ParentsOf(QualifiedName column) => [.. column.Parts.SkipLast(1)];

    private int Position(string column)
    {
        var at = fields.FindIndex(f => Identifier.Same(f.Name, column));
        if (at >= 0)
        {
            return at;
        }

        var near = Identifier.Nearest(column, fields.Select(f => f.Name));
        throw ErrorCode.ColumnNotFound.Error(
            parents.Count == 0 ? $"{fullName} has no column {Identifier.Quote(column)}"
                : $"{string.Join('.', parents.Select(Identifier.Quote))} has no field {Identifier.Quote(column)}",
            clause.Span,
            near is null ? null : $"did you mean {Identifier.Quote(near)}?");
    }

    /// <summary>Without it the files would hold the column under a name that has gone.</summary>
    private void RequireMapping(string refusal)
    {
        if (before.Mapping == ColumnMapping.None)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{refusal}: {fullName} finds columns by their names", clause.Span, MapHint);
        }
    }

    private void RefusePartition(string column, string what)
    {
        if (parents.Count == 0 && before.PartitionColumns.Contains(column, Identifier.Comparer))
        {
            throw ErrorCode.InvalidUse.Error(
                $"{fullName} is partitioned by {Identifier.Quote(column)}: it cannot be {what}", clause.Span);
        }
    }
}
