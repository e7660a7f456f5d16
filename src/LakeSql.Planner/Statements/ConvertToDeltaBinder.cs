using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A directory of Parquet files that is to be a Delta table.</summary>
public sealed record ConvertToDeltaPlan(ConvertToDelta Convert, OutsidePath Place) : StatementPlan;

internal static class ConvertToDeltaBinder
{
    /// <remarks>Who may make a table at the place may do so of the files that lie there.</remarks>
    public static ConvertToDeltaPlan Bind(ConvertToDelta convert, BindContext context)
    {
        var span = convert.Source.Span;
        if (!PathBinder.IsPath(convert.Source) || !Identifier.Same(convert.Source.Parts[0], "parquet"))
        {
            throw ErrorCode.InvalidUse.Error(
                $"{convert.Source} is no directory of Parquet files", span, "CONVERT TO DELTA parquet.`/dir`");
        }

        var path = OutsidePath.Parse(convert.Source.Last, span);
        var place = OutsidePath.Bind(path, path, Privilege.CreateExternalTable, span, context);
        place.RefuseOtherObjects(context.Metastore, span);
        context.Resolution.Outside.Add(place.Real);
        if (!Directory.Exists(place.Real))
        {
            throw ErrorCode.FileNotFound.Error($"{place.Text} is no directory", span);
        }

        if (DeltaTable.Exists(place.Real))
        {
            throw ErrorCode.AlreadyExists.Error(
                $"{place.Text} holds a Delta table already", span, $"CREATE TABLE … LOCATION '{place.Text}'");
        }

        RefuseOddColumns(convert);
        context.Resolution.Target = new ObjectUse(place.Text, "PATH", null);
        return new ConvertToDeltaPlan(convert, place);
    }

    private static void RefuseOddColumns(ConvertToDelta convert)
    {
        var names = new HashSet<string>(Identifier.Comparer);
        if (convert.PartitionedBy.FirstOrDefault(c => !names.Add(c.Name)) is { } twice)
        {
            throw ErrorCode.DuplicateColumn.Error(
                $"column {Identifier.Quote(twice.Name)} is given twice", convert.Span);
        }
    }
}
