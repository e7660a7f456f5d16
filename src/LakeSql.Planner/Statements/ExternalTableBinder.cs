using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary><c>CREATE TABLE … LOCATION '/dir'</c>: what may lie there, and what must not.</summary>
internal static class ExternalTableBinder
{
    /// <summary>The place with the table that lies there; nothing without LOCATION.</summary>
    public static (OutsidePath? Place, Snapshot? Found) Bind(
        CreateTable create, Securable? existing, BindContext context)
    {
        if (existing?.OutsidePath is { } current)
        {
            context.Resolution.Outside.Add(current);
        }

        if (create.Location is null)
        {
            return !create.IsExternal ? (null, null)
                : throw ErrorCode.InvalidUse.Error("an external table needs LOCATION", create.Span);
        }

        var path = OutsidePath.Parse(create.Location, create.Span);
        var place = OutsidePath.Bind(path, path, Privilege.CreateExternalTable, create.Span, context);
        if (existing is not null)
        {
            return create.OrReplace && existing.OutsidePath != place.Real
                ? throw ErrorCode.InvalidUse.Error(
                    "OR REPLACE leaves a table where it is", create.Span, "DROP TABLE first, or leave LOCATION out")
                : (place, null);
        }

        if (File.Exists(place.Real))
        {
            throw ErrorCode.InvalidPath.Error($"{place.Text} is a file", create.Span, "name a directory");
        }

        place.RefuseOtherObjects(context.Metastore, create.Span);
        context.Resolution.Outside.Add(place.Real);
        if (DeltaTable.Exists(place.Real))
        {
            return (place, Found(create, place, context));
        }

        return Directory.Exists(place.Real) && Directory.EnumerateFileSystemEntries(place.Real).Any()
            ? throw ErrorCode.NotATable.Error(
                $"{place.Text} is not empty and holds no Delta table", create.Span, "name an empty or new directory")
            : (place, null);
    }

    private static Snapshot Found(CreateTable create, OutsidePath place, BindContext context)
    {
        if (create.Query is not null || create.OrReplace)
        {
            throw ErrorCode.AlreadyExists.Error(
                $"{place.Text} holds a Delta table already", create.Span,
                "CREATE TABLE without AS and OR REPLACE gives it a name");
        }

        var found = context.Services.TableAt(place.Real).Latest();
        RefuseOtherColumns(create, found.Metadata);
        RefuseOtherProperties(create, found);
        var clustering = Clustering.ColumnsOf(found).Select(p => string.Join('.', p.Select(Identifier.Quote))).ToList();
        if (create.ClusterBy.Count > 0
            && !clustering.SequenceEqual(create.ClusterBy.Select(Identifier.Quote), Identifier.Comparer))
        {
            throw ErrorCode.InvalidUse.Error(
                "the table there is " + (clustering.Count == 0 ? "not clustered"
                    : "clustered by " + string.Join(", ", clustering)), create.Name.Span);
        }

        return found;
    }

    /// <summary>What the statement says of the table must be so: else the reader of the statement is misled.</summary>
    private static void RefuseOtherColumns(CreateTable create, TableMetadata metadata)
    {
        if (create.Columns.Count > 0 && create.Columns.Count != metadata.Columns.Count)
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"the table there has {metadata.Columns.Count} columns, the statement {create.Columns.Count}",
                create.Name.Span, "leave the columns out to take those of the table");
        }

        foreach (var (given, there) in create.Columns.Zip(metadata.Columns))
        {
            if (!Identifier.Same(given.Name, there.Name) || given.Type.Name != there.Type.Name
                || given.Nullable != there.Nullable)
            {
                throw ErrorCode.TypeMismatch.Error(
                    $"the table there has the column {Words(there)}, the statement {Words(given)}",
                    create.Name.Span, "leave the columns out to take those of the table");
            }
        }

        if (create.PartitionedBy.Count > 0
            && !create.PartitionedBy.SequenceEqual(metadata.PartitionColumns, Identifier.Comparer))
        {
            throw ErrorCode.InvalidUse.Error(
                "the table there is " + (metadata.PartitionColumns.Count == 0 ? "not partitioned"
                    : "partitioned by " + string.Join(", ", metadata.PartitionColumns.Select(Identifier.Quote))),
                create.Name.Span);
        }
    }

    private static void RefuseOtherProperties(CreateTable create, Snapshot found)
    {
        var properties = found.Metadata.Properties;
        bool Has(Option property) => FeatureProperties.FeatureOf(property.Name) is { } feature
            ? found.Supports(feature) : properties.GetValueOrDefault(property.Name) == property.Value;
        if (create.Properties.FirstOrDefault(p => !Has(p)) is { } other)
        {
            throw ErrorCode.InvalidOption.Error(
                $"the table there has another value of {Identifier.Quote(other.Name)}", other.Span);
        }
    }

    private static string Words(Common.Types.ColumnDefinition column) =>
        $"{Identifier.Quote(column.Name)} {column.Type.Name}{(column.Nullable ? "" : " NOT NULL")}";
}
