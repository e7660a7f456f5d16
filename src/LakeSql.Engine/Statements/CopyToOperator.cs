using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Volumes;

namespace LakeSql.Engine.Statements;

/// <summary>Writes rows into one file: the whole of it, or what was there stays.</summary>
internal static class CopyToOperator
{
    public static OperatorResult Run(CopyToPlan plan, StatementContext statement)
    {
        var target = plan.Volume is { } volume ? statement.Lake.FilesOf(volume.Volume).ResolveNew(volume.Relative)
            : plan.Outside!.Real;
        if (Directory.Exists(target))
        {
            throw ErrorCode.InvalidPath.Error($"{plan.Text} is a directory", hint: "name a file in it");
        }

        using var file = new PartialFile(target);
        if (plan.Outside is not null)
        {
            if (RealPath.Of(target) != target)
            {
                throw ErrorCode.InvalidPath.Error($"a link stands in the way to {plan.Text}");
            }

            // The engine may write this file and no other there: the lake itself may lie beside it.
            statement.Resolution.Outside.Add(file.Path);
        }

        var render = statement.NewSql();
        render.Sql.Raw("COPY (");
        render.Query(plan.Query);
        render.Sql.Raw(") TO ").Text(file.Path).Raw(plan.Format switch
        {
            FileFormat.Parquet => " (FORMAT parquet, USE_TMP_FILE false)",
            FileFormat.Csv => " (FORMAT csv, HEADER, USE_TMP_FILE false)",
            _ => " (FORMAT json, USE_TMP_FILE false)",
        });
        var rows = statement.Run(render, r => r.RecordsAffected);
        file.Finish(overwrite: true);
        return OperatorResult.Affected(rows);
    }
}
