using System.Text.Json;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.DeletionVectors;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Statements;

/// <summary>MERGE.</summary>
/// <remarks>
/// Table and source are joined once, into a temporary table that has for each row to be changed the number of its
/// clause, its place, and its new values; all else works on that. So whatever the source gives is the same throughout.
/// </remarks>
internal static class MergeOperator
{
    private const string Joined = MergeJoin.Joined, Clause = MergeJoin.Clause;

    public static OperatorResult Run(MergePlan plan, StatementContext statement)
    {
        using var connection = statement.KeepConnection();
        var target = MergeTarget.Of(plan, statement);
        var numbers = new MergeNumbers(plan, IsInserted(plan));
        MergeJoin.Run(plan, target, numbers, statement);
        RefuseAmbiguous(plan, statement);
        var counts = Counts(plan, statement);
        if (counts.Sum() == 0)
        {
            return OperatorResult.Affected(0);
        }

        var rows = Replaced(plan, a => a != MergeAction.Insert, statement);
        var files = Write(plan, target, plan.Read.ListsDeletions ? [] : rows, statement);
        var (kept, gone) = RowRemoval.Prepare(plan.Read, rows);
        var evolved = ReferenceEquals(target.Metadata, plan.Read.Metadata) ? null : target.Metadata;
        var snapshot = statement.Publish(plan.Table, new TableChange(
            plan.Read, [.. files, .. kept], gone, numbers.Marked(evolved, Joined, statement), false,
            Description(plan, counts, statement))
        {
            ChangeData = plan.Read.TellsChanges ? Told(plan, target, statement) : [],
            Reads = [],
        });
        return OperatorResult.Affected(counts.Sum(), snapshot.Version);
    }

    private static string? IsInserted(MergePlan plan) =>
        Numbers(plan, c => c.Action == MergeAction.Insert) is { Length: > 0 } numbers
            ? $"{Clause} IN ({numbers})" : null;

    /// <summary>Which of several new rows would take the place of one is nobody's to choose.</summary>
    private static void RefuseAmbiguous(MergePlan plan, StatementContext statement)
    {
        var matched = Numbers(plan, c => c.Match == MergeMatch.Matched);
        if (matched.Length == 0 || plan.Clauses.Where(c => c.Match == MergeMatch.Matched).All(
            c => c is { Action: MergeAction.Delete, Condition: null }))
        {
            return;
        }

        var render = statement.NewSql();
        render.Sql.Raw($"SELECT count(*) FROM {Joined} WHERE {Clause} IN ({matched}) ")
            .Raw($"GROUP BY {RowPlace.File}, {RowPlace.Row} HAVING count(*) > 1 LIMIT 1");
        if (statement.Run(render, reader => reader.Read() ? reader.GetInt64(0) : 0) is > 1 and var count)
        {
            throw ErrorCode.AmbiguousMerge.Error(
                $"{count} rows of the source go with one row of {plan.FullName}", plan.On.Span,
                "take one row for each from the source, with DISTINCT ON, QUALIFY or GROUP BY");
        }
    }

    /// <summary>How many rows are updated, deleted and inserted.</summary>
    private static long[] Counts(MergePlan plan, StatementContext statement)
    {
        var render = statement.NewSql();
        render.Sql.Raw("SELECT ").List(Enum.GetValues<MergeAction>(), action =>
        {
            var numbers = Numbers(plan, c => c.Action == action);
            var counted = action == MergeAction.Insert ? "*" : $"DISTINCT ({RowPlace.File}, {RowPlace.Row})";
            render.Sql.Raw(numbers.Length == 0
                ? "CAST(0 AS BIGINT)" : $"count({counted}) FILTER ({Clause} IN ({numbers}))");
        }).Raw($" FROM {Joined}");
        return statement.Run(render, reader => reader.Read()
            ? new[] { reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2) } : [0, 0, 0]);
    }

    /// <summary>The rows of the table that go, by file.</summary>
    private static Dictionary<DataFile, DeletedRows> Replaced(
        MergePlan plan, Func<MergeAction, bool> isMeant, StatementContext statement)
    {
        var numbers = Numbers(plan, c => isMeant(c.Action));
        if (numbers.Length == 0)
        {
            return [];
        }

        var render = statement.NewSql();
        render.Sql.Raw($"SELECT {RowPlace.File}, list({RowPlace.Row}) FROM {Joined} WHERE {Clause} IN ({numbers}) ")
            .Raw("GROUP BY 1");
        return statement.Run(render, reader => RowPlace.Read(reader, plan.Read));
    }

    /// <summary>New files with the new rows, and with the other rows of the files that are written anew.</summary>
    private static IReadOnlyList<DataFile> Write(
        MergePlan plan, WriteTarget target, Dictionary<DataFile, DeletedRows> rewritten, StatementContext statement)
    {
        var numbers = Numbers(plan, c => c.Action != MergeAction.Delete);
        void Source(StatementSql render)
        {
            var sql = render.Sql;
            if (rewritten.Count > 0)
            {
                WriteOld(plan, target, rewritten, others: true, render);
                sql.Raw(" UNION ALL ");
            }

            WriteNew(target, numbers, render);
        }

        return numbers.Length == 0 && rewritten.Count == 0 ? [] : TableWriter.Write(
            statement, target, Source, target.Metadata.Columns.Count,
            plan.Rules.Positions(target.Metadata.Columns.Count)).Files;
    }

    /// <summary>What the change did to each row.</summary>
    private static IReadOnlyList<DataFile> Told(MergePlan plan, WriteTarget target, StatementContext statement)
    {
        var parts = new List<(string, Action<StatementSql>)>();
        void Old(string type, MergeAction action)
        {
            if (Replaced(plan, a => a == action, statement) is { Count: > 0 } rows)
            {
                parts.Add((type, render => WriteOld(plan, target, rows, others: false, render)));
            }
        }

        void New(string type, MergeAction action)
        {
            if (Numbers(plan, c => c.Action == action) is { Length: > 0 } numbers)
            {
                parts.Add((type, render => WriteNew(target, numbers, render)));
            }
        }

        Old(ChangeData.Delete, MergeAction.Delete);
        Old(ChangeData.Before, MergeAction.Update);
        New(ChangeData.After, MergeAction.Update);
        New(ChangeData.Insert, MergeAction.Insert);
        return ChangeData.Write(statement, target, parts);
    }

    /// <summary>Rows that the table has, with NULL for what is new.</summary>
    private static void WriteOld(
        MergePlan plan, WriteTarget target, Dictionary<DataFile, DeletedRows> rows, bool others, StatementSql render)
    {
        render.Sql.Raw("SELECT ").List(Enumerable.Range(0, target.Metadata.Columns.Count), i =>
        {
            var (column, isOld) = (target.Metadata.Columns[i], i < plan.Scan.Columns.Count);
            if (isOld && plan.Scan.Columns[i].Type == column.Type)
            {
                render.Sql.Name(column.Name);
                return;
            }

            render.Sql.Raw("CAST(").Raw(isOld ? DuckDbSql.QuoteName(column.Name) : "NULL").Raw(" AS ")
                .Type(column.Type).Raw(") AS ").Name(column.Name);
        });
        render.Sql.Raw(" FROM (");
        render.Renderer.WriteRows(plan.Scan, rows, others);
        render.Sql.Raw(")");
    }

    private static void WriteNew(WriteTarget target, string numbers, StatementSql render) =>
        render.Sql.Raw("SELECT ").List(target.Metadata.Columns, c => render.Sql.Name(c.Name))
            .Raw($" FROM {Joined} WHERE ").Raw(numbers.Length == 0 ? "FALSE" : $"{Clause} IN ({numbers})");

    /// <summary>The numbers of some clauses, as a list of the engine's.</summary>
    private static string Numbers(MergePlan plan, Func<MergeStep, bool> isMeant) =>
        string.Join(", ", Enumerable.Range(0, plan.Clauses.Count).Where(i => isMeant(plan.Clauses[i])));

    private static CommitDescription Description(MergePlan plan, long[] counts, StatementContext statement)
    {
        var parameters = new Dictionary<string, string>
        {
            ["predicate"] = JsonSerializer.Serialize(new[] { plan.Predicate }),
        };
        var description = statement.Commit("MERGE", parameters, counts.Sum());
        return description with
        {
            OperationMetrics = new Dictionary<string, string>(description.OperationMetrics)
            {
                ["numTargetRowsUpdated"] = counts[(int)MergeAction.Update].ToString(),
                ["numTargetRowsDeleted"] = counts[(int)MergeAction.Delete].ToString(),
                ["numTargetRowsInserted"] = counts[(int)MergeAction.Insert].ToString(),
            },
        };
    }
}
