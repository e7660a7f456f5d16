using LakeSql.Planner.Bound;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>What a statement is to do, with every name resolved.</summary>
public abstract record StatementPlan;

/// <summary>Rows of a query.</summary>
public sealed record QueryPlan(BoundQuery Query) : StatementPlan;

/// <summary>The plan of another statement, shown instead of run.</summary>
/// <param name="Mode">What is shown.</param>
/// <param name="Name">What the other statement is called: <see cref="StatementNames"/>.</param>
/// <param name="Target">Its plan.</param>
public sealed record ExplainPlan(ExplainMode Mode, string Name, StatementPlan Target) : StatementPlan;

/// <summary>The columns of a query, shown instead of run.</summary>
public sealed record DescribeQueryPlan(BoundQuery Query) : StatementPlan;
