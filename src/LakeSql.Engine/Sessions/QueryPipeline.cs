using System.Diagnostics;
using LakeSql.Common.Errors;
using LakeSql.Engine.Audit;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Lakes;
using LakeSql.Engine.Statements;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Statements;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Sessions;

/// <summary>
/// The whole story of a statement: parse, bind, authorize, execute, record. A query that was bound before in the same
/// state of the lake begins at the third.
/// </summary>
internal sealed class QueryPipeline(Lake lake, SessionState session)
{
    /// <summary>How often a statement is bound anew after another writer came first.</summary>
    private const int AttemptsMax = 50;

    public StatementResult Run(string text, StatementParameters parameters, StatementCancellation cancellation)
    {
        var log = new QueryLog(lake.Metastore, session, Stopwatch.StartNew());
        Statement? statement = null;
        try
        {
            session.Begin(lake.Metastore.Held());
            cancellation.Limit(session.Limits.StatementTimeoutMs);
            if (session.Transaction is null && lake.Plans.Find(KeyOf(text)) is { } known)
            {
                log.Known(known.RedactedText);
                log.Bound(known.Plan.Resolution);

                // In the same state the answer is the same; it is asked again so that no run goes without its check.
                Authorizer.Check(known.Plan.Resolution, known.Metastore);
                var binding = new StatementBinding(lake, session, parameters, cancellation.Token);
                return Execute(text, known.Plan, binding, log, cancellation);
            }

            statement = SqlParser.Parse(text);
            log.Parsed(statement);
            if (session.Transaction is { IsAborted: true } && statement is not ControlTransaction)
            {
                throw ErrorCode.TransactionAborted.Error(
                    "a statement of the transaction has failed", statement.Span, "ROLLBACK, and begin again");
            }

            return Persist(text, statement, parameters, log, cancellation);
        }
        catch (Exception e)
        {
            session.Transaction?.Abort();
            if (statement is ControlTransaction { Action: TransactionAction.Commit })
            {
                // It is over however it ends: also where a right that it takes is no longer there.
                session.Transaction = null;
            }

            var error = lake.Hide(cancellation.Explain(DuckDbErrors.Translate(e, cancellation.Token))).In(text);
            log.Failed(error);
            throw error;
        }
        finally
        {
            session.Report(null);
        }
    }

    /// <summary>A context in which names mean what they mean to the session now.</summary>
    public BindContext NewBindContext() =>
        NewBindContext(new StatementBinding(lake, session, StatementParameters.None, CancellationToken.None));

    /// <summary>Tries again when another writer came first, and then waits for its turn.</summary>
    private StatementResult Persist(
        string text, Statement statement, StatementParameters parameters, QueryLog log,
        StatementCancellation cancellation)
    {
        IDisposable? turn = null;
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return Attempt(text, statement, parameters, log, cancellation);
                }
                catch (LakeSqlException e) when (e.Code == ErrorCode.CommitConflict && attempt < AttemptsMax
                    && statement is not ControlTransaction)
                {
                    // Nothing of the attempt is visible: bind again, at the version that the other writer made.
                    turn ??= WriterTurn.Await(lake.Path, log.Target ?? "", cancellation.Token);
                }
            }
        }
        finally
        {
            turn?.Dispose();
        }
    }

    private StatementResult Attempt(
        string text, Statement statement, StatementParameters parameters, QueryLog log,
        StatementCancellation cancellation)
    {
        cancellation.Token.ThrowIfCancellationRequested();
        var seen = lake.Metastore.Held().Transactions();
        var binding = new StatementBinding(lake, session, parameters, cancellation.Token);
        var context = NewBindContext(binding);
        log.Bound(context.Resolution);
        var plan = Bind(statement, context);
        if (session.Transaction is null && context.Resolution.Scans.Count > 0
            && !lake.Metastore.Held().Transactions().IsSameAs(seen))
        {
            // One of the tables may be from before a transaction that ended meanwhile, another from after it.
            return Attempt(text, statement, parameters, log, cancellation);
        }

        var authorized = Authorizer.Authorize(
            plan, context.Resolution, context.Metastore, session.User, parameters.ColumnsOnly ? null : binding.ValueOf);
        if (session.Transaction is not null)
        {
            // After the rights, as a statement that can be bound tells of what it names.
            TransactionOperator.RequireMember(plan, statement);
        }
        else
        {
            lake.Plans.Keep(new KnownPlan(KeyOf(text), authorized, context.Metastore, log.Text), binding);
        }

        return Execute(text, authorized, binding, log, cancellation);
    }

    private StatementResult Execute(
        string text, AuthorizedPlan authorized, StatementBinding binding, QueryLog log,
        StatementCancellation cancellation)
    {
        cancellation.Token.ThrowIfCancellationRequested();
        var execution = new StatementContext(lake, session, authorized, binding, log.QueryId, cancellation.Token)
        {
            Text = text,
            RedactedText = log.Text,
        };
        try
        {
            log.Running();
            var result = StatementOperators.Run(authorized.Plan, execution);
            if (result.Stream is null)
            {
                cancellation.Limit(null);
            }

            session.Transaction?.Read(execution.Reads, authorized.Resolution);
            return log.Finish(result, execution, cancellation);
        }
        catch
        {
            execution.Dispose();
            throw;
        }
    }

    private PlanKey KeyOf(string text) =>
        new(text, session.User, session.Login, session.CurrentCatalog, session.CurrentSchema);

    private StatementPlan Bind(Statement statement, BindContext context)
    {
        try
        {
            return StatementBinders.Bind(statement, context);
        }
        catch (LakeSqlException)
        {
            // Who may not see an object is told so, and not what is wrong with the use of it.
            Authorizer.Check(context.Resolution, context.Metastore);
            throw;
        }
    }

    private BindContext NewBindContext(StatementBinding binding) =>
        new(lake.Metastore.Held(), binding, session.User, session.CurrentCatalog, session.CurrentSchema)
        {
            Login = session.Login,
        };
}
