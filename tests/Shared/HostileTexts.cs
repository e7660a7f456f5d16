namespace LakeSql.Tests;

/// <summary>Statements that are long, deep or wide beyond all use; each must end in an answer or an error.</summary>
internal static class HostileTexts
{
    /// <summary>Every one by a name that says what it is.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } =
        new[] { 60, 20_000 }.SelectMany(Nested).Concat(new[] { 200, 10_000, 100_000 }.SelectMany(Chains)).Concat(Wide())
            .ToDictionary(t => t.Name, t => t.Sql);

    /// <summary>What nests, so deep.</summary>
    public static IEnumerable<(string Name, string Sql)> Nested(int depth) =>
        Values(depth).Concat(Operators(depth)).Concat(Queries(depth)).Concat(Halves(depth));

    /// <summary>What goes on without brackets, so long.</summary>
    public static IEnumerable<(string Name, string Sql)> Chains(int length) =>
        OfSigns(length).Concat(OfValues(length)).Concat(OfQueries(length));

    private static IEnumerable<(string Name, string Sql)> Values(int depth)
    {
        yield return ($"parentheses {depth}", "SELECT " + Around("(", "1", ")", depth));
        yield return ($"lists {depth}", "SELECT " + Around("[", "1", "]", depth));
        yield return ($"structs {depth}", "SELECT " + Around("{'a': ", "1", "}", depth));
        yield return ($"rows {depth}", "SELECT " + Around("ROW(", "1", ")", depth));
        yield return ($"maps {depth}", "SELECT " + Around("MAP {1: ", "1", "}", depth));
        yield return ($"calls {depth}", "SELECT " + Around("abs(", "1", ")", depth));
        yield return ($"nullifs {depth}", "SELECT " + Around("nullif(", "1", ", 0)", depth));
        yield return ($"fmods {depth}", "SELECT " + Around("fmod(", "1", ", 3)", depth));
        yield return ($"cases {depth}", "SELECT " + Around("CASE WHEN true THEN ", "1", " END", depth));
        yield return ($"list types {depth}", "SELECT NULL::" + Around("ARRAY<", "INT", ">", depth));
        yield return ($"struct types {depth}", "SELECT NULL::" + Around("STRUCT(a ", "INT", ")", depth));
        yield return ($"brackets of types {depth}", "SELECT NULL::INT" + Repeat("[]", depth));
        yield return ($"comments {depth}", "SELECT " + Around("/*", "", "*/", depth) + "1");
        yield return ($"intervals {depth}", "SELECT " + Around("INTERVAL (", "1", ") DAY", depth));
        yield return ($"lambdas {depth}", "SELECT " + Around("list_transform([1], lambda x: ", "1", ")", depth));
        yield return ($"arrows {depth}", "SELECT " + Around("list_transform([1], x -> ", "1", ")", depth));
        yield return ($"comprehensions {depth}", "SELECT " + Around("[", "1", " FOR x IN [1]]", depth));
        yield return ($"windows {depth}", "SELECT " + Around("sum(", "1", ") OVER ()", depth));
        yield return ($"predictions {depth}", "SELECT " + Around("PREDICT(m, ", "1", ")", depth));
    }

    private static IEnumerable<(string Name, string Sql)> Operators(int depth)
    {
        yield return ($"nots {depth}", "SELECT " + Repeat("NOT ", depth) + "true");
        yield return ($"minus {depth}", "SELECT " + Repeat("- ", depth) + "1");
        yield return ($"plus {depth}", "SELECT " + Repeat("+ ", depth) + "1");
        yield return ($"tildes {depth}", "SELECT " + Repeat("~ ", depth) + "1");
        yield return ($"at signs {depth}", "SELECT " + Repeat("@ ", depth) + "1");
        yield return ($"tests in tests {depth}", "SELECT " + Around("1 IN (", "1", ")", depth));
        yield return ($"explains {depth}", Repeat("EXPLAIN ", depth) + "SELECT 1");
        yield return ($"describes {depth}", Repeat("DESCRIBE ", depth) + "SELECT 1");
        yield return ($"summaries {depth}", Repeat("SUMMARIZE ", depth) + "SELECT 1");
        yield return ($"bounds in bounds {depth}", "SELECT "
            + Around("1 BETWEEN SYMMETRIC (", "2", ") + 0 AND 3", depth));
    }

    private static IEnumerable<(string Name, string Sql)> Queries(int depth)
    {
        yield return ($"subqueries {depth}", "SELECT " + Around("(SELECT ", "1", ")", depth));
        yield return ($"subqueries in FROM {depth}", Around("SELECT * FROM (", "SELECT 1 AS a", ")", depth));
        yield return ($"exists {depth}", "SELECT " + Around("EXISTS (SELECT ", "1", ")", depth));
        yield return ($"ctes {depth}", Around("WITH c AS (", "SELECT 1 AS a", ") SELECT * FROM c", depth));
        yield return ($"joins in parentheses {depth}", "SELECT * FROM "
            + Around("(", "(SELECT 1 AS a) AS t", " CROSS JOIN (SELECT 1))", depth));
        yield return ($"joins to the right {depth}", "SELECT 1 FROM "
            + Repeat("(SELECT 1 AS a) JOIN (", depth) + "(SELECT 1 AS a)" + Repeat(") ON true", depth));
        yield return ($"unions to the right {depth}", Around("SELECT 1 UNION ALL (", "SELECT 1", ")", depth));
        yield return ($"pivots in pivots {depth}", "FROM "
            + Around("(PIVOT ", "(SELECT 1 AS a, 2 AS b)", " ON a IN (1) USING sum(b))", depth));
        yield return ($"recursive tables {depth}", Around(
            "WITH RECURSIVE c AS (SELECT * FROM (", "SELECT 1 AS a", ") UNION SELECT a FROM c) SELECT * FROM c",
            depth));
    }

    private static IEnumerable<(string Name, string Sql)> Halves(int depth)
    {
        yield return ($"open parentheses {depth}", "SELECT " + Repeat("(", depth));
        yield return ($"open cases {depth}", "SELECT " + Repeat("CASE WHEN ", depth));
        yield return ($"open windows {depth}", "SELECT sum(1) OVER (" + Repeat("PARTITION BY ", depth));
        yield return ($"closed parentheses {depth}", "SELECT 1" + Repeat(")", depth));
    }

    private static IEnumerable<(string Name, string Sql)> OfSigns(int length)
    {
        foreach (var sign in new[]
        {
            "+", "-", "*", "/", "%", "||", "AND", "OR", "=", "<", "&", "|", "<<", "^", "->", "<->", "IS DISTINCT FROM",
            "LIKE", "~~", "COLLATE nocase ||",
        })
        {
            var operand = sign is "AND" or "OR" ? "true" : sign is "||" or "LIKE" or "~~" ? "'a'" : "1";
            yield return ($"{sign} {length}", "SELECT " + Chain(operand, " " + sign + " ", length));
        }

        yield return ($"plus and minus {length}", "SELECT 1" + Repeat(" + 1 - 1", length / 2));
        yield return ($"and and or {length}", "SELECT true" + Repeat(" OR true AND false", length / 2));
        yield return ($"comparisons with OR {length}",
            "SELECT a FROM (SELECT 1 AS a) WHERE " + Chain("a = 1", " OR ", length));
    }

    private static IEnumerable<(string Name, string Sql)> OfValues(int length)
    {
        foreach (var (name, start, link) in new[]
        {
            ("casts", "1", "::INT"), ("subscripts", "[1]", "[1]"), ("slices", "[1]", "[1:2]"),
            ("fields", "({'a': 1})", ".a"), ("methods", "('a')", ".lower()"),
            ("zones", "now()", " AT TIME ZONE 'UTC'"), ("collations", "'a'", " COLLATE nocase"),
            ("tests", "1", " IS NULL"), ("factorials", "1", " !"), ("between", "1", " BETWEEN 1 AND 1"),
            ("in", "1", " IN (1)"), ("quantified", "1", " = ANY (SELECT 1)"),
        })
        {
            yield return ($"{name} {length}", "SELECT " + start + Repeat(link, length));
        }

        yield return ($"dots {length}", "SELECT a" + Repeat(".a", length) + " FROM (SELECT {'a': 1} AS a)");
        yield return ($"dots of a table {length}", "SELECT 1 FROM a" + Repeat(".a", length));
    }

    private static IEnumerable<(string Name, string Sql)> OfQueries(int length)
    {
        foreach (var sign in new[] { "UNION", "UNION ALL", "INTERSECT", "EXCEPT", "UNION ALL BY NAME" })
        {
            yield return ($"{sign} {length}", Chain("SELECT 1 AS a", $" {sign} ", length));
        }

        foreach (var (name, start, link) in new[]
        {
            ("commas in FROM", "(SELECT 1)", ", (SELECT 1)"),
            ("joins", "(SELECT 1 AS a)", " JOIN (SELECT 1 AS a) ON true"),
            ("joins by name", "(SELECT 1 AS a)", " JOIN (SELECT 1 AS a) USING (a)"),
            ("natural joins", "(SELECT 1 AS a)", " NATURAL JOIN (SELECT 1 AS a)"),
            ("lateral views", "(SELECT [1] AS a)", " LATERAL VIEW explode([1])"),
            ("pivots", "(SELECT 1 AS a, 2 AS b)", " PIVOT (sum(b) FOR a IN (1))"),
            ("unpivots", "(SELECT 1 AS a, 2 AS b)", " UNPIVOT (v FOR n IN (a))"),
        })
        {
            yield return ($"{name} {length}", "SELECT 1 FROM " + start + Repeat(link, length));
        }
    }

    private static IEnumerable<(string Name, string Sql)> Wide() => Lists().Concat(Clauses()).Concat(Tokens());

    private static IEnumerable<(string Name, string Sql)> Lists()
    {
        yield return ("select list", "SELECT " + Numbered("{0} AS c{0}", ", ", 10_000));
        yield return ("select list of columns",
            "SELECT " + Numbered("c{0}", ", ", 10_000)
            + " FROM (SELECT " + Numbered("{0} AS c{0}", ", ", 10_000) + ")");
        yield return ("select list of one name", "SELECT " + Chain("1 AS a", ", ", 10_000));
        yield return ("common tables",
            "WITH " + Numbered("c{0} AS (SELECT {0} AS a)", ", ", 10_000) + " SELECT * FROM c1");
        yield return ("common tables in a row", "WITH c0 AS (SELECT 0 AS a), "
            + string.Join(", ", Enumerable.Range(1, 2_000).Select(i => $"c{i} AS (SELECT a FROM c{i - 1})"))
            + " SELECT * FROM c2000");
        yield return ("values", "SELECT count(*) FROM (VALUES " + Numbered("({0}, 'name {0}')", ", ", 50_000) + ")");
        yield return ("insert", "INSERT INTO t VALUES " + Numbered("({0})", ", ", 50_000));
        yield return ("in list", "SELECT 1 IN (" + Numbered("{0}", ", ", 100_000) + ")");
        yield return ("in list of columns", "SELECT a IN (" + Chain("a", ", ", 20_000) + ") FROM (SELECT 1 AS a)");
        yield return ("list", "SELECT len([" + Numbered("{0}", ", ", 100_000) + "])");
        yield return ("struct", "SELECT {" + Numbered("'f{0}': {0}", ", ", 10_000) + "}");
        yield return ("arguments", "SELECT greatest(" + Numbered("{0}", ", ", 20_000) + ")");
        yield return ("case of many", "SELECT CASE 1 " + Numbered("WHEN {0} THEN {0}", " ", 10_000) + " END");
    }

    private static IEnumerable<(string Name, string Sql)> Clauses()
    {
        yield return ("group by", "SELECT 1 FROM (SELECT 1 AS a) GROUP BY " + Chain("a", ", ", 10_000));
        yield return ("order by", "SELECT 1 AS a ORDER BY " + Chain("a", ", ", 10_000));
        yield return ("cube", "SELECT 1 FROM (SELECT 1 AS a) GROUP BY CUBE (" + Chain("a", ", ", 40) + ")");
        yield return ("named windows", "SELECT 1 WINDOW " + Numbered("w{0} AS ()", ", ", 10_000));
        yield return ("windows", "SELECT " + Chain("sum(1) OVER ()", ", ", 2_000));
        yield return ("stars", "SELECT " + Chain("*", ", ", 2_000) + " FROM (SELECT 1 AS a)");
        yield return ("replaced", "SELECT * EXCLUDE (" + Numbered("c{0}", ", ", 5_000) + ") FROM (SELECT 1 AS a, "
            + Numbered("{0} AS c{0}", ", ", 5_000) + ")");
        yield return ("grants", "GRANT SELECT ON TABLE t TO " + Numbered("u{0}", ", ", 10_000));
        yield return ("columns of a table", "CREATE TABLE IF NOT EXISTS w (" + Numbered("c{0} INT", ", ", 5_000) + ")");
        yield return ("fields of a type", "SELECT NULL::STRUCT(" + Numbered("f{0} INT", ", ", 5_000) + ")");
    }

    private static IEnumerable<(string Name, string Sql)> Tokens()
    {
        yield return ("long name", "SELECT 1 AS " + Repeat("a", 1_000_000));
        yield return ("long quoted name", "SELECT 1 AS \"" + Repeat("\"\"", 500_000) + "\"");
        yield return ("long unknown name", "SELECT " + Repeat("a", 1_000_000) + " FROM (SELECT 1 AS b)");
        yield return ("long unknown function", "SELECT " + Repeat("f", 1_000_000) + "(1)");
        yield return ("long unknown type", "SELECT 1::" + Repeat("t", 1_000_000));
        yield return ("long unknown option", "SET " + Repeat("o", 1_000_000) + " = 1");
        yield return ("long table", "SELECT * FROM " + Repeat("t", 1_000_000));
        yield return ("long string", "SELECT length('" + Repeat("''", 500_000) + "')");
        yield return ("long number", "SELECT " + Repeat("9", 1_000_000));
        yield return ("long fraction", "SELECT 0." + Repeat("9", 1_000_000));
        yield return ("long exponent", "SELECT 1e" + Repeat("9", 1_000_000));
        yield return ("long hexadecimal", "SELECT 0x" + Repeat("f", 200_000));
        yield return ("long bytes", "SELECT octet_length(X'" + Repeat("ff", 500_000) + "')");
        yield return ("long blanks", "SELECT" + Repeat(" ", 1_000_000) + "1");
        yield return ("long comment", "SELECT --" + Repeat("-", 1_000_000) + "\n1");
        yield return ("open comments", "SELECT " + Repeat("/*", 500_000));
        yield return ("open string", "SELECT '" + Repeat("a", 1_000_000));
        yield return ("dollars", "SELECT " + Repeat("$", 1_000_000));
        yield return ("dollar strings", "SELECT " + Repeat("$a$x$a$ ", 100_000));
        yield return ("dollar words", "SELECT $" + Repeat("a", 1_000_000));
        yield return ("semicolons", Repeat(";", 1_000_000));
        yield return ("parameters", "SELECT " + Chain("?", ", ", 20_000));
        yield return ("interval of digits", "SELECT INTERVAL '" + Repeat("1", 100_000) + "' DAY");
        yield return ("pattern of signs", "SELECT 'a' LIKE '" + Repeat("%a", 50_000) + "'");
        yield return ("pattern of groups", "SELECT regexp_matches('a', '" + Around("(", "a", ")", 50_000) + "')");
    }

    public static string Repeat(string part, int count) =>
        new System.Text.StringBuilder().Insert(0, part, count).ToString();

    private static string Around(string before, string core, string after, int depth) =>
        Repeat(before, depth) + core + Repeat(after, depth);

    private static string Chain(string part, string separator, int count) =>
        string.Join(separator, Enumerable.Repeat(part, count));

    private static string Numbered(string format, string separator, int count) => string.Join(
        separator, Enumerable.Range(1, count).Select(i => format.Replace("{0}", $"{i}", StringComparison.Ordinal)));
}
