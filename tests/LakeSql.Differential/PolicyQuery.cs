namespace LakeSql.Differential;

/// <summary>
/// A random query over the tables <c>$t</c> and <c>$u</c>, in which many an expression can fail, or a change of the
/// table <c>$own</c> by one, with a query of what is there then.
/// </summary>
internal sealed class PolicyQuery(Random random)
{
    private int tables;

    public string Text() => random.Next(10) switch
    {
        0 => $"{Select(2)} UNION ALL {Select(2)}",
        1 => $"WITH w AS {Pick("", "MATERIALIZED ")}({Select(2)}) SELECT count(*), min(c0), max(c1) FROM w",
        2 => $"SELECT count(*) FROM ({Select(2)}) x WHERE c0 IS NOT NULL AND "
            + Pick("c1 > 2", "c0 = c1", "1 // c1 < 2"),
        3 => Windowed(),
        4 => WithoutBarrier(),
        5 => $"{Change()}; SELECT * FROM $own",
        _ => Select(1 + random.Next(3)),
    };

    /// <summary>Columns c0, c1, …, which are whole numbers.</summary>
    private string Select(int width)
    {
        var (from, name) = From();
        var where = random.Next(4) == 0 ? "" : $" WHERE {Condition(name, 2)}";
        if (random.Next(3) == 0)
        {
            var columns = Enumerable.Range(0, width).Select(i => $"{Aggregate(name)} AS c{i}");
            var having = random.Next(4) == 0 ? $" HAVING count(*) > {random.Next(3)}" : "";
            return $"SELECT {string.Join(", ", columns)} FROM {from}{where} GROUP BY {name}.r{having}";
        }

        var items = Enumerable.Range(0, width).Select(i => $"{Number(name, 2)} AS c{i}");
        return $"SELECT {Pick("", "", "DISTINCT ")}{string.Join(", ", items)} FROM {from}{where}";
    }

    private string Change() => random.Next(4) switch
    {
        0 => $"UPDATE $own SET n = {Pick("n + 1", "id", "NULL")} "
            + $"WHERE EXISTS (SELECT 1 FROM $t y WHERE y.id = $own.id AND {Condition("y", 2)})",
        1 => $"DELETE FROM $own WHERE id IN (SELECT {Number("y", 1)} FROM $u y WHERE {Condition("y", 2)})",
        _ => $"MERGE INTO $own o USING {Pick("$t", "$u")} a ON o.id = a.id AND {Simple("a")} WHEN MATCHED"
            + $"{Pick("", " AND " + Condition("a", 1))} THEN UPDATE SET n = {Number("a", 1)} "
            + $"WHEN NOT MATCHED AND {Condition("a", 1)} THEN INSERT (id, n) VALUES (a.id, {Number("a", 1)})",
    };

    private string Windowed()
    {
        var (from, name) = From();
        return $"SELECT {name}.id, sum({Number(name, 1)}) OVER (PARTITION BY {name}.r) FROM {from} "
            + $"WHERE {Condition(name, 1)} QUALIFY count(*) OVER (PARTITION BY {name}.r) > {random.Next(3)}";
    }

    /// <summary>Conditions that may be asked of hidden rows, before expressions that must not see them.</summary>
    private string WithoutBarrier()
    {
        var (table, other) = (Pick("$t", "$u"), Pick("$t", "$u"));
        var from = random.Next(2) == 0 ? $"{table} a" : $"{table} a JOIN {other} b ON a.{Pick("id = b.id", "r = b.r")}";
        var value = Pick("1", "a.id", "(a.id // 2)", "CAST(a.s AS INT)", "length(repeat(a.s, a.n))");
        return $"SELECT {value} AS c0, count(*) AS c1 FROM {from} WHERE {Harmless()} AND {Harmless()} GROUP BY c0";
    }

    private string Harmless() => random.Next(11) switch
    {
        0 => $"a.n < (SELECT {Pick("", "0.5 * ")}avg(v.{Pick("n", "id")}) FROM $u v WHERE v.r = a.r)",
        1 => $"a.id >= (SELECT {Pick("", "0.25 * ")}sum(v.n) FROM $t v WHERE v.r = a.r AND v.id < 9)",
        2 => $"a.n = (SELECT {Pick("min", "max")}(v.n) FROM $t v WHERE v.{Pick("id = a.id", "r = a.r")})",
        3 => $"a.id IN (SELECT v.{Pick("id", "n")} FROM $u v WHERE v.r = '{"abcde"[random.Next(5)]}')",
        4 => $"{Pick("", "NOT ")}EXISTS (SELECT 1 FROM $u v WHERE v.id = a.n AND v.s = '3')",
        5 => $"(a.s = '{Pick("3", "poison")}' OR a.r {Pick("=", "<>")} 'b')",
        6 => $"a.s LIKE '{Pick("p%", "1%", "%3", "%o%")}'",
        7 => $"a.n BETWEEN {random.Next(4)} AND {3 + random.Next(4)}",
        8 or 9 => $"{Pick("", "NOT ")}({OfHidden("a")})",
        _ => $"a.d >= DATE '2024-01-{10 + random.Next(15)}'",
    };

    private (string From, string Name) From()
    {
        var (first, second) = ($"x{tables++}", $"x{tables++}");
        var table = Pick("$t", "$u");
        return random.Next(6) switch
        {
            0 => ($"$t {first} JOIN $u {second} ON {first}.id = {second}.id AND {Condition(second, 1)}", first),
            1 => ($"$t {first} LEFT JOIN $u {second} ON {first}.{Pick("id", "n", "s")} = {second}.{Pick("id", "n")}",
                first),
            2 => ($"(SELECT * FROM {table} {second} WHERE {Condition(second, 1)}) {first}", first),
            3 => ($"{table} {first} SEMI JOIN $u {second} ON {Number(first, 1)} = {Number(second, 1)}", first),
            _ => ($"{table} {first}", first),
        };
    }

    private string Condition(string name, int depth) => depth == 0 ? Simple(name) : random.Next(8) switch
    {
        0 => $"({Condition(name, depth - 1)} AND {Condition(name, depth - 1)})",
        1 => $"({Condition(name, depth - 1)} OR {Condition(name, depth - 1)})",
        2 => $"NOT ({Condition(name, depth - 1)})",
        3 => $"{Number(name, depth)} {Pick("=", "<", ">=", "<>")} {Number(name, depth)}",
        4 => $"{name}.id IN (SELECT {Number("y", 1)} FROM $u y WHERE {Condition("y", depth - 1)})",
        5 => $"EXISTS (SELECT 1 FROM $t z WHERE z.id = {name}.id AND {Condition("z", depth - 1)})",
        _ => Simple(name),
    };

    /// <summary>Fails for a value of z, which no row has that is seen: it is of another sort, or too large.</summary>
    private string OfHidden(string name) => Pick(
        $"{name}.z = DATE '2024-01-05'", $"{name}.z <= TIMESTAMP '2024-01-05 10:00:00'", $"{name}.z = INTERVAL 1 DAY",
        $"{name}.z IN (DATE '2024-01-05')", $"{name}.z BETWEEN DATE '2024-01-05' AND DATE '2024-01-06'",
        $"{name}.z = DATE '2024-01-05' - DATE '2024-01-01'", $"{name}.z + 1 > 2",
        $"-{name}.z - 2 < 0", $"CAST({name}.z AS SMALLINT) = 3", $"{name}.z IN (SELECT v.d FROM $u v)",
        $"{name}.z = 3000000000");

    private string Simple(string name) => random.Next(13) switch
    {
        0 => $"CAST({name}.s AS INT) > {random.Next(9)}",
        1 => $"CASE WHEN {name}.s = 'poison' THEN error('seen') ELSE {name}.id > 2 END",
        2 => $"{name}.s = {Pick("'3'", "'poison'", "'9'", "3")}",
        3 => $"{name}.r {Pick("=", "<>", "<")} '{"abcde"[random.Next(5)]}'",
        4 => $"{name}.n BETWEEN {random.Next(4)} AND {3 + random.Next(4)}",
        5 => $"{name}.s LIKE '{Pick("p%", "1%", "%3", "_")}'",
        6 => $"{name}.d > DATE '2024-01-{10 + random.Next(15)}'",
        7 => $"{name}.{Pick("r", "s", "n")} IS {Pick("", "NOT ")}NULL",
        8 => $"{name}.r IN ('a', 'c', {Pick("'e'", "NULL")})",
        9 => Pick(
            $"strptime({name}.s, '%d') IS NOT NULL", $"chr(CASE {name}.s WHEN 'poison' THEN -5 ELSE 65 END) = 'A'"),
        10 => $"length(repeat({name}.s, {name}.n)) > {random.Next(6)}",
        11 => OfHidden(name),
        _ => $"{name}.id % {1 + random.Next(4)} = 0",
    };

    private string Number(string name, int depth) => depth == 0 ? Plain(name) : random.Next(9) switch
    {
        0 => $"CAST({name}.s AS INT)",
        1 => $"TRY_CAST({name}.s AS INT)",
        2 => $"({Number(name, depth - 1)} + {Number(name, depth - 1)})",
        3 => $"({Number(name, depth - 1)} // {Number(name, depth - 1)})",
        4 => $"CASE WHEN {Condition(name, depth - 1)} THEN {Number(name, depth - 1)} ELSE 0 END",
        5 => $"(SELECT count(*) FROM $u v WHERE v.id <= {name}.id)",
        _ => Plain(name),
    };

    private string Plain(string name) => Pick(
        $"{name}.id", $"{name}.n", $"length({name}.s)", $"coalesce({name}.n, 0)", $"day({name}.d)", "1");

    private string Aggregate(string name) => random.Next(5) switch
    {
        0 => "count(*)",
        1 => $"sum({Number(name, 1)})",
        2 => $"max(CAST({name}.s AS INT))",
        3 => $"count(DISTINCT {name}.s)",
        _ => $"count(*) FILTER (WHERE {Condition(name, 1)})",
    };

    private string Pick(params string[] texts) => texts[random.Next(texts.Length)];
}
