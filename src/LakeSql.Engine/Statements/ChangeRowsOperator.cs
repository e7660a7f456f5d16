using System.Text.Json;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.Statements;

/// <summary>UPDATE, DELETE and TRUNCATE by copy-on-write: files with an affected row are written anew.</summary>
internal static class ChangeRowsOperator
{
    public static OperatorResult Run(ChangeRowsPlan plan, StatementContext statement)
    {
        var isDelete = plan.Assignments.Count == 0;
        if (isDelete && plan.Where is null)
        {
            var all = plan.Tag == "TRUNCATE" && plan.Read.Files.Count == 0 ? 0 : CountAll(plan, statement);
            return Commit(plan, [], plan.Read.Files, all, statement);
        }

        var (touched, rows) = Touched(plan, statement);
        if (rows == 0)
        {
            return OperatorResult.Affected(0);
        }

        var (files, _) = TableWriter.Write(
            statement, plan.Read.Directory, plan.Read.Metadata, sql => WriteKept(sql, plan, touched, isDelete),
            plan.Scan.Columns.Count, [.. Enumerable.Range(0, plan.Scan.Columns.Count)]);
        return Commit(plan, files, touched, rows, statement);
    }

    private static OperatorResult Commit(
        ChangeRowsPlan plan, IReadOnlyList<DataFile> adds, IReadOnlyList<DataFile> removes, long rows,
        StatementContext statement)
    {
        if (removes.Count == 0)
        {
            return OperatorResult.Affected(0);
        }

        var parameters = new Dictionary<string, string>
        {
            ["predicate"] = JsonSerializer.Serialize(plan.Predicate is { } predicate ? [predicate]
                : Array.Empty<string>()),
        };
        var snapshot = statement.Lake.TableOf(plan.Table).Commit(new TableChange(
            plan.Read, adds, removes, null, false, statement.Commit(plan.Tag, parameters, rows)));
        return OperatorResult.Affected(rows, snapshot.Version);
    }

    private static long CountAll(ChangeRowsPlan plan, StatementContext statement)
    {
        var render = statement.NewSql();
        render.Sql.Raw("SELECT count(*) FROM ");
        render.Renderer.WriteScan(plan.Scan);
        return statement.Run(render, reader => reader.Read() ? reader.GetInt64(0) : 0);
    }

    /// <summary>
    /// The files with at least one row that the condition holds for, and how many such rows there are.
    /// </summary>
    private static (IReadOnlyList<DataFile> Files, long Rows) Touched(ChangeRowsPlan plan, StatementContext statement)
    {
        var snapshot = plan.Read;
        var byPath = snapshot.Files.ToDictionary(snapshot.PathOf);
        var render = statement.NewSql();
        render.Sql.Raw("SELECT ").Name(plan.Relation).Raw(".filename, count(*) FROM (");
        render.Renderer.WriteDelta(plan.Scan, snapshot.Files);
        render.Sql.Raw(") AS ").Name(plan.Relation);
        if (plan.Where is not null)
        {
            render.Sql.Raw(" WHERE ");
            render.Renderer.Expressions.Write(plan.Where);
        }

        render.Sql.Raw(" GROUP BY 1");
        return statement.Run(render, reader =>
        {
            var files = new List<DataFile>();
            long rows = 0;
            while (reader.Read())
            {
                files.Add(byPath[reader.GetString(0)]);
                rows += reader.GetInt64(1);
            }

            return ((IReadOnlyList<DataFile>)files, rows);
        });
    }

    /// <summary>The rows that the new files hold: the changed ones and the others, or the ones not deleted.</summary>
    private static void WriteKept(
        StatementSql render, ChangeRowsPlan plan, IReadOnlyList<DataFile> touched, bool isDelete)
    {
        var sql = render.Sql.Raw("SELECT ");
        for (var i = 0; i < plan.Scan.Columns.Count; i++)
        {
            sql.Raw(i > 0 ? ", " : "");
            if (!plan.Assignments.TryGetValue(i, out var value))
            {
                sql.Name(plan.Relation).Raw(".").Name(plan.Scan.Columns[i].Name);
                continue;
            }

            // Cast within the branch, so that the old value keeps its type when the new one has another.
            sql.Raw("CASE WHEN ");
            Condition(render, plan);
            sql.Raw(" THEN CAST(");
            render.Renderer.Expressions.Write(value);
            sql.Raw(" AS ").Type(plan.Scan.Columns[i].Type).Raw(") ELSE ");
            sql.Name(plan.Relation).Raw(".").Name(plan.Scan.Columns[i].Name).Raw(" END");
        }

        sql.Raw(" FROM (");
        render.Renderer.WriteDelta(plan.Scan, touched);
        sql.Raw(") AS ").Name(plan.Relation);
        if (isDelete)
        {
            sql.Raw(" WHERE (");
            Condition(render, plan);
            sql.Raw(") IS NOT TRUE");
        }
    }

    private static void Condition(StatementSql render, ChangeRowsPlan plan)
    {
        if (plan.Where is null)
        {
            render.Sql.Raw("TRUE");
        }
        else
        {
            render.Renderer.Expressions.Write(plan.Where);
        }
    }
}
