using System.Diagnostics.CodeAnalysis;
using DuckDB.NET.Data;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Lakes;
using LakeSql.Engine.Models;
using LakeSql.Engine.Sessions;
using LakeSql.Models;
using LakeSql.Models.Images;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Execution;

/// <summary>What an operator works with: the lake, the session, the plan's record, and a way to run plans.</summary>
internal sealed class StatementContext(
    Lake lake, SessionState session, AuthorizedPlan plan, StatementBinding binding, Guid queryId,
    CancellationToken cancellationToken) : IDisposable
{
    private readonly CallingStatement calling = new(
        session.Limits.ImagePixelsMax ?? ImageDecoder.PixelsMax, cancellationToken);
    private readonly DeletionFilter deletions = new();
    private readonly TableReads reads = new();
    private EngineConnection? kept;

    public Lake Lake => lake;

    public Metastore Metastore => lake.Metastore;

    public SessionState Session => session;

    public ResolutionRecord Resolution => plan.Resolution;

    public Guid QueryId => queryId;

    /// <summary>What the statement's queries have read so far.</summary>
    public TableReads Reads => reads;

    public CancellationToken Cancellation => cancellationToken;

    /// <summary>The statement as it was given.</summary>
    public required string Text { get; init; }

    /// <summary>The statement as it may be kept: literals taken out.</summary>
    public required string RedactedText { get; init; }

    /// <inheritdoc cref="StatementParameters.ColumnsOnly"/>
    public bool ColumnsOnly => binding.ColumnsOnly;

    /// <summary>The value that the statement was given for a parameter.</summary>
    public object? ValueOf(Parameter parameter) => binding.ValueOf(parameter);

    public StatementSql NewSql() => new(new RenderSettings(
        binding.ValueOf, session.Device, calling.Key, deletions, reads,
        columns => lake.EmptyFiles.PathOf(columns, () => lake.Connect(session.Engine, [], session.User))));

    /// <summary>Starts a query and streams its rows.</summary>
    public EngineStream Stream(StatementSql render)
    {
        var connection = Connect(render);
        var stream = EngineStream.Start(
            connection, render.Sql, e => Translate(e, connection.Engine, render.Sql), MayBindLong,
            cancellationToken);
        session.WatchProgress(stream.Progress);
        return stream;
    }

    /// <summary>Runs to the end and reads the result.</summary>
    public T Run<T>(StatementSql render, Func<DuckDBDataReader, T> read)
    {
        if (kept is not null)
        {
            Prepare(kept, render);
            return Run(kept, render, read);
        }

        using var connection = Connect(render);
        return Run(connection, render, read);
    }

    /// <summary>
    /// Until the result is disposed all runs to the end share one connection, so that they see its temporary tables.
    /// </summary>
    public IDisposable KeepConnection()
    {
        kept = lake.Connect(session.Engine, Resolution.Outside, session.User);
        kept.IsClean = false;
        return new KeptConnection(this);
    }

    private T Run<T>(EngineConnection connection, StatementSql render, Func<DuckDBDataReader, T> read)
    {
        session.WatchProgress(connection.Progress);
        try
        {
            using var call = connection.Start(
                render.Sql, c => c.ExecuteReader(), MayBindLong, cancellationToken);
            using var interruption = new Interruption(call.Command, cancellationToken);
            return read(call.Result);
        }
        catch (Exception e)
        {
            connection.IsClean = false;
            throw Translate(e, connection.Engine, render.Sql);
        }
        finally
        {
            session.WatchProgress(null);
        }
    }

    /// <summary>The engine finds the columns of such files each time that it binds.</summary>
    private bool MayBindLong => Resolution.Scans.Exists(
        s => s is FilesScan { Format: FileFormat.Csv or FileFormat.Json });

    /// <summary>The columns that a query gives, of types that a table can store.</summary>
    public IReadOnlyList<ColumnDefinition> Describe(BoundQuery query, bool storable) =>
        Describe(render => render.Query(query), storable);

    /// <summary>The same for a query of an operator's own.</summary>
    public IReadOnlyList<ColumnDefinition> Describe(Action<StatementSql> write, bool storable)
    {
        var render = NewSql();
        render.Sql.Raw("DESCRIBE ");
        write(render);
        return Run(render, reader =>
        {
            var columns = new List<ColumnDefinition>();
            while (reader.Read())
            {
                var type = SqlParser.ParseEngineType(reader.GetString(1));
                columns.Add(new ColumnDefinition(reader.GetString(0), storable ? StorableTypes.Of(type) : type));
            }

            return columns;
        });
    }

    /// <summary>The user and the user's groups.</summary>
    public IReadOnlySet<string> Principals => field ??= Metastore.EffectivePrincipals(session.User);

    /// <summary>True when the user owns or manages it.</summary>
    public bool Manages(Securable securable) => Metastore.Check(Principals, securable, Privilege.Manage).Allowed;

    /// <summary>True for the metastore's admin.</summary>
    public bool IsAdmin => Manages(Metastore.ById(Metastore.RootId)!);

    /// <summary>The table as the statement sees it.</summary>
    public DeltaTable TableOf(Securable table) => binding.TableOf(table);

    /// <summary>
    /// Commits a change of a table; in a transaction it waits for COMMIT. What the statement's queries have read of the
    /// table counts as read by the change.
    /// </summary>
    /// <exception cref="LakeSqlException">LSQ4001 when it collides with what others have committed.</exception>
    public Snapshot Publish(Securable table, TableChange change)
    {
        var read = reads.Of(change.Read);
        if (read.Count > 0)
        {
            change = change with
            {
                IsBlindAppend = false,
                Reads = change.IsBlindAppend ? read : change.Reads is { } own ? [.. own, .. read] : null,
            };
        }

        return session.Transaction is { } transaction
            ? transaction.Add(table, change, Resolution)
            : lake.Commits.Commit(table, change, cancellationToken);
    }

    /// <summary>Who did what, for the commit of a table.</summary>
    public CommitDescription Commit(string operation, IReadOnlyDictionary<string, string> parameters, long rows) => new(
        operation,
        parameters,
        new Dictionary<string, string> { ["numAffectedRows"] = rows.ToString() },
        session.User,
        new Dictionary<string, string>
        {
            ["queryId"] = queryId.ToString(),
            ["statement"] = RedactedText,
            ["inputs"] = string.Join(
                ", ", Resolution.Reads.Select(r => r.Version is { } v ? $"{r.FullName}@{v}" : r.FullName).Distinct()),
            ["columns"] = string.Join(", ", Resolution.Columns
                .Where(c => c is { Kind: "VALUE", TargetColumn: not null })
                .Select(c => $"{c.TargetColumn} <- {c.Source.Table}.{c.Source.Column}").Distinct().Take(500)),
        });

    public void Dispose()
    {
        calling.Dispose();
        deletions.Dispose();
    }

    private LakeSqlException Translate(Exception exception, DuckDbInstance engine, DuckDbSql sql)
    {
        if (DuckDbErrors.IsFatal(exception))
        {
            lake.Retire(engine);
        }

        if (DuckDbErrors.IsOfFile(exception))
        {
            foreach (var scan in Resolution.Scans.OfType<DeltaScan>())
            {
                scan.RequireFiles();
            }

            foreach (var changes in Resolution.Scans.OfType<ChangesScan>())
            {
                changes.RequireFiles();
            }
        }

        var files = Resolution.Scans.OfType<FilesScan>().SelectMany(s => s.Files);
        var hasOthers = Resolution.Routines.Exists(r => !Identifier.Same(r.Owner, session.User));
        var error = (calling.Failure ?? DuckDbErrors.Translate(exception, cancellationToken, sql, hasOthers))
            .Naming(files);
        return Resolution.Scans.Exists(s => s.IsRestricted) ? WithoutValues(error, "a row filter or a mask")
            : Resolution.OthersMayFail ? WithoutValues(error, "a view or function of another owner")
            : error;
    }

    /// <summary>
    /// The error may be one of an expression of others, which sees what the user does not; of several that fail, which
    /// comes first is chance, or follows from the rows. One code for all tells neither.
    /// </summary>
    private static LakeSqlException WithoutValues(LakeSqlException error, string beside) =>
        error.Code.IsOfValues
        || (!error.Span.IsKnown && (error.Code == ErrorCode.InvalidQuery || error.Code == ErrorCode.TypeMismatch))
            ? ErrorCode.InvalidData.Error(
                $"a value cannot be computed; beside {beside} it is not told which", error.Span)
            : error;

    /// <summary>
    /// A connection on which everything that the text needs is there: system rows and model functions.
    /// </summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes it.")]
    private EngineConnection Connect(StatementSql render)
    {
        var connection = lake.Connect(session.Engine, Resolution.Outside, session.User);
        try
        {
            Prepare(connection, render);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Prepare(EngineConnection connection, StatementSql render)
    {
        foreach (var (name, scan) in render.Renderer.SystemScans)
        {
            connection.IsClean = false;
            SystemRows.Load(connection.Inner, name, scan, this);
        }

        foreach (var model in Resolution.Models)
        {
            var name = PredictFunction.NameOf(model, session.Device);
            connection.Engine.Register(connection.Inner, name, lake.FunctionOf(name, () => new PredictFunction(
                Path.Combine(lake.Path, model.Stored.ArtifactPath),
                ModelDescription.Parse(model.Stored.DescriptionJson), session.Device)));
        }
    }

    private sealed class KeptConnection(StatementContext statement) : IDisposable
    {
        public void Dispose()
        {
            statement.kept?.Dispose();
            statement.kept = null;
        }
    }
}
