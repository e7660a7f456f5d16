using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;

namespace LakeSql.Engine.Statements;

/// <summary>VERIFY AUDIT.</summary>
internal static class VerifyAuditOperator
{
    public static OperatorResult Run(VerifyAuditPlan plan, StatementContext statement)
    {
        var check = statement.Metastore.VerifyAudit(plan.Noted, statement.Cancellation);
        return OperatorResult.Table(
            [
                ("record_count", PrimitiveType.BigInt), ("head_digest", PrimitiveType.String),
                ("noted_at", PrimitiveType.BigInt),
            ],
            [[check.RecordCount, check.HeadDigest, check.NotedAt]]);
    }
}
