using System.Globalization;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Engine.Execution;

/// <summary>Statistics of files whose writers gave none, from their rows.</summary>
internal static class ComputedStatistics
{
    /// <summary>The types of which a file's statistics say something.</summary>
    public static bool Covers(DataType type) => type is PrimitiveType or DecimalType;

    /// <summary>The JSON of <c>add.stats</c> by the path of the file.</summary>
    /// <param name="statement">Runs it.</param>
    /// <param name="fields">The columns that the rows have.</param>
    /// <param name="mapping">What statistics call them.</param>
    /// <param name="rows">Writes the rows, each with <see cref="RowPlace.File"/>.</param>
    public static Dictionary<string, string> Of(
        StatementContext statement, IEnumerable<TableField> fields, ColumnMapping mapping, Action<StatementSql> rows)
    {
        var covered = fields.Where(f => Covers(f.DataType)).ToArray();
        var render = statement.NewSql();
        var sql = render.Sql.Raw($"SELECT {RowPlace.File}, count(*)");
        foreach (var field in covered)
        {
            WriteMeasures(sql, field);
        }

        sql.Raw(" FROM (");
        rows(render);
        sql.Raw(") GROUP BY 1");
        return statement.Run(render, reader =>
        {
            var columns = covered.Select(f => new ColumnDefinition(f.PhysicalName(mapping), f.DataType)).ToArray();
            var statistics = new Dictionary<string, string>(StringComparer.Ordinal);
            while (reader.Read())
            {
                var measures = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
                for (var i = 0; i < columns.Length; i++)
                {
                    var at = 2 + (4 * i);
                    var of = new Dictionary<string, string>
                    {
                        ["null_count"] = reader.GetInt64(at).ToString(CultureInfo.InvariantCulture),
                    };
                    if (!reader.IsDBNull(at + 1) && !reader.IsDBNull(at + 2))
                    {
                        of["min"] = reader.GetString(at + 1);
                        of["max"] = reader.GetString(at + 2);
                        of["has_nan"] = reader.GetBoolean(at + 3) ? "true" : "false";
                    }

                    measures[DuckDbSql.QuoteName(columns[i].Name)] = of;
                }

                statistics[reader.GetString(0)] = FileStatisticsText.Of(reader.GetInt64(1), measures, columns);
            }

            return statistics;
        });
    }

    /// <summary>How often NULL, least and greatest value as text, and whether NaN is among them.</summary>
    private static void WriteMeasures(DuckDbSql sql, TableField field)
    {
        var hasBounds = field.DataType != PrimitiveType.Binary && field.DataType != PrimitiveType.Image;
        var mayBeNan = field.DataType == PrimitiveType.Float || field.DataType == PrimitiveType.Double;
        sql.Raw(", count(*) - count(").Name(field.Name).Raw(")");
        foreach (var bound in (string[])["min", "max"])
        {
            sql.Raw(", CAST(");
            _ = hasBounds ? sql.Raw($"{bound}(").Name(field.Name).Raw(")") : sql.Raw("NULL");
            sql.Raw(" AS VARCHAR)");
        }

        _ = mayBeNan ? sql.Raw(", coalesce(bool_or(isnan(").Name(field.Name).Raw(")), false)") : sql.Raw(", false");
    }
}
