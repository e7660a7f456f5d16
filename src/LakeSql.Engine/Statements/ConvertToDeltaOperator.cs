using System.Text.Json;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Sessions;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Storage.Volumes;
using LakeSql.Syntax;

namespace LakeSql.Engine.Statements;

/// <summary>CONVERT TO DELTA: a log for Parquet files that lie there already.</summary>
internal static class ConvertToDeltaOperator
{
    public static OperatorResult Run(ConvertToDeltaPlan plan, StatementContext statement)
    {
        if (RealPath.Of(plan.Place.Real) != plan.Place.Real)
        {
            throw ErrorCode.InvalidPath.Error($"a link stands in the way to {plan.Place.Text}", plan.Convert.Span);
        }

        var directory = new ConvertedDirectory(plan);
        var columns = new List<ColumnDefinition>();
        var files = new List<DataFile>(directory.Files.Count);
        foreach (var file in directory.Files)
        {
            statement.Cancellation.ThrowIfCancellationRequested();
            statement.Session.Report(new StatementProgress(
                $"reading file {files.Count + 1} of {directory.Files.Count}",
                (double)files.Count / directory.Files.Count));
            files.Add(Described(plan, file, directory.PartitionValuesOf(file), columns, statement));
        }

        if (columns.Count == 0)
        {
            throw ErrorCode.InvalidUse.Error(
                "a table needs a column that it is not partitioned by", plan.Convert.Span);
        }

        var metadata = new TableMetadata(
            Guid.NewGuid().ToString(), TableSchema.Of([.. columns, .. plan.Convert.PartitionedBy]),
            plan.Convert.PartitionedBy.Select(c => c.Name).ToSequence(), new Dictionary<string, string>(), null)
            .Completed(before: null);
        var snapshot = new DeltaTable(plan.Place.Real).Create(metadata, files, Description(plan, files, statement));
        return OperatorResult.Table(
            [("version", PrimitiveType.BigInt), ("num_converted_files", PrimitiveType.BigInt)],
            [[snapshot.Version, (long)files.Count]]) with { VersionMade = snapshot.Version };
    }

    /// <summary>The file for the log; its columns are added to those that other files have.</summary>
    private static DataFile Described(
        ConvertToDeltaPlan plan, VolumeFile file, IReadOnlyDictionary<string, string?> partition,
        List<ColumnDefinition> columns, StatementContext statement)
    {
        var path = Path.Combine(plan.Place.Real, file.RelativePath);
        var own = ColumnsOf(path, statement)
            .Where(c => !plan.Convert.PartitionedBy.Any(p => Identifier.Same(p.Name, c.Name))).ToArray();
        foreach (var column in own)
        {
            Add(column, columns, file, plan);
        }

        var data = new DataFile(file.RelativePath, partition, file.Length, file.ModificationTime, null);
        if (!plan.Convert.WithStatistics)
        {
            return data;
        }

        var statistics = ComputedStatistics.Of(
            statement, TableSchema.Of(own).Fields, ColumnMapping.None, render =>
            {
                var sql = render.Sql.Raw("SELECT ").Text(path).Raw($" AS {RowPlace.File}");
                foreach (var column in own.Where(c => ComputedStatistics.Covers(c.Type)))
                {
                    sql.Raw(", CAST(").Name(column.Name).Raw(" AS ").Type(column.Type).Raw(") AS ").Name(column.Name);
                }

                WriteReader(sql.Raw(" FROM "), path);
            });
        return (data with { Statistics = statistics.GetValueOrDefault(path, "{\"numRecords\":0}") }).AsOurs();
    }

    /// <summary>A column that several files have must be the same in all.</summary>
    private static void Add(
        ColumnDefinition column, List<ColumnDefinition> columns, VolumeFile file, ConvertToDeltaPlan plan)
    {
        var known = columns.FirstOrDefault(c => Identifier.Same(c.Name, column.Name));
        if (known is null)
        {
            columns.Add(column);
        }
        else if (known.Name != column.Name || known.Type.Name != column.Type.Name)
        {
            throw ErrorCode.TypeMismatch.Error(
                $"{file.RelativePath} has {Identifier.Quote(column.Name)} {column.Type.Name}, and another file "
                + $"{Identifier.Quote(known.Name)} {known.Type.Name}", plan.Convert.Span,
                "CREATE TABLE … AS SELECT … FROM parquet.`…` writes the files anew");
        }
    }

    private static ColumnDefinition[] ColumnsOf(string path, StatementContext statement)
    {
        var render = statement.NewSql();
        WriteReader(render.Sql.Raw("DESCRIBE SELECT * FROM "), path);
        return statement.Run(render, reader =>
        {
            var columns = new List<ColumnDefinition>();
            while (reader.Read())
            {
                var (name, type) = (reader.GetString(0), SqlParser.ParseEngineType(reader.GetString(1)));
                columns.Add(new ColumnDefinition(name, HasDeltaType(type) ? StorableTypes.Of(type)
                    : throw ErrorCode.TypeMismatch.Error(
                        $"column {Identifier.Quote(name)} is {reader.GetString(1)}, for which a table has no type",
                        hint: "CREATE TABLE … AS SELECT … FROM parquet.`…` writes it as another")));
            }

            return columns.ToArray();
        });
    }

    /// <summary>True when other readers of the table will take the bytes for the same values.</summary>
    private static bool HasDeltaType(DataType type) => type switch
    {
        EngineType e => e.EngineName.ToUpperInvariant() is "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT"
            or "JSON",
        ArrayType a => HasDeltaType(a.Element),
        MapType m => HasDeltaType(m.Key) && HasDeltaType(m.Value),
        StructType s => s.Fields.All(f => HasDeltaType(f.Type)),
        PrimitiveType or DecimalType => true,
        _ => false,
    };

    private static void WriteReader(DuckDbSql sql, string path) =>
        sql.Raw("read_parquet([").Path(path).Raw("], hive_partitioning=false)");

    private static CommitDescription Description(
        ConvertToDeltaPlan plan, IReadOnlyCollection<DataFile> files, StatementContext statement) => statement.Commit(
        "CONVERT",
        new Dictionary<string, string>
        {
            ["numFiles"] = files.Count.ToString(),
            ["partitionedBy"] = JsonSerializer.Serialize(plan.Convert.PartitionedBy.Select(c => c.Name)),
            ["collectStats"] = plan.Convert.WithStatistics ? "true" : "false",
            ["sourceFormat"] = "parquet",
        },
        0);
}
