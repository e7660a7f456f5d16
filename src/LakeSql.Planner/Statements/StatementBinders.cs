using LakeSql.Common.Errors;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>The table of binders: one row a statement.</summary>
public static class StatementBinders
{
    private static readonly Dictionary<Type, Func<Statement, BindContext, StatementPlan>> Rows = new()
    {
        [typeof(QueryStatement)] = Row<QueryStatement>((s, c) => new QueryPlan(QueryBinder.BindTop(s.Query, c))),
        [typeof(Explain)] = Row<Explain>(ExplainBinder.Bind),
        [typeof(ExplainAccess)] = Row<ExplainAccess>(ExplainAccessBinder.Bind),
        [typeof(WhatIf)] = Row<WhatIf>(ExplainAccessBinder.Bind),
        [typeof(DescribeQuery)] = Row<DescribeQuery>(
            (s, c) => new DescribeQueryPlan(QueryBinder.BindTop(s.Query, c))),
        [typeof(CreateCatalog)] = Row<CreateCatalog>(CreateCatalogBinder.Bind),
        [typeof(CreateExternalLocation)] = Row<CreateExternalLocation>(CreateExternalLocationBinder.Bind),
        [typeof(CreateSchema)] = Row<CreateSchema>(CreateSchemaBinder.Bind),
        [typeof(CloneTable)] = Row<CloneTable>(CloneTableBinder.Bind),
        [typeof(CreateTableLike)] = Row<CreateTableLike>(CreateTableLikeBinder.Bind),
        [typeof(CreateTable)] = Row<CreateTable>(CreateTableBinder.Bind),
        [typeof(CreateView)] = Row<CreateView>(CreateViewBinder.Bind),
        [typeof(CreateFunction)] = Row<CreateFunction>(CreateFunctionBinder.Bind),
        [typeof(CreatePolicy)] = Row<CreatePolicy>(CreatePolicyBinder.Bind),
        [typeof(DropPolicy)] = Row<DropPolicy>(CreatePolicyBinder.Bind),
        [typeof(ShowPolicies)] = Row<ShowPolicies>(CreatePolicyBinder.Bind),
        [typeof(DescribePolicy)] = Row<DescribePolicy>(CreatePolicyBinder.Bind),
        [typeof(SetTags)] = Row<SetTags>(SetTagsBinder.Bind),
        [typeof(CreateVolume)] = Row<CreateVolume>(CreateVolumeBinder.Bind),
        [typeof(DropObject)] = Row<DropObject>(DropObjectBinder.Bind),
        [typeof(ShowObjects)] = Row<ShowObjects>(ShowObjectsBinder.Bind),
        [typeof(ShowColumns)] = Row<ShowColumns>(DescribeBinder.Bind),
        [typeof(ShowCreateTable)] = Row<ShowCreateTable>(DescribeBinder.Bind),
        [typeof(DescribeObject)] = Row<DescribeObject>(DescribeBinder.Bind),
        [typeof(DescribeHistory)] = Row<DescribeHistory>(DescribeBinder.Bind),
        [typeof(DescribeDetail)] = Row<DescribeDetail>(DescribeBinder.Bind),
        [typeof(ShowProperties)] = Row<ShowProperties>(DescribeBinder.Bind),
        [typeof(ShowPartitions)] = Row<ShowPartitions>(DescribeBinder.Bind),
        [typeof(Use)] = Row<Use>(UseBinder.Bind),
        [typeof(CommentOn)] = Row<CommentOn>(AlterObjectBinder.Bind),
        [typeof(CopyInto)] = Row<CopyInto>(CopyIntoBinder.Bind),
        [typeof(AlterTable)] = Row<AlterTable>(AlterTableBinder.Bind),
        [typeof(AlterOwner)] = Row<AlterOwner>(AlterObjectBinder.Bind),
        [typeof(Insert)] = Row<Insert>(InsertBinder.Bind),
        [typeof(Update)] = Row<Update>(ChangeRowsBinder.Bind),
        [typeof(Merge)] = Row<Merge>(MergeBinder.Bind),
        [typeof(Delete)] = Row<Delete>(ChangeRowsBinder.Bind),
        [typeof(Truncate)] = Row<Truncate>(ChangeRowsBinder.Bind),
        [typeof(RestoreTable)] = Row<RestoreTable>(RestoreTableBinder.Bind),
        [typeof(ConvertToDelta)] = Row<ConvertToDelta>(ConvertToDeltaBinder.Bind),
        [typeof(AnalyzeTable)] = Row<AnalyzeTable>(AnalyzeTableBinder.Bind),
        [typeof(Vacuum)] = Row<Vacuum>(VacuumBinder.Bind),
        [typeof(Optimize)] = Row<Optimize>(OptimizeBinder.Bind),
        [typeof(ReorgTable)] = Row<ReorgTable>(OptimizeBinder.Bind),
        [typeof(Put)] = Row<Put>(FileBinder.Bind),
        [typeof(GetFile)] = Row<GetFile>(FileBinder.Bind),
        [typeof(ListFiles)] = Row<ListFiles>(FileBinder.Bind),
        [typeof(RemoveFile)] = Row<RemoveFile>(FileBinder.Bind),
        [typeof(CopyTo)] = Row<CopyTo>(CopyToBinder.Bind),
        [typeof(CreateUser)] = Row<CreateUser>(PrincipalBinder.Bind),
        [typeof(AlterUser)] = Row<AlterUser>(PrincipalBinder.Bind),
        [typeof(CreateGroup)] = Row<CreateGroup>(PrincipalBinder.Bind),
        [typeof(AlterGroup)] = Row<AlterGroup>(PrincipalBinder.Bind),
        [typeof(DropPrincipal)] = Row<DropPrincipal>(PrincipalBinder.Bind),
        [typeof(Grant)] = Row<Grant>(GrantBinder.Bind),
        [typeof(Revoke)] = Row<Revoke>(GrantBinder.Bind),
        [typeof(ShowGrants)] = Row<ShowGrants>(GrantBinder.Bind),
        [typeof(TrainModel)] = Row<TrainModel>(TrainModelBinder.Bind),
        [typeof(SetOption)] = Row<SetOption>(SessionBinder.Bind),
        [typeof(SetSessionAuthorization)] = Row<SetSessionAuthorization>(SessionBinder.Bind),
        [typeof(ControlTransaction)] = Row<ControlTransaction>(ControlTransactionBinder.Bind),
        [typeof(Call)] = Row<Call>(CallBinder.Bind),
        [typeof(AlterLimits)] = Row<AlterLimits>(LimitBinder.Bind),
        [typeof(ShowLimits)] = Row<ShowLimits>(LimitBinder.Bind),
        [typeof(VerifyAudit)] = Row<VerifyAudit>(VerifyAuditBinder.Bind),
        [typeof(ShowLineage)] = Row<ShowLineage>(ShowLineageBinder.Bind),
    };

    /// <summary>The statements that can be bound.</summary>
    public static IReadOnlyCollection<Type> Types => Rows.Keys;

    /// <summary>Binds a statement. What it resolves is in the context's record, also when it throws.</summary>
    public static StatementPlan Bind(Statement statement, BindContext context) =>
        Rows.TryGetValue(statement.GetType(), out var bind)
            ? bind(statement, context)
            : throw ErrorCode.Internal.Error($"{statement.GetType().Name} has no binder", statement.Span);

    private static Func<Statement, BindContext, StatementPlan> Row<T>(Func<T, BindContext, StatementPlan> bind)
        where T : Statement => (statement, context) => bind((T)statement, context);
}
