using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

internal static class ExplainBinder
{
    public static ExplainPlan Bind(Explain explain, BindContext context)
    {
        if (explain.Target is not QueryStatement && explain.Mode != ExplainMode.Plan)
        {
            throw ErrorCode.InvalidUse.Error("only queries can be explained this way", explain.Target.Span);
        }

        if (explain.Mode == ExplainMode.Sql)
        {
            // The generated text names files and functions below the level of grants.
            context.Names.RequireManage(context.Metastore.ById(context.Metastore.RootId)!, explain.Span);
        }

        var plan = StatementBinders.Bind(explain.Target, context);
        if (explain.Mode != ExplainMode.Analyze)
        {
            context.Resolution.NothingFlows();
        }

        return new ExplainPlan(explain.Mode, StatementNames.Of(explain.Target), plan);
    }
}
