using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Lakes;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Volumes;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Sessions;

/// <summary>Answers the binder's questions for one statement.</summary>
internal sealed class StatementBinding(
    Lake lake, SessionState session, StatementParameters parameters, CancellationToken cancellationToken)
    : IBindingServices
{
    private readonly DateTimeOffset time = DateTimeOffset.UtcNow;

    /// <summary>Each table is at one version in the whole statement.</summary>
    private readonly Dictionary<Guid, DeltaTable> tables = [];
    private readonly Dictionary<Guid, DeltaTable> newest = [];

    /// <summary>
    /// True when the clock, a parameter's value, files or values of rows were asked for. After binding that means that
    /// the same text may be bound to something else the next time; rendering asks for values, too.
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

    /// <inheritdoc cref="StatementParameters.ColumnsOnly"/>
    public bool ColumnsOnly => parameters.ColumnsOnly;

    public CancellationToken Cancellation => cancellationToken;

    public string LakeDirectory => lake.RealPath;

    public IReadOnlyList<RequiredAccess>? TransactionRights => session.Transaction?.Rights;

    public DeltaTable TableOf(Securable table)
    {
        if (!tables.TryGetValue(table.Id, out var seen))
        {
            seen = (session.Transaction?.TableOf(table) ?? lake.Commits.Visible(table)).AsFirstSeen();
            tables.Add(table.Id, seen);
        }

        return seen;
    }

    public DeltaTable NewestOf(Securable table)
    {
        if (session.Transaction is not { } transaction)
        {
            return TableOf(table);
        }

        if (!newest.TryGetValue(table.Id, out var seen))
        {
            // What the transaction saw first of it is remembered: COMMIT asks whether it has changed since.
            _ = transaction.TableOf(table);
            seen = lake.Commits.Visible(table).AsFirstSeen();
            newest.Add(table.Id, seen);
        }

        return seen;
    }

    public DeltaTable TableAt(string directory)
    {
        LookedAside = true;
        return new DeltaTable(directory);
    }

    public VolumeDirectory FilesOf(Securable volume)
    {
        LookedAside = true;
        return lake.FilesOf(volume);
    }

    public object? ValueOf(Parameter parameter)
    {
        LookedAside = true;
        object?[] values = parameter.Name is { } name
            ? [.. parameters.Named.Where(p => Identifier.Same(p.Key, name)).Select(p => p.Value)]
            : [.. parameters.Positional.Skip(parameter.Position - 1).Take(1)];
        return values switch
        {
            [var value] => ParameterValue.Checked(value, parameter),
            [] => throw ErrorCode.ParameterMissing.Error(
                $"parameter {ParameterValue.NameOf(parameter)} has no value", parameter.Span),
            _ => throw ErrorCode.ParameterInvalid.Error(
                $"parameter {ParameterValue.NameOf(parameter)} has {values.Length} values", parameter.Span,
                "give each parameter a name of its own; case and sign do not tell them apart"),
        };
    }

    public IReadOnlyList<ColumnDefinition> ColumnsOf(AuthorizedPlan query)
    {
        using var context = ContextOf(query);
        return context.Describe(((QueryPlan)query.Plan).Query, storable: false);
    }

    public IReadOnlyList<string?> ValuesOf(AuthorizedPlan query)
    {
        LookedAside = true;
        using var context = ContextOf(query);
        var render = context.NewSql();
        render.Query(((QueryPlan)query.Plan).Query);
        return context.Run(render, reader =>
        {
            var values = new List<string?>();
            while (reader.Read())
            {
                values.Add(reader.IsDBNull(0) ? null : reader.GetString(0));
            }

            return values;
        });
    }

    private StatementContext ContextOf(AuthorizedPlan query) =>
        new(lake, session, query, this, Guid.Empty, cancellationToken) { Text = "", RedactedText = "" };

    /// <remarks>The reader was checked to hold READ VOLUME or READ FILES before this is asked.</remarks>
    public IReadOnlyList<ColumnDefinition> ColumnsOf(
        FileFormat format, IReadOnlyList<VolumeFilePath> files, IReadOnlyDictionary<string, string> options,
        IReadOnlyCollection<string> outside)
    {
        LookedAside = true;
        if (format == FileFormat.Text)
        {
            return [new ColumnDefinition("value", PrimitiveType.String)];
        }

        foreach (var file in format == FileFormat.Json ? files : [])
        {
            JsonDepth.CheckFile(file.LocalPath, file.VolumePath, cancellationToken);
        }

        var sql = new DuckDbSql().Raw("DESCRIBE SELECT * FROM ");
        ScanRenderer.WriteReader(sql, format, files, options);
        using var connection = lake.Connect(session.Engine, outside, session.User);
        try
        {
            using var call = connection.Start(sql, c => c.ExecuteReader(), mayBindLong: true, cancellationToken);
            var columns = new List<ColumnDefinition>();
            while (call.Result.Read())
            {
                var type = SqlParser.ParseEngineType(call.Result.GetString(1));
                columns.Add(new ColumnDefinition(call.Result.GetString(0), PhysicalType.Seen(type)));
            }

            return columns;
        }
        catch (Exception e)
        {
            connection.IsClean = false;
            throw DuckDbErrors.Translate(e, cancellationToken, sql).Naming(files);
        }
    }
}
