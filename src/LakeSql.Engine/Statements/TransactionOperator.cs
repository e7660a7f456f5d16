using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Lakes;
using LakeSql.Planner.Statements;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Statements;

/// <summary>BEGIN, COMMIT and ROLLBACK, and what may stand between them.</summary>
internal static class TransactionOperator
{
    /// <summary>What a transaction can hold together: queries, changes of rows, and what only looks.</summary>
    private static readonly HashSet<Type> Members =
    [
        typeof(ControlTransactionPlan), typeof(QueryPlan), typeof(ExplainPlan), typeof(DescribeQueryPlan),
        typeof(InsertPlan), typeof(NothingToCopyPlan), typeof(MergePlan), typeof(ChangeRowsPlan),
        typeof(ShowObjectsPlan), typeof(DescribePlan), typeof(PathDescribePlan), typeof(ShowGrantsPlan),
        typeof(ShowLineagePlan), typeof(ListFilesPlan), typeof(UsePlan), typeof(SetOptionPlan),
    ];

    /// <summary>LSQ4008 for a statement that takes place at once, whatever becomes of the transaction.</summary>
    public static void RequireMember(StatementPlan plan, Statement statement)
    {
        if (!Members.Contains(plan.GetType()))
        {
            throw ErrorCode.ActiveTransaction.Error(
                $"{StatementNames.Of(statement)} cannot be part of a transaction", statement.Span,
                "COMMIT or ROLLBACK first");
        }
    }

    public static OperatorResult Run(ControlTransactionPlan plan, StatementContext statement)
    {
        var session = statement.Session;
        var transaction = session.Transaction;
        if (plan.Action == TransactionAction.Begin)
        {
            session.Transaction = new OpenTransaction(statement.Lake, session.User);
            return OperatorResult.None;
        }

        // However it ends, it is over: what could not be committed would not be the next time.
        session.Transaction = null;
        if (plan.Action == TransactionAction.Commit)
        {
            if (transaction!.IsAborted)
            {
                throw ErrorCode.TransactionAborted.Error(
                    "the transaction is rolled back, since a statement in it has failed");
            }

            transaction.Commit(statement.Cancellation);
        }

        return OperatorResult.None;
    }
}
