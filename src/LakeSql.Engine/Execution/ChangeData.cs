using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.Execution;

/// <summary>Writes the files that tell row by row what a statement did, for tables that keep them.</summary>
/// <remarks>Source: the Delta protocol, "Change Data Files".</remarks>
internal static class ChangeData
{
    /// <summary>What happened to a row: the values that <c>_change_type</c> has.</summary>
    public const string Insert = "insert", Delete = "delete", Before = "update_preimage", After = "update_postimage";

    private const string Directory = "_change_data";
    private const string TypeColumn = "_change_type";

    /// <summary>Writes rows of queries that give the table's columns, each with what happened to them.</summary>
    public static IReadOnlyList<DataFile> Write(
        StatementContext statement, WriteTarget table, IReadOnlyList<(string Type, Action<StatementSql> Rows)> parts)
    {
        if (parts.Count == 0)
        {
            return [];
        }

        var told = table.Metadata.Untraced;
        var target = table with { Metadata = told, Rules = WriteRules.None, Below = Directory, Extra = TypeColumn };
        var count = told.Columns.Count;
        void Source(StatementSql render)
        {
            for (var i = 0; i < parts.Count; i++)
            {
                render.Sql.Raw(i > 0 ? " UNION ALL SELECT " : "SELECT ")
                    .List(told.Columns, c => render.Sql.Name(c.Name)).Raw(", ").Text(parts[i].Type).Raw(" FROM (");
                parts[i].Rows(render);
                render.Sql.Raw(") AS c(").List(table.Metadata.Columns, c => render.Sql.Name(c.Name)).Raw(")");
            }
        }

        return TableWriter.Write(statement, target, Source, count + 1, [.. Enumerable.Range(0, count)]).Files;
    }
}
