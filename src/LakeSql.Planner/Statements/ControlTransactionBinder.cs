using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>The session's transaction begins or ends.</summary>
public sealed record ControlTransactionPlan(TransactionAction Action) : StatementPlan(Action switch
{
    TransactionAction.Begin => "BEGIN",
    TransactionAction.Commit => "COMMIT",
    _ => "ROLLBACK",
});

internal static class ControlTransactionBinder
{
    /// <remarks>
    /// What the changes needed is asked for again at COMMIT, since that is when they take place.
    /// </remarks>
    public static ControlTransactionPlan Bind(ControlTransaction control, BindContext context)
    {
        var rights = context.Services.TransactionRights;
        if (rights is not null && control.Action == TransactionAction.Begin)
        {
            throw ErrorCode.ActiveTransaction.Error(
                "a transaction is under way already", control.Span, "COMMIT or ROLLBACK ends it");
        }

        if (rights is null && control.Action != TransactionAction.Begin)
        {
            throw ErrorCode.NoTransaction.Error(
                "no transaction is under way", control.Span, "BEGIN starts one");
        }

        if (control.Action == TransactionAction.Commit)
        {
            context.Resolution.Required.AddRange(
                rights!.Select(r => r with { Span = control.Span }).Distinct());
        }

        return new ControlTransactionPlan(control.Action);
    }
}
