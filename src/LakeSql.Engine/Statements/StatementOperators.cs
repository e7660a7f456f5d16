using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;

namespace LakeSql.Engine.Statements;

/// <summary>The table of operators: one row a plan.</summary>
internal static class StatementOperators
{
    private static readonly Dictionary<Type, Func<StatementPlan, StatementContext, OperatorResult>> Rows = new()
    {
        [typeof(QueryPlan)] = Row<QueryPlan>(QueryOperator.Run),
        [typeof(ExplainPlan)] = Row<ExplainPlan>(ExplainOperator.Run),
        [typeof(ExplainAccessPlan)] = Row<ExplainAccessPlan>(ExplainAccessOperator.Run),
        [typeof(WhatIfPlan)] = Row<WhatIfPlan>(ExplainAccessOperator.Run),
        [typeof(DescribeQueryPlan)] = Row<DescribeQueryPlan>(QueryOperator.Run),
        [typeof(CreateContainerPlan)] = Row<CreateContainerPlan>(CreateObjectOperator.Run),
        [typeof(CreateExternalLocationPlan)] = Row<CreateExternalLocationPlan>(CreateObjectOperator.Run),
        [typeof(CloneTablePlan)] = Row<CloneTablePlan>(CloneTableOperator.Run),
        [typeof(CreateTableLikePlan)] = Row<CreateTableLikePlan>(CreateTableLikeOperator.Run),
        [typeof(CreateTablePlan)] = Row<CreateTablePlan>(CreateTableOperator.Run),
        [typeof(CreateViewPlan)] = Row<CreateViewPlan>(CreateObjectOperator.Run),
        [typeof(CreateFunctionPlan)] = Row<CreateFunctionPlan>(CreateObjectOperator.Run),
        [typeof(CreateVolumePlan)] = Row<CreateVolumePlan>(CreateObjectOperator.Run),
        [typeof(DropObjectPlan)] = Row<DropObjectPlan>(DropObjectOperator.Run),
        [typeof(ShowObjectsPlan)] = Row<ShowObjectsPlan>(ShowObjectsOperator.Run),
        [typeof(DescribePlan)] = Row<DescribePlan>(DescribeOperator.Run),
        [typeof(PathDescribePlan)] = Row<PathDescribePlan>(DescribeOperator.Run),
        [typeof(UsePlan)] = Row<UsePlan>(SessionOperator.Run),
        [typeof(SetOptionPlan)] = Row<SetOptionPlan>(SessionOperator.Run),
        [typeof(ControlTransactionPlan)] = Row<ControlTransactionPlan>(TransactionOperator.Run),
        [typeof(SetSessionAuthorizationPlan)] = Row<SetSessionAuthorizationPlan>(SessionOperator.Run),
        [typeof(AlterObjectPlan)] = Row<AlterObjectPlan>(CreateObjectOperator.Run),
        [typeof(AlterTablePlan)] = Row<AlterTablePlan>(AlterTableOperator.Run),
        [typeof(SyncIdentityPlan)] = Row<SyncIdentityPlan>(AlterTableOperator.Run),
        [typeof(RenameTablePlan)] = Row<RenameTablePlan>(AlterTableOperator.Run),
        [typeof(NothingToCopyPlan)] = Row<NothingToCopyPlan>((_, _) => OperatorResult.Affected(0)),
        [typeof(InsertPlan)] = Row<InsertPlan>(InsertOperator.Run),
        [typeof(MergePlan)] = Row<MergePlan>(MergeOperator.Run),
        [typeof(ChangeRowsPlan)] = Row<ChangeRowsPlan>(ChangeRowsOperator.Run),
        [typeof(RestoreTablePlan)] = Row<RestoreTablePlan>(RestoreTableOperator.Run),
        [typeof(ConvertToDeltaPlan)] = Row<ConvertToDeltaPlan>(ConvertToDeltaOperator.Run),
        [typeof(AnalyzeTablePlan)] = Row<AnalyzeTablePlan>(AnalyzeTableOperator.Run),
        [typeof(VacuumPlan)] = Row<VacuumPlan>(VacuumOperator.Run),
        [typeof(OptimizePlan)] = Row<OptimizePlan>(OptimizeOperator.Run),
        [typeof(PutPlan)] = Row<PutPlan>(FileOperator.Run),
        [typeof(GetFilePlan)] = Row<GetFilePlan>(FileOperator.Run),
        [typeof(ListFilesPlan)] = Row<ListFilesPlan>(FileOperator.Run),
        [typeof(RemoveFilePlan)] = Row<RemoveFilePlan>(FileOperator.Run),
        [typeof(CopyToPlan)] = Row<CopyToPlan>(CopyToOperator.Run),
        [typeof(CreatePrincipalPlan)] = Row<CreatePrincipalPlan>(PrincipalOperator.Run),
        [typeof(AlterUserPlan)] = Row<AlterUserPlan>(PrincipalOperator.Run),
        [typeof(AlterGroupPlan)] = Row<AlterGroupPlan>(PrincipalOperator.Run),
        [typeof(DropPrincipalPlan)] = Row<DropPrincipalPlan>(PrincipalOperator.Run),
        [typeof(ChangeGrantsPlan)] = Row<ChangeGrantsPlan>(GrantOperator.Run),
        [typeof(ShowPoliciesPlan)] = Row<ShowPoliciesPlan>(ShowPoliciesOperator.Run),
        [typeof(ShowGrantsPlan)] = Row<ShowGrantsPlan>(GrantOperator.Run),
        [typeof(TrainModelPlan)] = Row<TrainModelPlan>(TrainModelOperator.Run),
        [typeof(DrawFlowersPlan)] = Row<DrawFlowersPlan>(DrawFlowersOperator.Run),
        [typeof(AlterLimitsPlan)] = Row<AlterLimitsPlan>(PrincipalOperator.Run),
        [typeof(ShowLimitsPlan)] = Row<ShowLimitsPlan>(PrincipalOperator.Run),
        [typeof(VerifyAuditPlan)] = Row<VerifyAuditPlan>(VerifyAuditOperator.Run),
        [typeof(ShowLineagePlan)] = Row<ShowLineagePlan>(ShowLineageOperator.Run),
    };

    /// <summary>The plans that can be run.</summary>
    public static IReadOnlyCollection<Type> Types => Rows.Keys;

    public static OperatorResult Run(StatementPlan plan, StatementContext statement) =>
        Rows.TryGetValue(plan.GetType(), out var run)
            ? run(plan, statement)
            : throw ErrorCode.Internal.Error($"{plan.GetType().Name} has no operator");

    private static Func<StatementPlan, StatementContext, OperatorResult> Row<T>(
        Func<T, StatementContext, OperatorResult> run)
        where T : StatementPlan => (plan, statement) => run((T)plan, statement);
}
