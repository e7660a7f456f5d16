using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// Whatever can stand in FROM, and every kind of query, is known as what can fail beside a table under a policy: else
/// an error that comes or not, as files are read or left out, would tell hidden values.
/// </summary>
public sealed class WallPartTests : IDisposable
{
    /// <summary>For each kind something in FROM that fails whatever there is in other tables.</summary>
    private static readonly (Type Kind, string Sql)[] Failing =
    [
        (typeof(TableName), "masked"),
        (typeof(DerivedTable), "(SELECT error(k) AS e FROM few) s"),
        (typeof(TableFunction), "range(1, 5, 0)"),
        (typeof(TableFunction), "json_each('{')"),
        (typeof(TableFunction), "given(CAST('q' AS INT))"),
        (typeof(Join), "few JOIN few other ON error(few.k) IS NULL"),
        (typeof(ParenthesizedJoin), "(few LEFT JOIN few other ON CAST(few.k AS INT) > other.v)"),
        (typeof(PivotedTable), "few PIVOT (sum(CAST(k || v AS INT)) FOR v IN (5)) p"),
        (typeof(UnpivotedTable), "(SELECT v, CAST(k AS INT) AS i FROM few) UNPIVOT (n FOR c IN (v, i)) u"),
        (typeof(LateralView), "few LATERAL VIEW explode(array(CAST(k AS INT))) l AS e"),
        (typeof(Select), "(SELECT v FROM few ORDER BY error(k)) s"),
        (typeof(Select), "(SELECT v FROM few LIMIT (SELECT CAST(k AS INT) FROM few)) s"),
        (typeof(Select), "(SELECT v FROM few WHERE CAST(k AS INT) > 0) s"),
        (typeof(Select), "(SELECT count(*) FROM few GROUP BY error(k)) s"),
        (typeof(Select), "(SELECT count(*) FROM few HAVING error(min(k)) IS NULL) s"),
        (typeof(Select), "(SELECT v FROM few QUALIFY error(k) IS NULL AND row_number() OVER () = 1) s"),
        (typeof(SetOperation), "(SELECT k FROM few UNION ALL SELECT error(k) FROM few) s"),
        (typeof(SetOperation), "(SELECT v FROM few INTERSECT SELECT CAST(k AS INT) FROM few) s"),
        (typeof(Values), "(VALUES (error('v'))) s (e)"),
        (typeof(ParenthesizedQuery), "((SELECT error(k) AS e FROM few)) s"),
        (typeof(PivotQuery), "(PIVOT few ON v IN (5) USING sum(CAST(k AS INT))) s"),
        (typeof(UnpivotQuery), "(UNPIVOT (SELECT v, CAST(k AS INT) AS i FROM few) ON v, i INTO NAME c VALUE n) s"),
        (typeof(ColumnReport), "(SUMMARIZE SELECT CAST(k AS INT) AS i FROM few) s"),
    ];

    private readonly TemporaryLake lake = new();

    public static TheoryData<string> Parts => [.. Failing.Select(f => f.Sql)];

    public void Dispose() => lake.Dispose();

    [Fact]
    public void Every_kind_of_part_is_tried()
    {
        var kinds = typeof(TableExpression).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(TableExpression)) || t.IsSubclassOf(typeof(QueryBody)));
        Assert.Equal([], kinds.Except(Failing.Select(f => f.Kind)).Select(t => t.Name));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void What_fails_beside_a_policy_fails_whatever_is_hidden(string part)
    {
        using var connection = lake.Open();
        connection.Run(
            "CREATE FUNCTION seen(name STRING) RETURNS BOOLEAN RETURN name <> 'boss'; "
            + "CREATE TABLE t (name STRING, pay INT) WITH ROW FILTER seen ON (name); "
            + "INSERT INTO t VALUES ('ana', 10), ('boss', 4711); CREATE USER reader; "
            + "GRANT USE CATALOG ON CATALOG main TO reader; GRANT SELECT ON TABLE t TO reader; "
            + "GRANT USE SCHEMA, CREATE TABLE, CREATE FUNCTION ON SCHEMA default TO reader; "
            + "SET SESSION AUTHORIZATION reader; CREATE TABLE few AS SELECT 'a' AS k, 5 AS v; "
            + "CREATE FUNCTION worse(k STRING) RETURNS STRING RETURN error(k); "
            + "CREATE FUNCTION given(v INT) RETURNS TABLE (v INT) RETURN SELECT v; "
            + "CREATE TABLE masked AS SELECT 'a' AS k; ALTER TABLE masked ALTER COLUMN k SET MASK worse");
        string[] statements =
        [
            $"SELECT * FROM t, {part} WHERE pay >= {{0}}",
            $"SELECT name FROM t WHERE pay >= {{0}} AND EXISTS (SELECT * FROM {part})",
            "WITH w AS (SELECT * FROM t WHERE pay >= {0}) SELECT name, 1 FROM w UNION SELECT 'x', count(*) FROM "
                + part,
        ];
        var answers = Array.ConvertAll(statements, s => Answer(connection, s, 4711));
        Assert.Equal(answers, Array.ConvertAll(statements, s => Answer(connection, s, 4712)));

        // The engine leaves out what EXISTS and count(*) do not need.
        Assert.Contains(answers, a => a.StartsWith("error", StringComparison.Ordinal));
    }

    private static string Answer(LakeSqlConnection connection, string sql, int pay)
    {
        try
        {
            return string.Join('\n', connection
                .Rows(sql.Replace("{0}", $"{pay}", StringComparison.Ordinal)).Select(r => string.Join('|', r)));
        }
        catch (LakeSqlException e)
        {
            return $"error {e.Code.Code} {e.Span} {e.Message}";
        }
    }
}
