using LakeSql.Planner.Bound;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>What a statement is to do, with every name resolved.</summary>
/// <param name="Tag">The statement's kind in capitals, as the history shows it.</param>
public abstract record StatementPlan(string Tag);

/// <summary>Rows of a query.</summary>
public sealed record QueryPlan(BoundQuery Query) : StatementPlan("SELECT");

/// <summary>The plan of another statement, shown instead of run.</summary>
public sealed record ExplainPlan(ExplainMode Mode, StatementPlan Target) : StatementPlan("EXPLAIN");

/// <summary>The columns of a query, shown instead of run.</summary>
public sealed record DescribeQueryPlan(BoundQuery Query) : StatementPlan("DESCRIBE");
