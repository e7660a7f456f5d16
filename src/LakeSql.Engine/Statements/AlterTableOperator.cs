using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;

namespace LakeSql.Engine.Statements;

/// <summary>ALTER TABLE: one commit of other metadata, once the rows that are there were found to fit.</summary>
internal static class AlterTableOperator
{
    public static OperatorResult Run(AlterTablePlan plan, StatementContext statement)
    {
        if (plan.ChangesNothing)
        {
            return OperatorResult.None;
        }

        if (plan.Condition is { } condition && CountBreaking(condition, statement) is > 0 and var count)
        {
            throw ErrorCode.ConstraintViolated.Error(
                $"{count} row{(count == 1 ? "" : "s")} of {plan.FullName} {condition.Failure}", plan.Change.Span);
        }

        var parameters = new Dictionary<string, string> { ["change"] = plan.Change.ToSql() };
        var snapshot = statement.Publish(plan.Table, new TableChange(
            plan.Read, [], [], plan.Metadata, false, statement.Commit(Operation(plan.Change), parameters, 0))
        {
            Domains = plan.Domains,
        });
        return OperatorResult.None with { VersionMade = snapshot.Version };
    }

    public static OperatorResult Run(SyncIdentityPlan plan, StatementContext statement)
    {
        var (smallest, largest) = Range(plan, statement);
        var read = plan.Scan.Snapshot;
        var metadata = smallest is not { } low || largest is not { } high ? read.Metadata
            : read.Metadata.WithNumbers((f, n) => f.Name == plan.Column ? n.Beyond(n.Step > 0 ? high : low) : n);
        var parameters = new Dictionary<string, string> { ["change"] = plan.Change.ToSql() };
        var snapshot = statement.Publish(plan.Table, new TableChange(
            read, [], [], metadata, false, statement.Commit("SYNC IDENTITY", parameters, 0)));
        return OperatorResult.None with { VersionMade = snapshot.Version };
    }

    private static (long? Smallest, long? Largest) Range(SyncIdentityPlan plan, StatementContext statement)
    {
        var render = statement.NewSql();
        render.Sql.Raw("SELECT min(").Name(plan.Column).Raw("), max(").Name(plan.Column).Raw(") FROM ");
        render.Renderer.WriteScan(plan.Scan);
        return statement.Run(render, reader => reader.Read() && !reader.IsDBNull(0)
            ? (reader.GetInt64(0), reader.GetInt64(1)) : ((long?)null, (long?)null));
    }

    public static OperatorResult Run(RenameTablePlan plan, StatementContext statement)
    {
        statement.Metastore.Rename(plan.Table.Id, plan.NewName, statement.Session.User, plan.Schema.Id);
        return OperatorResult.None;
    }

    private static long CountBreaking(RowCondition condition, StatementContext statement)
    {
        var render = statement.NewSql();
        render.Sql.Raw("SELECT count(*) FROM ");
        render.Renderer.WriteScan(condition.Scan);
        render.Sql.Raw(" AS ").Name(condition.Relation).Raw(" WHERE (");
        render.Renderer.Expressions.Write(condition.Condition);
        render.Sql.Raw(") IS NOT TRUE");
        return statement.Run(render, reader => reader.Read() ? reader.GetInt64(0) : 0);
    }

    /// <summary>The names that other engines give to these commits.</summary>
    private static string Operation(TableChangeClause change) => change switch
    {
        AddColumns => "ADD COLUMNS",
        DropColumns => "DROP COLUMNS",
        RenameColumn => "RENAME COLUMN",
        AddConstraint => "ADD CONSTRAINT",
        DropConstraint => "DROP CONSTRAINT",
        SetProperties => "SET TBLPROPERTIES",
        ClusterTable => "CLUSTER BY",
        UnsetProperties => "UNSET TBLPROPERTIES",
        _ => "CHANGE COLUMN",
    };
}
