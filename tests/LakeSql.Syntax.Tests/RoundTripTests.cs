using CsCheck;
using LakeSql.Common.Errors;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;
using Xunit;

namespace LakeSql.Syntax.Tests;

public sealed class RoundTripTests
{
    [Theory]
    [InlineData("select a.b, 1+2*3 from t", "SELECT a.b, 1 + 2 * 3 FROM t")]
    [InlineData("select (1+2)*3 - -x", "SELECT (1 + 2) * 3 - -x")]
    [InlineData("select not a = b and c or d", "SELECT NOT a = b AND c OR d")]
    [InlineData("select x::int[], try_cast(y as timestamp)", "SELECT CAST(x AS ARRAY<INT>), TRY_CAST(y AS TIMESTAMP)")]
    [InlineData("from t select * exclude (a)", "SELECT * EXCLUDE (a) FROM t")]
    [InlineData("select 1 union all (select 2 limit 1) order by 1", "SELECT 1 UNION ALL (SELECT 2 LIMIT 1) ORDER BY 1")]
    [InlineData("select * from a, b join c using (x)", "SELECT * FROM a CROSS JOIN (b JOIN c USING (x))")]
    [InlineData("select * from (a join b using (x)) join c using (x)",
        "SELECT * FROM a JOIN b USING (x) JOIN c USING (x)")]
    [InlineData("select * from (a cross join b) as x", "SELECT * FROM (a CROSS JOIN b) AS x")]
    [InlineData("select ((select 1) + 2) * 3, x in ((select 1), 2)",
        "SELECT ((SELECT 1) + 2) * 3, x IN ((SELECT 1), 2)")]
    [InlineData("select * from ((select 1) a cross join b)", "SELECT * FROM (SELECT 1) AS a CROSS JOIN b")]
    [InlineData("select count(*) from values (1), (2) as t limit 0",
        "SELECT count(*) FROM (VALUES (1), (2)) AS t LIMIT 0")]
    [InlineData("select t at time zone 'UTC' at time zone 'CET'", "SELECT timezone('CET', timezone('UTC', t))")]
    [InlineData("select list_filter(x -> y), f(x -> y), list_filter((x -> y)), list_filter((x) -> y), z.filter(x -> y)",
        "SELECT list_filter(lambda x: y), f((x -> y)), list_filter((x -> y)), list_filter(lambda x: y), "
        + "z.filter(lambda x: y)")]
    [InlineData("select ~1 + 2, (~1) + 2, 2 * ~3 + 1, @ -3 + 1, 2 + 3!",
        "SELECT ~1 + 2, (~1) + 2, 2 * (~3 + 1), abs(-3 + 1), factorial(2 + 3)")]
    [InlineData("select ('a').upper().replace('A', b), x.y.z()", "SELECT replace(upper('a'), 'A', b), x.y.z()")]
    [InlineData("select * like 'a%', * not similar to 'b', * ~ 'c'",
        "SELECT * LIKE 'a%', * NOT SIMILAR TO 'b', * ~ 'c'")]
    [InlineData("select max(columns('a.*')), coalesce(*columns(lambda (c): c > 'b'))",
        "SELECT max(COLUMNS('a.*')), coalesce(*COLUMNS(lambda c: c > 'b'))")]
    [InlineData("select [x for x, i in l if i > 1]", "SELECT [x FOR x, i IN l IF i > 1]")]
    [InlineData("from a cluster by x", "SELECT * FROM a DISTRIBUTE BY x SORT BY x")]
    [InlineData("from a sort by x desc", "SELECT * FROM a ORDER BY x DESC")]
    [InlineData("from a sort", "SELECT * FROM a AS sort")]
    [InlineData("select 1 group by (*)", "SELECT 1 GROUP BY (*)")]
    [InlineData("select 1 order by (*)", "SELECT 1 ORDER BY (*)")]
    [InlineData("select :¦a", "SELECT $¦a")]
    [InlineData("select a, sort(b), cluster from t sort by a", "SELECT a, sort(b), cluster FROM t ORDER BY a")]
    [InlineData("select x: 1, y: a.b from z: t", "SELECT 1 AS x, a.b AS y FROM t AS z")]
    [InlineData("from '/Volumes/a/b/c/d.csv' x", "SELECT * FROM read_files('/Volumes/a/b/c/d.csv') AS x")]
    [InlineData("from t lateral view outer explode(a) e as x lateral view explode(b)",
        "SELECT * FROM t LATERAL VIEW OUTER explode(a) e AS x LATERAL VIEW explode(b)")]
    [InlineData("pivot t on y in (1, 2 as two), z using sum(x), max(x) m group by g",
        "PIVOT t ON y IN (1, 2 AS two), z USING sum(x), max(x) AS m GROUP BY g")]
    [InlineData("from t pivot (sum(x) for (a, b) in ((1, 2)) c in (d, 'e') group by g) p",
        "SELECT * FROM t PIVOT (sum(x) FOR (a, b) IN (ROW(1, 2)) c IN (d, 'e') GROUP BY g) AS p")]
    [InlineData("unpivot t on a, (b, c) as d, columns('x') into name n values v, w",
        "UNPIVOT t ON a, (b, c) AS d, COLUMNS('x') INTO NAME n VALUE v, w")]
    [InlineData("select a, minus((b -> c)), \"minus\"((select 1)), minus from t",
        "SELECT a, `minus`((b -> c)), `minus`((SELECT 1)), minus FROM t")]
    [InlineData("select a minus from t", "SELECT a AS minus FROM t")]
    [InlineData("from t minus (a) minus ((select 1))", "SELECT * FROM t AS minus (a) EXCEPT (SELECT 1)")]
    [InlineData("summarize t order by 1", "SUMMARIZE (SELECT * FROM t) ORDER BY 1")]
    [InlineData("from (describe t order by 1)", "SELECT * FROM ((DESCRIBE (SELECT * FROM t)) ORDER BY 1)")]
    [InlineData("from (describe t)", "SELECT * FROM ((DESCRIBE (SELECT * FROM t)))")]
    [InlineData("select a from t limit 10 % offset 2", "SELECT a FROM t LIMIT 10 PERCENT OFFSET 2")]
    [InlineData("select [1, 2,], (1, 2) in ((1, 2),) from t group by (a, b), (), order by *",
        "SELECT [1, 2], ROW(1, 2) IN (ROW(1, 2)) FROM t GROUP BY ROW(a, b), () ORDER BY ALL")]
    [InlineData("select x in ((select 1),), x in ((select 1)), x not in ((select 1) + 1,), x in (((select 1)[1]),)",
        "SELECT x IN ((SELECT 1),), x IN (SELECT 1), x NOT IN ((SELECT 1) + 1), x IN ((SELECT 1)[1])")]
    [InlineData("pivot t on y in ((select 1),), z in ((select 1)), a in ((select 1) as b)",
        "PIVOT t ON y IN ((SELECT 1),), z IN (SELECT 1), a IN ((SELECT 1) AS b)")]
    [InlineData("select x::int[3], json '{}', timestamp with time zone '2024-01-01', ?2",
        "SELECT CAST(x AS INT[3]), JSON '{}', TIMESTAMPTZ '2024-01-01', $2")]
    [InlineData("select first(lower(x) ignore nulls), coalesce(first(x) ignore nulls, 0)",
        "SELECT first(lower(x) IGNORE NULLS), coalesce(first(x IGNORE NULLS), 0)")]
    [InlineData("select \"current_date\", current_date, \"exists\"(x), interval (null) day",
        "SELECT `current_date`, current_date, `exists`(x), INTERVAL (NULL) DAY")]
    [InlineData("select x[1:-: a], x[{'a': 1}:b], e'it''s'", "SELECT x[1:-: a], x[{'a': 1}:b], 'it''s'")]
    [InlineData("from t select * except (select 1) limit 10%", "SELECT * FROM t EXCEPT (SELECT 1) LIMIT 10 PERCENT")]
    [InlineData("select a, from t using sample 10% (system, 7)",
        "SELECT a FROM t USING SAMPLE system (10 PERCENT) REPEATABLE (7)")]
    [InlineData("table t", "SELECT * FROM t")]
    [InlineData("grant select on model to ana", "GRANT SELECT ON TABLE model TO ana")]
    [InlineData("with recursive as (select 1) from recursive", "WITH recursive AS (SELECT 1) SELECT * FROM recursive")]
    [InlineData("select * from a natural cross join b", null)]
    [InlineData("select * from a asof right join b on a.x >= b.x", "SELECT * FROM a ASOF RIGHT JOIN b ON a.x >= b.x")]
    [InlineData("select * from a asof cross join b", null)]
    [InlineData("select a <=> any (select 1)", null)]
    [InlineData("select sum(x) filter (where y) over (partition by a order by b rows unbounded preceding)",
        "SELECT sum(x) FILTER (WHERE y) OVER (PARTITION BY a ORDER BY b ROWS UNBOUNDED PRECEDING)")]
    [InlineData("select * from t@v3 for", null)]
    [InlineData("select * from t@v3 as o", "SELECT * FROM t VERSION AS OF 3 AS o")]
    [InlineData("select predict(m version 2, x), predict(a.m@champion, y)",
        "SELECT PREDICT(m VERSION 2, x), PREDICT(a.m@champion, y)")]
    [InlineData("select extract(year from d), trim(both 'x' from y), interval '1 day', interval 3 months",
        "SELECT date_part('year', d), trim(y, 'x'), INTERVAL '1 day', INTERVAL 3 MONTH")]
    [InlineData("select list_transform(l, x -> x + 1), {'a': 1}, map {'k': v}, x[1:2], [1, 2][1]",
        "SELECT list_transform(l, lambda x: x + 1), {'a': 1}, MAP {'k': v}, x[1:2], [1, 2][1]")]
    [InlineData("grant select, use schema on schema `a b`.c to `x@y`, bo",
        "GRANT SELECT, USE SCHEMA ON SCHEMA `a b`.c TO `x@y`, bo")]
    [InlineData("create or replace table t (a int not null comment 'x', b array<struct<c: string>>) partitioned by (a)",
        "CREATE OR REPLACE TABLE t (a INT NOT NULL COMMENT 'x', b ARRAY<STRUCT<c: STRING>>) PARTITIONED BY (a)")]
    [InlineData("train model m options (task = 'regression', epochs = 3) target y as select * from t",
        "TRAIN MODEL m OPTIONS (task = 'regression', epochs = '3') TARGET y AS SELECT * FROM t")]
    [InlineData("merge into t", null)]
    [InlineData("select case when a then 1 else 2 end, a between 1 and 2 and b, x not in (1, 2)",
        "SELECT CASE WHEN a THEN 1 ELSE 2 END, a BETWEEN 1 AND 2 AND b, x NOT IN (1, 2)")]
    [InlineData("select a from t group by grouping sets ((a, b), ()), rollup (c)",
        "SELECT a FROM t GROUP BY GROUPING SETS ((a, b), ()), ROLLUP (c)")]
    public void Text_has_one_canonical_spelling(string text, string? canonical)
    {
        if (canonical is null)
        {
            Assert.Throws<LakeSqlException>(() => SqlParser.Parse(text));
            return;
        }

        var tree = SqlParser.Parse(text);
        Assert.Equal(canonical, tree.ToSql());
        Assert.Equal(tree, SqlParser.Parse(canonical));
    }

    [Theory]
    [InlineData("tpch")]
    [InlineData("tpcds")]
    public void Benchmark_queries_parse_and_format_to_themselves(string set)
    {
        var directory = Shared.Data(set, "queries");
        foreach (var file in Directory.EnumerateFiles(directory, "*.sql"))
        {
            foreach (var part in SqlParser.SplitScript(File.ReadAllText(file)))
            {
                var tree = SqlParser.Parse(File.ReadAllText(file).Substring(part.Start, part.Length));
                var formatted = tree.ToSql();
                Assert.Equal(formatted, SqlParser.Parse(formatted).ToSql());
            }
        }
    }

    [Fact]
    public void Hostile_text_ends_in_an_answer_or_an_error()
    {
        Assert.Equal(ErrorCode.NestedTooDeep, Assert.Throws<LakeSqlException>(
            () => SqlParser.Parse("SELECT " + new string('(', 100_000))).Code);
        Assert.Equal(ErrorCode.NestedTooDeep, Assert.Throws<LakeSqlException>(
            () => SqlParser.Parse("SELECT " + string.Concat(Enumerable.Repeat("NOT ", 100_000)) + "x")).Code);
        Assert.Equal(ErrorCode.NestedTooDeep, Assert.Throws<LakeSqlException>(
            () => SqlParser.Parse("SELECT " + string.Concat(Enumerable.Repeat("CASE WHEN ", 100_000)))).Code);
        var chain = SqlParser.Parse("SELECT " + string.Join(" + ", Enumerable.Repeat("1", 100_000)));
        Assert.Equal(400_004, chain.ToSql().Length);
        var rows = (Statements.Insert)SqlParser.Parse(
            "INSERT INTO t VALUES " + string.Join(", ", Enumerable.Range(0, 50_000).Select(i => $"({i}, 'x')")));
        Assert.Equal(50_000, ((Values)rows.Query.Body).Rows.Count);
    }

    [Fact]
    public void Random_text_never_breaks_the_parser()
    {
        string[] words =
        [
            "SELECT", "FROM", "t", "(", ")", ",", "1", "'x", "'y'", "CASE", "WHEN", "END", "[", "]", "{", "}", ":",
            "@", "$1",
            "JOIN", "ON", "WITH", "AS", "::", "INT", "ORDER", "BY", "\"", "`", "--", "/*", "\u0000", "é",
            "\ud83d\ude00", "GRANT",
        ];
        Gen.OneOf(words).Array[0, 30].Sample(
            parts =>
            {
                try
                {
                    SqlParser.Parse(string.Join(' ', parts));
                }
                catch (LakeSqlException)
                {
                    // A refusal is an answer.
                }

                SqlParser.SplitScript(string.Join(' ', parts));
            },
            iter: 20_000);
    }

    [Fact]
    public void Passwords_and_constants_are_redacted()
    {
        Assert.Equal("CREATE USER ana PASSWORD '***'", SqlParser.Parse("CREATE USER ana PASSWORD 'x'")
            .ToSql(redacted: true));
        Assert.Equal("SELECT _ FROM t WHERE a = _", SqlParser.Parse("SELECT 1 FROM t WHERE a = 'x'")
            .ToSql(redacted: true));
    }

    [Fact]
    public void Keyword_lists_are_those_of_the_grammar_folder()
    {
        foreach (var (file, words) in new[]
        {
            ("reserved.txt", Keywords.Reserved), ("unreserved.txt", Keywords.Unreserved),
        })
        {
            var listed = File.ReadAllLines(Path.Combine(Shared.Root, "grammar", "keywords", file))
                .Where(l => l.Length > 0);
            Assert.Equal(words.Order(StringComparer.Ordinal), listed);
        }
    }
}
