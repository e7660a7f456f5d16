using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax;

namespace LakeSql.Planner.Policies;

/// <summary>The columns of a table by which policies decide, or which they mask.</summary>
public static class PolicyColumns
{
    /// <summary>A policy's function takes the type that a column has, with the fields that it has.</summary>
    /// <param name="table">The table.</param>
    /// <param name="fullName">Its full name.</param>
    /// <param name="read">What it is like.</param>
    /// <param name="changed">What it is about to be like.</param>
    /// <param name="metastore">Has the policies.</param>
    /// <exception cref="LakeSqlException">LSQ2022 when one of these columns is about to get another type.</exception>
    public static void RequireTypes(
        Securable table, string fullName, Snapshot read, TableMetadata changed, Metastore metastore)
    {
        var fields = changed.Schema.Fields;
        if (!ReferenceEquals(changed, read.Metadata) && EffectivePolicies.MayHold(table, metastore)
            && read.Metadata.Schema.Fields.FirstOrDefault(f => IsUsed(f, table, read, metastore)
                && fields.FirstOrDefault(c => Identifier.Same(c.Name, f.Name))?.DataType != f.DataType) is { } field)
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(field.Name)} of {fullName} would get other fields, and a row filter or mask "
                + "uses it", SourceSpan.None, "give it those that it has, or drop the row filter or mask first");
        }
    }

    /// <summary>True for a column that the table's own policy uses, or that policies may find by its tags.</summary>
    private static bool IsUsed(TableField field, Securable table, Snapshot snapshot, Metastore metastore) =>
        TablePolicy.Of(table).Columns.Contains(field.Name, Identifier.Comparer)
        || (EffectivePolicies.Tagged(table, metastore).Count > 0
            && Tags.OfColumn(table, field.PhysicalName(snapshot.Mapping)).Count > 0);
}
