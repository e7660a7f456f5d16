using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Policies;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Statements;

/// <summary>What the table of a MERGE must be to hold all that the statement gives it.</summary>
internal static class MergeTarget
{
    public static WriteTarget Of(MergePlan plan, StatementContext statement)
    {
        var metadata = Fitted(plan, statement);
        return WriteTarget.Of(plan.Read, plan.Rules) with
        {
            Metadata = plan.NewValues is not { } values ? metadata
                : metadata.WithColumns(statement.Describe(values, storable: true)),
        };
    }

    /// <summary>Values of columns with structs may have fields that the table does not have.</summary>
    private static TableMetadata Fitted(MergePlan plan, StatementContext statement)
    {
        var given = plan.Clauses.SelectMany(c => c.Values)
            .Where(v => StructFields.Has(plan.Scan.Columns[v.Key].Type)).ToList();
        if (given.Count == 0)
        {
            return plan.Read.Metadata;
        }

        var types = statement.Describe(render => WriteValues(plan, given, render), storable: false);
        var fitted = StructFields.Fitted(
            plan.Read.Metadata, [.. given.Zip(types, (g, t) => new GivenValue(g.Key, t.Type, g.Value.Span))],
            plan.EvolvesSchema, "MERGE WITH SCHEMA EVOLUTION INTO …", plan.FullName);
        PolicyColumns.RequireTypes(plan.Table, plan.FullName, plan.Read, fitted, statement.Metastore);
        return fitted;
    }

    /// <summary>
    /// A row is not many: the engine says so of the words that stand where conditions do, and otherwise of the columns.
    /// </summary>
    public static void RefuseAggregates(MergePlan plan, StatementContext statement)
    {
        var asked = plan.Clauses.SelectMany(c => c.Values.Values.Prepend(c.Condition)).OfType<Expression>().ToList();
        _ = statement.Describe(render =>
        {
            render.Sql.Raw("SELECT 1");
            WritePairs(plan, render);
            for (var i = 0; i < asked.Count; i++)
            {
                render.Sql.Raw(i == 0 ? " WHERE (" : " AND (");
                render.Renderer.Expressions.Write(asked[i]);
                render.Sql.Raw(") IS NULL");
            }
        }, storable: false);
    }

    /// <summary>The engine is asked for types alone, so none of the table's files is needed.</summary>
    private static void WriteValues(
        MergePlan plan, List<KeyValuePair<int, Expression>> given, StatementSql render)
    {
        render.Sql.Raw("SELECT ").List(Enumerable.Range(0, given.Count), i =>
        {
            render.Renderer.Expressions.Write(given[i].Value);
            render.Sql.Raw(" AS ").Name($"\uE000{i}");
        });
        WritePairs(plan, render);
    }

    private static void WritePairs(MergePlan plan, StatementSql render)
    {
        render.Sql.Raw(" FROM (");
        render.Renderer.WritePlaced(plan.Scan, []);
        render.Sql.Raw(") AS ").Name(plan.Relation).Raw(" CROSS JOIN (");
        render.Renderer.WriteTable(plan.Source);
        render.Sql.Raw(" CROSS JOIN (SELECT TRUE))");
    }
}
