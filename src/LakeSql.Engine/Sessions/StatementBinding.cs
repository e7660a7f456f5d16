using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Lakes;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Sessions;

/// <summary>Answers the binder's questions for one statement.</summary>
internal sealed class StatementBinding(Lake lake, StatementParameters parameters, EngineSettings engine)
    : IBindingServices
{
    private readonly DateTimeOffset time = DateTimeOffset.UtcNow;

    /// <summary>
    /// True when the clock, a parameter's value or files were asked for. After binding that means that the same text
    /// may be bound to something else the next time; rendering asks for values, too.
    /// </summary>
    public bool LookedAside { get; private set; }

    public DateTimeOffset StatementTime
    {
        get
        {
            LookedAside = true;
            return time;
        }
    }

    public DeltaTable TableOf(Securable table) => lake.TableOf(table);

    public string DirectoryOf(Securable volume)
    {
        LookedAside = true;
        return lake.DirectoryOf(volume);
    }

    public object? ValueOf(Parameter parameter)
    {
        LookedAside = true;
        if (parameter.Name is { } name)
        {
            foreach (var (key, value) in parameters.Named)
            {
                if (Identifier.Same(key, name))
                {
                    return value;
                }
            }

            throw ErrorCode.ParameterMissing.Error($"parameter {name} has no value", parameter.Span);
        }

        return parameter.Position <= parameters.Positional.Count
            ? parameters.Positional[parameter.Position - 1]
            : throw ErrorCode.ParameterMissing.Error($"parameter {parameter.Position} has no value", parameter.Span);
    }

    /// <remarks>The reader was checked to hold READ VOLUME before this is asked.</remarks>
    public IReadOnlyList<ColumnDefinition> ColumnsOf(
        FileFormat format, IReadOnlyList<VolumeFilePath> files, IReadOnlyDictionary<string, string> options)
    {
        LookedAside = true;
        if (format == FileFormat.Text)
        {
            return [new ColumnDefinition("value", PrimitiveType.String)];
        }

        foreach (var file in format == FileFormat.Json ? files : [])
        {
            JsonDepth.CheckFile(file.LocalPath, file.VolumePath);
        }

        var sql = new DuckDbSql().Raw("DESCRIBE SELECT * FROM ");
        new ScanRenderer(sql).WriteReader(format, files, options);
        using var connection = lake.Engine(engine).Connect();
        using var command = connection.Inner.CreateCommand();
        sql.Load(command);
        try
        {
            using var reader = command.ExecuteReader();
            var columns = new List<ColumnDefinition>();
            while (reader.Read())
            {
                columns.Add(new ColumnDefinition(reader.GetString(0), SqlParser.ParseEngineType(reader.GetString(1))));
            }

            return columns;
        }
        catch (Exception e)
        {
            throw DuckDbErrors.Translate(e, CancellationToken.None, sql);
        }
    }
}
