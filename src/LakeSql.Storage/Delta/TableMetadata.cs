using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Storage.Delta;

/// <summary>What a table is apart from its rows: the <c>metaData</c> action of its log.</summary>
/// <param name="Id">The table's identity, a UUID that never changes.</param>
/// <param name="Schema">Its columns in order, with all that the log says of them.</param>
/// <param name="PartitionColumns">The columns whose values stand in the log instead of in the data files.</param>
/// <param name="Properties">The table properties.</param>
/// <param name="Description">What a person said of the table.</param>
public sealed record TableMetadata(
    string Id, TableSchema Schema, Sequence<string> PartitionColumns,
    IReadOnlyDictionary<string, string> Properties, string? Description)
{
    /// <summary>Says whether deleted rows may be listed instead of being left out of files written anew.</summary>
    public const string DeletionVectorsProperty = "delta.enableDeletionVectors";

    /// <summary>Says whether changes are told row by row.</summary>
    public const string ChangeDataProperty = "delta.enableChangeDataFeed";

    /// <summary>Says whether a column may get a wider type.</summary>
    public const string TypeWideningProperty = "delta.enableTypeWidening";

    /// <summary>Says whether commits record themselves when they were made.</summary>
    public const string CommitInstantsProperty = "delta.enableInCommitTimestamps";

    /// <summary>Says whether rows keep their ids when they are changed or moved.</summary>
    public const string RowTrackingProperty = "delta.enableRowTracking";

    /// <summary>Says how columns are found in data files.</summary>
    public const string MappingProperty = "delta.columnMapping.mode";

    /// <summary>
    /// Says what a change must have read that others have changed, for it to collide with them: <c>Serializable</c>,
    /// or <c>WriteSerializable</c>, which lets a change follow appends whose rows it would have read.
    /// </summary>
    public const string IsolationProperty = "delta.isolationLevel";

    /// <summary>What change data files and <c>table_changes</c> have beside the columns of the table.</summary>
    private static readonly string[] ChangeColumns = ["_change_type", "_commit_version", "_commit_timestamp"];

    /// <summary>What statements may ask of the rows of any table, unless it has a column of that name.</summary>
    private static readonly string[] RowNames = ["_metadata", .. ChangeColumns];

    private const string ConstraintPrefix = "delta.constraints.";

    /// <summary>The columns as SQL sees them.</summary>
    public Sequence<ColumnDefinition> Columns => Schema.Columns;

    /// <summary>The name that the log carries; the catalog's name is the one that counts.</summary>
    public string? Name { get; init; }

    /// <summary>When the table was made; the moment of writing when absent.</summary>
    public DateTimeOffset? CreatedTime { get; init; }

    /// <summary>The conditions that every row meets: their names and their SQL.</summary>
    public IEnumerable<KeyValuePair<string, string>> Constraints => Properties
        .Where(p => p.Key.StartsWith(ConstraintPrefix, StringComparison.OrdinalIgnoreCase))
        .Select(p => KeyValuePair.Create(p.Key[ConstraintPrefix.Length..], p.Value));

    /// <summary>True when the order of versions need not be the order in which changes read the table.</summary>
    public bool IsWriteSerializable => Properties.TryGetValue(IsolationProperty, out var level)
        && string.Equals(level, "WriteSerializable", StringComparison.OrdinalIgnoreCase);

    /// <summary>How columns are found in data files.</summary>
    /// <exception cref="LakeSqlException">LSQ4003 when the property has a value that nobody knows.</exception>
    public ColumnMapping Mapping => !Properties.TryGetValue(MappingProperty, out var mode)
        ? ColumnMapping.None
        : mode.ToLowerInvariant() switch
        {
            "none" => ColumnMapping.None,
            "name" => ColumnMapping.Name,
            "id" => ColumnMapping.Id,
            _ => throw ErrorCode.UnsupportedTableFeature.Error(
                $"{MappingProperty} is {mode}: name, id or none is known"),
        };

    /// <summary>The name of the property that holds a constraint.</summary>
    public static string ConstraintProperty(string name) => ConstraintPrefix + name.ToLowerInvariant();

    /// <summary>
    /// The metadata as it is committed: where columns are mapped, each has its id and its physical name.
    /// </summary>
    /// <param name="before">The table's metadata so far; null for a new table.</param>
    /// <exception cref="LakeSqlException">
    /// LSQ2022 when a column has a name of the change data's own, or gets one of what all rows tell, LSQ1004 when one
    /// is nested too deep, LSQ2014 and LSQ2020 when a name is there twice or cannot be written.
    /// </exception>
    public TableMetadata Completed(TableMetadata? before)
    {
        Nesting.Check(Columns, before?.Columns ?? []);
        CheckNames();
        if (IsOn(ChangeDataProperty)
            && Columns.FirstOrDefault(c => ChangeColumns.Contains(c.Name, Identifier.Comparer)) is { } taken)
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(taken.Name)} has a name that the record of changes needs",
                hint: $"give it another name, or leave {ChangeDataProperty} out");
        }

        // Who may add a column to a table of others would take it from their queries.
        if (before is not null && Columns.FirstOrDefault(c => RowNames.Contains(c.Name, Identifier.Comparer)
            && !before.Columns.Any(b => Identifier.Same(b.Name, c.Name))) is { } hiding)
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(hiding.Name)} would hide what the rows of the table tell by that name",
                hint: "give it another name; only a table that is made with it may have it");
        }

        var named = RowTracking.Named(this, before);
        return Mapping == ColumnMapping.None
            ? named : MappedFields.Complete(named, keepNames: before is { Mapping: ColumnMapping.None });
    }

    /// <summary>Who reads the log later refuses a table that has a name twice.</summary>
    private void CheckNames()
    {
        var levels = Columns.SelectMany(c => c.Type.Parts()).OfType<StructType>()
            .Select(s => s.Fields.Select(f => f.Name)).Prepend(Columns.Select(c => c.Name));
        foreach (var level in levels)
        {
            var names = new HashSet<string>(Identifier.Comparer);
            foreach (var name in level)
            {
                if (Identifier.FaultOf(name) is { } fault)
                {
                    throw ErrorCode.InvalidName.Error(fault);
                }

                if (!names.Add(name))
                {
                    throw ErrorCode.DuplicateColumn.Error($"column {Identifier.Quote(name)} is given twice");
                }
            }
        }
    }

    /// <summary>The metadata for a new table that has this one's columns, and perhaps copies of its files.</summary>
    public TableMetadata ForCopy(string id) => RowTracking.Named(
        this with { Id = id, Name = null, CreatedTime = null }, before: null);

    /// <summary>The metadata without columns that are hidden in data files.</summary>
    public TableMetadata Untraced => Schema.Fields.All(f => f.Trace == RowTrace.None) ? this : this with
    {
        Schema = TableSchema.Of(Schema.Fields.Where(f => f.Trace == RowTrace.None)),
    };

    /// <summary>The metadata with more columns behind those that are there.</summary>
    public TableMetadata WithColumns(IEnumerable<ColumnDefinition> columns)
    {
        var plain = Untraced;
        var wider = (plain with
        {
            Schema = TableSchema.Of(plain.Schema.Fields.Concat(columns.Select(TableField.Of))),
        }).Completed(plain);
        var count = plain.Schema.Fields.Count;
        return wider with
        {
            Schema = TableSchema.Of(wider.Schema.Fields.Take(count)
                .Concat(Schema.Fields.Skip(count)).Concat(wider.Schema.Fields.Skip(count))),
        };
    }

    /// <summary>The metadata with fields in its structs for all that values of other types have.</summary>
    /// <param name="given">Positions of columns with the types of what they are given.</param>
    public TableMetadata WithNested(IEnumerable<(int Column, DataType Type)> given)
    {
        var plain = Untraced;
        var fields = plain.Schema.Fields.ToArray();
        foreach (var (column, type) in given)
        {
            fields[column] = fields[column] with { Type = NestedFields.With(fields[column].Type, type) };
        }

        var wider = (plain with { Schema = TableSchema.Of(fields) }).Completed(plain);
        return wider with
        {
            Schema = TableSchema.Of(wider.Schema.Fields.Concat(Schema.Fields.Skip(fields.Length))),
        };
    }

    /// <summary>The metadata with identity columns that have come further than these have.</summary>
    /// <param name="change">The numbers from now on, for each identity column.</param>
    public TableMetadata WithNumbers(Func<TableField, IdentityNumbers, IdentityNumbers> change) => this with
    {
        Schema = TableSchema.Of(Schema.Fields.Select(
            f => f.Identity is { } numbers ? f.With(change(f, numbers)) : f)),
    };

    /// <summary>True when the property is there and says <c>true</c>.</summary>
    public bool IsOn(string property) =>
        Properties.TryGetValue(property, out var value)
        && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
