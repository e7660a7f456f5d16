using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>BEGIN TRANSACTION</c>, <c>COMMIT</c>, <c>ROLLBACK</c>.</summary>
public sealed record ControlTransaction(SourceSpan Span, TransactionAction Action) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        if (c.Take("START"))
        {
            c.Expect("TRANSACTION");
            return new ControlTransaction(c.From(start), TransactionAction.Begin);
        }

        var action = c.Take("BEGIN") ? TransactionAction.Begin
            : c.Take("COMMIT") ? TransactionAction.Commit : TransactionAction.Rollback;
        if (action == TransactionAction.Rollback)
        {
            c.Expect("ROLLBACK");
        }

        _ = c.Take("TRANSACTION") || c.Take("WORK");
        return new ControlTransaction(c.From(start), action);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw(Action switch
    {
        TransactionAction.Begin => "BEGIN TRANSACTION",
        TransactionAction.Commit => "COMMIT",
        _ => "ROLLBACK",
    });
}

/// <summary>What happens to a transaction.</summary>
public enum TransactionAction
{
#pragma warning disable CS1591
    Begin, Commit, Rollback,
#pragma warning restore CS1591
}
