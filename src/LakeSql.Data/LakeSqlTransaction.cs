using System.Data;
using System.Data.Common;
using LakeSql.Common.Errors;

namespace LakeSql.Data;

/// <summary>A transaction over several statements, the same as <c>BEGIN</c> … <c>COMMIT</c> in SQL.</summary>
/// <remarks>
/// Every command of the connection belongs to it until it ends. When a statement fails, all that is left is to roll
/// back.
/// </remarks>
public sealed class LakeSqlTransaction : DbTransaction
{
    private readonly object? begun;
    private LakeSqlConnection? connection;

    internal LakeSqlTransaction(LakeSqlConnection connection)
    {
        connection.Run("BEGIN TRANSACTION");
        begun = connection.Transaction;
        this.connection = connection;
    }

    /// <summary>Always <see cref="IsolationLevel.Serializable"/>.</summary>
    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection => connection;

    /// <summary>Makes all changes visible at once.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ4001 when others have committed what collides, LSQ4010 when a statement has failed. The transaction is over
    /// and nothing of it is visible.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The transaction is over: by this object, by SQL, or as its connection was closed.
    /// </exception>
    public override void Commit() => End("COMMIT");

    /// <summary>Gives all changes up.</summary>
    /// <inheritdoc cref="Commit" path="/exception[@cref='InvalidOperationException']"/>
    public override void Rollback() => End("ROLLBACK");

    /// <summary>Rolls back what is not committed.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && IsUnderWay)
        {
            Rollback();
        }

        base.Dispose(disposing);
    }

    /// <summary>The connection may be in another transaction by now, which is not to be ended for this one.</summary>
    private bool IsUnderWay => begun is not null && connection?.Transaction == begun;

    private void End(string statement)
    {
        var open = IsUnderWay ? connection! : null;
        connection = null;
        (open ?? throw new InvalidOperationException("the transaction is over")).Run(statement);
    }
}
