using LakeSql.Common.Errors;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta.Pruning;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Statements;

/// <summary>
/// The rows of table and source that go together, with the number of the clause that is for them and the new values.
/// </summary>
/// <remarks>
/// The number is found by a query of its own, so that each condition is asked once for a row, whatever stands in it:
/// the query around that gives the values of the one clause, and takes the columns that these need from within. A query
/// within a condition or value the engine asks for all pairs, those of other clauses too.
/// </remarks>
internal sealed class MergeJoin
{
    /// <summary>The temporary table that has them.</summary>
    public const string Joined = "lakesql_merge";

    /// <summary>Its column with the clause's number.</summary>
    public const string Clause = "\"\uE000clause\"";

    private const string IsThere = "\"\uE000is there\"";

    private readonly MergePlan plan;
    private readonly StatementSql render;
    private readonly DuckDbSql sql;
    private readonly HandedColumns handed;

    private MergeJoin(MergePlan plan, StatementContext statement)
    {
        this.plan = plan;
        render = statement.NewSql();
        sql = render.Sql;
        handed = new HandedColumns(plan.SourceRelations.Append(plan.Relation).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Makes the temporary table on the connection that the statement keeps.</summary>
    public static void Run(MergePlan plan, WriteTarget target, MergeNumbers numbers, StatementContext statement)
    {
        var join = new MergeJoin(plan, statement);
        join.sql.Raw($"CREATE TEMP TABLE {Joined} AS SELECT ");
        numbers.WriteColumns(join.sql);
        join.sql.Raw($" FROM (SELECT {Clause}, {RowPlace.File}, {RowPlace.Row}");
        join.render.Renderer.Expressions.Handed = join.handed;
        join.WriteValues(target);
        join.render.Renderer.Expressions.Handed = null;
        join.sql.Raw(" FROM (");
        join.WritePairs(statement);
        join.sql.Raw($") WHERE {Clause} IS NOT NULL)");
        try
        {
            statement.Run(join.render, _ => true);
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.InvalidQuery)
        {
            MergeTarget.RefuseAggregates(plan, statement);
            throw !e.Message.Contains("non-inner join on subquery", StringComparison.Ordinal) ? e
                : ErrorCode.InvalidUse.Error(
                    "a query in ON has no place beside a clause for rows that nothing goes with", plan.On.Span,
                    "ask it in the conditions of the clauses, or in the source");
        }
    }

    /// <summary>Rows of the table that nothing goes with matter to some clauses only.</summary>
    private static bool ReadsAll(MergePlan plan) => plan.Clauses.Any(c => c.Match == MergeMatch.NotMatchedBySource);

    private void WriteValues(WriteTarget target)
    {
        for (var i = 0; i < target.Metadata.Columns.Count; i++)
        {
            var column = target.Metadata.Columns[i];
            sql.Raw($", CASE {Clause}");
            for (var number = 0; number < plan.Clauses.Count; number++)
            {
                sql.Raw(" WHEN ").Number(number).Raw(" THEN ");
                if (ValueOf(plan.Clauses[number], i) is { } value)
                {
                    sql.Raw("CAST(");
                    render.Renderer.Expressions.Write(value);
                    sql.Raw(" AS ").Type(column.Type).Raw(")");
                }
                else
                {
                    sql.Raw("CAST(NULL AS ").Type(column.Type).Raw(")");
                }
            }

            sql.Raw(" END AS ").Name(column.Name);
        }
    }

    /// <summary>
    /// What a column of the table gets from a clause; null for NULL. To a column that the table did not have only
    /// <c>*</c> gives a value.
    /// </summary>
    private Expression? ValueOf(MergeStep clause, int column)
    {
        if (column >= plan.Scan.Columns.Count)
        {
            return clause.IsAll ? plan.NewColumns[column - plan.Scan.Columns.Count].Value : null;
        }

        return clause.Values.TryGetValue(column, out var value) ? value
            : clause.Action == MergeAction.Update
                ? new BoundColumn(SourceSpan.None, plan.Relation, plan.Scan.Columns[column].Name)
            : plan.Rules.Defaults.GetValueOrDefault(column);
    }

    /// <summary>The joined rows with the numbers of their clauses, and what the values need of them.</summary>
    private void WritePairs(StatementContext statement)
    {
        sql.Raw("SELECT CASE");
        for (var i = 0; i < plan.Clauses.Count; i++)
        {
            sql.Raw(" WHEN ");
            WriteApplies(plan.Clauses[i]);
            sql.Raw(" THEN ").Number(i);
        }

        sql.Raw($" END AS {Clause}, ").Name(plan.Relation).Raw($".{RowPlace.File}, ");
        sql.Name(plan.Relation).Raw($".{RowPlace.Row}");
        foreach (var (column, name) in handed.Asked)
        {
            sql.Raw(", ");
            render.Renderer.Expressions.Write(column);
            sql.Raw(" AS ").Name(name);
        }

        sql.Raw(" FROM (");
        var condition = ReadsAll(plan) ? AnythingHolds.Instance
            : FilePruning.ConditionOf(plan.Scan, plan.Relation, plan.On, statement.ValueOf);
        statement.Reads.Add(plan.Scan, condition);
        render.Renderer.WritePlaced(plan.Scan, FilePredicate.Filter(plan.Read.Files, condition));
        sql.Raw(") AS ").Name(plan.Relation).Raw(JoinWords());
        render.Renderer.WriteTable(plan.Source);
        sql.Raw($" CROSS JOIN (SELECT TRUE AS {IsThere})) ON ");
        render.Renderer.Expressions.Write(plan.On);
    }

    /// <summary>A condition is not asked of rows that its clause is not for: it may fail for them.</summary>
    private void WriteApplies(MergeStep clause)
    {
        var isOfTable = clause.Match != MergeMatch.NotMatched;
        sql.Raw("CASE WHEN ").Name(plan.Relation).Raw($".{RowPlace.Row} IS {(isOfTable ? "NOT " : "")}NULL AND ");
        sql.Raw($"{IsThere} IS {(clause.Match == MergeMatch.NotMatchedBySource ? "" : "NOT ")}NULL THEN ");
        if (clause.Condition is null)
        {
            sql.Raw("TRUE");
        }
        else
        {
            render.Renderer.Expressions.Write(clause.Condition);
        }

        sql.Raw(" ELSE FALSE END");
    }

    /// <summary>Rows that nothing goes with are kept on the sides that have a clause for them.</summary>
    private string JoinWords() => (plan.Clauses.Any(c => c.Match == MergeMatch.NotMatched), ReadsAll(plan)) switch
    {
        (true, true) => " FULL JOIN (",
        (true, false) => " RIGHT JOIN (",
        (false, true) => " LEFT JOIN (",
        _ => " JOIN (",
    };
}
