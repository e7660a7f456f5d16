using LakeSql.Catalog;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Lakes;
using LakeSql.Engine.Sessions;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Statements;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Tests;

/// <summary>A statement's way up to DuckDB, step by step, as the pipeline goes it.</summary>
internal sealed class FrontEnd(string lakePath) : IDisposable
{
    private readonly Lake lake = Lake.Open(lakePath);
    private readonly SessionState session = new(
        "front end", Environment.UserName, new Account(0, false, 0), new OpenWork(() => { }));
    private readonly DeletionFilter deletions = new();

    public Statement Parse(string sql) => SqlParser.Parse(sql);

    /// <summary>Parse, bind, authorize and render; gives the text for DuckDB.</summary>
    public string All(string sql) => Render(Bind(Parse(sql)));

    public AuthorizedPlan Bind(Statement statement)
    {
        var binding = new StatementBinding(lake, session, StatementParameters.None, CancellationToken.None);
        var metastore = lake.Metastore.Held();
        var context = new BindContext(
            metastore, binding, session.User, session.CurrentCatalog, session.CurrentSchema)
        {
            Login = session.Login,
        };
        var plan = StatementBinders.Bind(statement, context);
        return Authorizer.Authorize(plan, context.Resolution, metastore, session.User, null);
    }

    /// <summary>What a repeated query does instead of <see cref="All"/>.</summary>
    public string Again(string sql)
    {
        var key = new PlanKey(sql, session.User, session.Login, session.CurrentCatalog, session.CurrentSchema);
        var known = lake.Plans.Find(key) ?? Kept(key);
        Authorizer.Check(known.Plan.Resolution, known.Metastore);
        return Render(known.Plan);
    }

    private KnownPlan Kept(PlanKey key)
    {
        var known = new KnownPlan(key, Bind(Parse(key.Text)), lake.Metastore.Held(), "");
        lake.Plans.Keep(known, new StatementBinding(lake, session, StatementParameters.None, CancellationToken.None));
        return known;
    }

    public string Render(AuthorizedPlan plan)
    {
        var render = new StatementSql(new(
            _ => null, session.Device, 0, deletions, new TableReads(), _ => "/empty.parquet"));
        render.Query(((QueryPlan)plan.Plan).Query);
        return render.Sql.ToString();
    }

    public void Dispose()
    {
        deletions.Dispose();
        lake.Dispose();
    }
}
