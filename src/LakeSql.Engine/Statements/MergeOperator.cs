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
    private const string Joined = "lakesql_merge";
    private const string Clause = "\"\uE000clause\"";
    private const string IsThere = "\"\uE000is there\"";

    public static OperatorResult Run(MergePlan plan, StatementContext statement)
    {
        using var connection = statement.KeepConnection();
        var target = Target(plan, statement);
        var numbers = new MergeNumbers(plan, IsInserted(plan));
        Join(plan, target, numbers, statement);
        RefuseAmbiguous(plan, statement);
        var counts = Counts(plan, statement);
        if (counts.Sum() == 0)
        {
            return OperatorResult.Affected(0);
        }

        var rows = Replaced(plan, a => a != MergeAction.Insert, statement);
        var files = Write(plan, target, plan.Read.ListsDeletions ? [] : rows, statement);
        var (kept, gone) = RowRemoval.Prepare(plan.Read, rows);
        var snapshot = statement.Publish(plan.Table, new TableChange(
            plan.Read, [.. files, .. kept], gone,
            numbers.Marked(plan.NewColumns.Count > 0 ? target.Metadata : null, Joined, statement), false,
            Description(plan, counts, statement))
        {
            ChangeData = plan.Read.TellsChanges ? Told(plan, target, statement) : [],
            Reads = ReadsAll(plan) ? null
                : [FilePruning.ConditionOf(plan.Scan, plan.Relation, plan.On, statement.ValueOf)],
        });
        return OperatorResult.Affected(counts.Sum(), snapshot.Version);
    }

    /// <summary>The table, with the columns that only the source has behind its own.</summary>
    private static WriteTarget Target(MergePlan plan, StatementContext statement)
    {
        var target = WriteTarget.Of(plan.Read, plan.Rules);
        return plan.NewValues is not { } values ? target
            : target with { Metadata = plan.Read.Metadata.WithColumns(statement.Describe(values, storable: true)) };
    }

    private static string? IsInserted(MergePlan plan) =>
        Numbers(plan, c => c.Action == MergeAction.Insert) is { Length: > 0 } numbers
            ? $"{Clause} IN ({numbers})" : null;

    private static void Join(
        MergePlan plan, WriteTarget target, MergeNumbers numbers, StatementContext statement)
    {
        var render = statement.NewSql();
        var sql = render.Sql.Raw($"CREATE TEMP TABLE {Joined} AS SELECT ");
        numbers.WriteColumns(sql);
        sql.Raw(" FROM (SELECT CASE");
        for (var i = 0; i < plan.Clauses.Count; i++)
        {
            sql.Raw(" WHEN ");
            WriteApplies(plan, plan.Clauses[i], render);
            sql.Raw(" THEN ").Number(i);
        }

        sql.Raw($" END AS {Clause}, ").Name(plan.Relation).Raw($".{RowPlace.File}, ");
        sql.Name(plan.Relation).Raw($".{RowPlace.Row}");
        for (var i = 0; i < target.Metadata.Columns.Count; i++)
        {
            sql.Raw(", CASE ").Raw(Clause);
            if (i < plan.Scan.Columns.Count)
            {
                WriteValues(plan, i, render);
            }
            else
            {
                WriteNewValues(plan, plan.NewColumns[i - plan.Scan.Columns.Count].Value, render);
            }

            sql.Raw(" END AS ").Name(target.Metadata.Columns[i].Name);
        }

        sql.Raw(" FROM (");
        render.Renderer.WritePlaced(plan.Scan, Files(plan, statement));
        sql.Raw(") AS ").Name(plan.Relation).Raw(JoinWords(plan));
        render.Renderer.WriteTable(plan.Source);
        sql.Raw($" CROSS JOIN (SELECT TRUE AS {IsThere})) ON ");
        render.Renderer.Expressions.Write(plan.On);
        sql.Raw($") WHERE {Clause} IS NOT NULL");
        statement.Run(render, _ => true);
    }

    /// <summary>Rows that nothing goes with are kept on the sides that have a clause for them.</summary>
    private static string JoinWords(MergePlan plan) => (
        plan.Clauses.Any(c => c.Match == MergeMatch.NotMatched),
        plan.Clauses.Any(c => c.Match == MergeMatch.NotMatchedBySource)) switch
    {
        (true, true) => " FULL JOIN (",
        (true, false) => " RIGHT JOIN (",
        (false, true) => " LEFT JOIN (",
        _ => " JOIN (",
    };

    private static IReadOnlyList<DataFile> Files(MergePlan plan, StatementContext statement) => ReadsAll(plan)
        ? plan.Read.Files : FilePruning.FilesOf(plan.Scan, plan.Relation, plan.On, statement.ValueOf);

    /// <summary>Rows of the table that nothing goes with matter to some clauses only.</summary>
    private static bool ReadsAll(MergePlan plan) => plan.Clauses.Any(c => c.Match == MergeMatch.NotMatchedBySource);

    private static void WriteApplies(MergePlan plan, MergeStep clause, StatementSql render)
    {
        var sql = render.Sql;
        if (clause.Match != MergeMatch.NotMatched)
        {
            sql.Name(plan.Relation).Raw($".{RowPlace.Row} IS NOT NULL AND ");
        }
        else
        {
            sql.Name(plan.Relation).Raw($".{RowPlace.Row} IS NULL AND ");
        }

        sql.Raw(clause.Match == MergeMatch.NotMatchedBySource ? $"{IsThere} IS NULL" : $"{IsThere} IS NOT NULL");
        if (clause.Condition is not null)
        {
            sql.Raw(" AND (");
            render.Renderer.Expressions.Write(clause.Condition);
            sql.Raw(")");
        }
    }

    /// <summary>What a column of the table gets from each clause.</summary>
    private static void WriteValues(MergePlan plan, int column, StatementSql render)
    {
        var (name, type) = (plan.Scan.Columns[column].Name, plan.Scan.Columns[column].Type);
        for (var i = 0; i < plan.Clauses.Count; i++)
        {
            var clause = plan.Clauses[i];
            render.Sql.Raw(" WHEN ").Number(i).Raw(" THEN ");
            if (clause.Values.TryGetValue(column, out var value))
            {
                render.Sql.Raw("CAST(");
                render.Renderer.Expressions.Write(value);
                render.Sql.Raw(" AS ").Type(type).Raw(")");
            }
            else if (clause.Action == MergeAction.Update)
            {
                render.Sql.Name(plan.Relation).Raw(".").Name(name);
            }
            else if (plan.Rules.Defaults.TryGetValue(column, out var standard))
            {
                render.Sql.Raw("CAST(");
                render.Renderer.Expressions.Write(standard);
                render.Sql.Raw(" AS ").Type(type).Raw(")");
            }
            else
            {
                render.Sql.Raw("CAST(NULL AS ").Type(type).Raw(")");
            }
        }
    }

    /// <summary>A column that the table did not have: only <c>*</c> gives it a value.</summary>
    private static void WriteNewValues(MergePlan plan, Expression value, StatementSql render)
    {
        for (var i = 0; i < plan.Clauses.Count; i++)
        {
            render.Sql.Raw(" WHEN ").Number(i).Raw(" THEN ");
            if (plan.Clauses[i].IsAll)
            {
                render.Renderer.Expressions.Write(value);
            }
            else
            {
                render.Sql.Raw("NULL");
            }
        }
    }

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
        render.Sql.Raw("SELECT *");
        foreach (var column in target.Metadata.Columns.Skip(plan.Scan.Columns.Count))
        {
            render.Sql.Raw(", CAST(NULL AS ").Type(column.Type).Raw(")");
        }

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
