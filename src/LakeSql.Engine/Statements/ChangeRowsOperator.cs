using System.Text.Json;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.DeletionVectors;
using LakeSql.Storage.Delta.Pruning;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Statements;

/// <summary>UPDATE, DELETE and TRUNCATE.</summary>
/// <remarks>
/// The rows that the condition holds for are found first, once: it may be a different set the next time it is asked.
/// Where the table has deletion vectors, they are listed as deleted and their new forms go into a new file; otherwise
/// the files that they lie in are written anew.
/// </remarks>
internal static class ChangeRowsOperator
{
    private const string NewRows = "lakesql_new_rows";

    public static OperatorResult Run(ChangeRowsPlan plan, StatementContext statement)
    {
        var isDelete = plan.Assignments.Count == 0;
        if (isDelete && plan.Where is null && plan.Scan.Visible is null or { AllRows: true })
        {
            statement.Reads.Add(plan.Scan, AnythingHolds.Instance);
            var all = plan.Operation == "TRUNCATE" && plan.Read.Files.Count == 0 ? 0 : CountAll(plan, statement);
            return Commit(plan, [], plan.Read.Files, all, statement);
        }

        if (plan.Assignments.Keys.Any(i => StructFields.Has(plan.Scan.Columns[i].Type)))
        {
            RefuseLostFields(plan, statement);
        }

        var rows = Matching(plan, statement);
        if (rows.Count == 0)
        {
            return OperatorResult.Affected(0);
        }

        // New values are asked for once: the table and the record of its changes must have the same.
        var tellsChanges = plan.Read.TellsChanges;
        using var connection = tellsChanges && !isDelete ? statement.KeepConnection() : null;
        if (connection is not null)
        {
            HoldNewRows(plan, rows, statement);
        }

        var listsDeletions = plan.Read.ListsDeletions;
        var files = isDelete && listsDeletions ? []
            : Write(plan, rows, isDelete, listsDeletions, connection is not null, statement);
        var (kept, gone) = RowRemoval.Prepare(plan.Read, rows);
        return Commit(
            plan, [.. files, .. kept], gone, rows.Values.Sum(r => r.Count), statement,
            tellsChanges ? Told(plan, rows, isDelete, statement) : []);
    }

    /// <summary>
    /// Takes the rows of a DELETE out, for a statement that puts others in their place. The record of changes has to
    /// name these, too, once it names any.
    /// </summary>
    public static RemovedRows Remove(
        ChangeRowsPlan plan, IReadOnlyList<DataFile> written, StatementContext statement)
    {
        var rows = Matching(plan, statement);
        if (rows.Count == 0)
        {
            return new RemovedRows([], [], []);
        }

        var listsDeletions = plan.Read.ListsDeletions;
        var files = listsDeletions ? [] : Write(plan, rows, true, listsDeletions, false, statement);
        var (kept, gone) = RowRemoval.Prepare(plan.Read, rows);
        return new RemovedRows(
            [.. files, .. kept], gone,
            plan.Read.TellsChanges && !listsDeletions ? Told(plan, rows, written, statement) : []);
    }

    private static IReadOnlyList<DataFile> Told(
        ChangeRowsPlan plan, Dictionary<DataFile, DeletedRows> rows, IReadOnlyList<DataFile> written,
        StatementContext statement) => ChangeData.Write(statement, WriteTarget.Of(plan.Read, plan.Rules),
    [
        (ChangeData.Delete, render => WriteOld(plan, rows, render)),
        (ChangeData.Insert, render => render.Renderer.WriteFiles(plan.Scan, written)),
    ]);

    private static void WriteOld(ChangeRowsPlan plan, Dictionary<DataFile, DeletedRows> rows, StatementSql render) =>
        render.Renderer.WriteRows(plan.Scan, rows, others: false);

    /// <summary>What the change did to each row; the deletions that a table lists tell that themselves.</summary>
    private static IReadOnlyList<DataFile> Told(
        ChangeRowsPlan plan, Dictionary<DataFile, DeletedRows> rows, bool isDelete, StatementContext statement)
    {
        void Old(StatementSql render) => WriteOld(plan, rows, render);
        return ChangeData.Write(statement, WriteTarget.Of(plan.Read, plan.Rules), isDelete
            ? [(ChangeData.Delete, Old)]
            : [(ChangeData.Before, Old), (ChangeData.After, sql => sql.Sql.Raw($"FROM {NewRows}"))]);
    }

    /// <summary>What the values' types have, the columns must have.</summary>
    private static void RefuseLostFields(ChangeRowsPlan plan, StatementContext statement)
    {
        var given = plan.Assignments.Where(a => StructFields.Has(plan.Scan.Columns[a.Key].Type)).ToList();
        var types = statement.Describe(render =>
        {
            render.Sql.Raw("SELECT ").List(Enumerable.Range(0, given.Count), i =>
            {
                render.Renderer.Expressions.Write(given[i].Value);
                render.Sql.Raw(" AS ").Name($"\uE000{i}");
            }).Raw(" FROM (");
            render.Renderer.WritePlaced(plan.Scan, []);
            render.Sql.Raw(") AS ").Name(plan.Relation);
        }, storable: false);
        _ = StructFields.Fitted(
            plan.Read.Metadata, [.. given.Zip(types, (g, t) => new GivenValue(g.Key, t.Type, g.Value.Span))],
            evolves: false, advice: null, plan.FullName);
    }

    private static void HoldNewRows(
        ChangeRowsPlan plan, Dictionary<DataFile, DeletedRows> rows, StatementContext statement)
    {
        var render = statement.NewSql();
        render.Sql.Raw($"CREATE TEMP TABLE {NewRows} AS SELECT * FROM (");
        WriteSource(plan, rows, isDelete: false, listsDeletions: true, render);
        render.Sql.Raw(") AS n(").List(plan.Scan.Columns, c => render.Sql.Name(c.Name)).Raw(")");
        statement.Run(render, _ => true);
    }

    private static OperatorResult Commit(
        ChangeRowsPlan plan, IReadOnlyList<DataFile> adds, IReadOnlyList<DataFile> removes, long rows,
        StatementContext statement, IReadOnlyList<DataFile>? changeData = null)
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
        var snapshot = statement.Publish(plan.Table, new TableChange(
            plan.Read, adds, removes, null, false, statement.Commit(plan.Operation, parameters, rows))
        {
            ChangeData = changeData ?? [],
            Reads = [],
        });
        return OperatorResult.Affected(rows, snapshot.Version);
    }

    private static long CountAll(ChangeRowsPlan plan, StatementContext statement)
    {
        var render = statement.NewSql();
        render.Sql.Raw("SELECT count(*) FROM ");
        render.Renderer.WriteScan(plan.Scan);
        return statement.Run(render, reader => reader.Read() ? reader.GetInt64(0) : 0);
    }

    /// <summary>The rows that the condition holds for, by file.</summary>
    private static Dictionary<DataFile, DeletedRows> Matching(ChangeRowsPlan plan, StatementContext statement)
    {
        var condition = FilePruning.ConditionOf(plan.Scan, plan.Relation, plan.Where, statement.ValueOf);
        statement.Reads.Add(plan.Scan, condition);
        var render = statement.NewSql();
        var sql = render.Sql.Raw($"SELECT {RowPlace.File}, list({RowPlace.Row}) FROM (");
        render.Renderer.WritePlaced(
            plan.Scan, FilePredicate.Filter(plan.Read.Files, condition), plan.Relation,
            FilePruning.InsideOf(plan.Scan, plan.Relation, plan.Where, statement.ValueOf));
        sql.Raw(") AS ").Name(plan.Relation);
        if (plan.Where is not null)
        {
            sql.Raw(" WHERE ");
            render.Renderer.Expressions.Write(plan.Where);
        }

        sql.Raw(" GROUP BY 1");
        return statement.Run(render, reader => RowPlace.Read(reader, plan.Read));
    }

    /// <summary>
    /// New files with the changed rows; where deletions are not listed, with the other rows of their files as well.
    /// </summary>
    private static IReadOnlyList<DataFile> Write(
        ChangeRowsPlan plan, Dictionary<DataFile, DeletedRows> rows, bool isDelete, bool listsDeletions, bool isHeld,
        StatementContext statement)
    {
        void Held(StatementSql render)
        {
            render.Sql.Raw($"SELECT * FROM {NewRows}");
            if (!listsDeletions)
            {
                render.Sql.Raw(" UNION ALL ");
                render.Renderer.WriteRows(plan.Scan, rows, others: true);
            }
        }

        return TableWriter.Write(
            statement, WriteTarget.Of(plan.Read, plan.Rules),
            isHeld ? Held : render => WriteSource(plan, rows, isDelete, listsDeletions, render),
            plan.Scan.Columns.Count, plan.Rules.Positions(plan.Scan.Columns.Count)).Files;
    }

    /// <remarks>
    /// New values are computed over the changed rows alone: whatever is asked of other rows could fail for them, or
    /// tell of those that the user does not see.
    /// </remarks>
    private static void WriteSource(
        ChangeRowsPlan plan, Dictionary<DataFile, DeletedRows> rows, bool isDelete, bool listsDeletions,
        StatementSql render)
    {
        var sql = render.Sql;
        if (!isDelete)
        {
            sql.Raw("SELECT ").List(Enumerable.Range(0, plan.Scan.Columns.Count), i => WriteValue(plan, i, render));
            sql.Raw(" FROM (");
            WriteOld(plan, rows, render);
            sql.Raw(") AS ").Name(plan.Relation).Raw(listsDeletions ? "" : " UNION ALL ");
        }

        if (!listsDeletions)
        {
            render.Renderer.WriteRows(plan.Scan, rows, others: true);
        }
    }

    private static void WriteValue(ChangeRowsPlan plan, int column, StatementSql render)
    {
        var (name, type) = (plan.Scan.Columns[column].Name, plan.Scan.Columns[column].Type);
        if (plan.Assignments.TryGetValue(column, out var value))
        {
            render.Sql.Raw("CAST(");
            render.Renderer.Expressions.Write(value);
            render.Sql.Raw(" AS ").Type(type).Raw(")");
        }
        else
        {
            render.Sql.Name(plan.Relation).Raw(".").Name(name);
        }
    }
}
