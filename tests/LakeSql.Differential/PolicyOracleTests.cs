using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Data;
using Xunit;

namespace LakeSql.Differential;

/// <summary>
/// The policy oracle: a statement under row filters and masks, or over views and table functions in their place, does
/// what it does over a copy that holds only the rows and values which its reader sees.
/// </summary>
/// <remarks>
/// Hidden rows and masked values hold what many an expression does not survive, as the column z does of hidden rows
/// alone, and nothing that is seen does: so an error tells of what is hidden. Over values that are seen the engine may
/// find an error or not, as it orders its work.
/// <see cref="PolicyRuns"/> says how many pairs of a policy and a query are tried.
/// </remarks>
public sealed class PolicyOracleTests
{
    private const int QueriesPerPolicy = 25;

    /// <summary>Which rows are seen, over the columns of t and of the table acl.</summary>
    private static readonly string[] Filters =
    [
        "r = 'a'", "r IN ('a', 'b') AND n > 3", "n % 2 = 1", "r <> 'c' OR id < 5", "d >= DATE '2024-01-10'",
        "length(s) = 1", "r IS NOT NULL AND NOT (n BETWEEN 2 AND 4)", "regexp_matches(r, '[ab]')",
        "EXISTS (SELECT 1 FROM acl WHERE acl.who = 'reader' AND acl.region = r)",
        "r IN (SELECT region FROM acl WHERE who = 'reader')",
        "n > (SELECT min(level) FROM acl WHERE who = 'reader')", "FALSE", "TRUE",
        "CASE WHEN r = 'a' THEN n > 2 WHEN r = 'b' THEN n < 6 ELSE FALSE END",

        // The engine pushes down no call, and so could ask conditions of a statement first.
        "upper(r) = 'A'", "ascii(r) % 2 = 1 AND length(s) > 0",
    ];

    /// <summary>What is seen of a text, and of which rows it then does not matter what the text is.</summary>
    private static readonly (string Mask, string IsMasked)[] TextMasks =
    [
        ("'9'", "TRUE"), ("left(s, 1)", "FALSE"), ("CASE WHEN r = 'a' THEN s ELSE '1' END", "r IS DISTINCT FROM 'a'"),
        ("NULL", "TRUE"), ("repeat('1', 1 + length(s) % 2)", "s IS NOT NULL"), ("s", "FALSE"),
    ];

    private static readonly string[] NumberMasks =
        ["0", "n // 3", "CASE WHEN id < 20 THEN n ELSE -1 END", "NULL", "n"];

    private static readonly string[] Parts = ["see", "text", "number"];

    /// <summary>What is seen by who sets policies on a table below those that are for this user alone.</summary>
    private static readonly string[] KeepersFilters =
    [
        "id % 3 > 0", "r IN (SELECT region FROM acl WHERE who = 'keeper')", "coalesce(n, 0) < 5", "ascii(r) % 2 = 0",
    ];

    /// <summary>Where policies stand, the highest first; both last ones are the table's.</summary>
    private static readonly string[] Levels = ["CATALOG main", "SCHEMA default", "TABLE $", ""];

    private const int TableLevel = 2;

    /// <summary>The policies of the moment, for whoever reads of a failure.</summary>
    private string policy = "";

    /// <summary>What the reader reads in the place of each table.</summary>
    private readonly Dictionary<string, string> names = [];

    /// <summary>What ends the policies that do not end with their table.</summary>
    private readonly List<string> outlasting = [];

    [Fact]
    public void Policies_answer_as_copies_do()
    {
        var directory = Directory.CreateTempSubdirectory("lakesql-policy-").FullName;
        var random = new Random(PolicyRuns.Seed);
        using var admin = LakeConnections.Open(Path.Combine(directory, "lake"));
        using var reader = LakeConnections.Open(Path.Combine(directory, "lake"));
        admin.Run("CREATE USER reader; CREATE USER keeper; GRANT USE CATALOG ON CATALOG main TO reader, keeper; "
            + "GRANT USE SCHEMA ON SCHEMA default TO reader, keeper; "
            + "CREATE TABLE acl (who STRING, region STRING, level INT); "
            + "INSERT INTO acl VALUES ('reader', 'a', 2), ('reader', 'b', 3), ('keeper', 'a', 1), ('other', 'c', 0)");
        for (var pair = 0; pair < PolicyRuns.Pairs; pair++)
        {
            if (pair % QueriesPerPolicy == 0)
            {
                reader.Run("RESET SESSION AUTHORIZATION");
                Prepare(admin, random);
                reader.Run("SET SESSION AUTHORIZATION reader");
            }

            var query = new PolicyQuery(random).Text();
            var mine = names.Aggregate(query, (text, name) => text.Replace("$" + name.Key, name.Value));
            var (seen, copied) = (Answer(reader, mine), Answer(admin, query.Replace("$", "seen_")));
            Assert.True(seen == copied, $"pair {pair}\n{policy}\n{query}\nunder policy: {seen}\non the copy: {copied}");
        }

        admin.Close();
        reader.Close();
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>New rows, a new policy, and the copies of what it shows.</summary>
    private void Prepare(LakeSqlConnection admin, Random random)
    {
        var (t, u) = (Policy(random), Policy(random));
        policy = $"t: {t}\nu: {u}";
        outlasting.ForEach(p => admin.Run(p));
        outlasting.Clear();
        admin.Run("DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS u; DROP TABLE IF EXISTS seen_t; "
            + "DROP TABLE IF EXISTS seen_u; DROP VIEW IF EXISTS view_t; DROP VIEW IF EXISTS view_u; "
            + "CREATE OR REPLACE TABLE own (id INT, n INT); CREATE OR REPLACE TABLE seen_own (id INT, n INT); "
            + "GRANT SELECT, MODIFY ON TABLE own TO reader");
        names["own"] = "own";
        foreach (var (name, (filter, (text, masks), number)) in new[] { ("t", t), ("u", u) })
        {
            var partition = random.Next(3) == 0 ? " PARTITIONED BY (r)" : "";
            admin.Run($"CREATE TABLE {name} (id INT, r STRING, n INT, s STRING, d DATE, z INT){partition}");
            for (var part = 0; part < 1 + random.Next(3); part++)
            {
                admin.Run($"INSERT INTO {name} VALUES " + string.Join(", ", Enumerable.Range(0, 12).Select(i =>
                    Row(random, (part * 12) + i))));
            }

            if (random.Next(3) == 0)
            {
                admin.Run($"UPDATE {name} SET s = 'poison' WHERE id % 7 = 3; DELETE FROM {name} WHERE id % 7 = 3");
            }

            var form = random.Next(5);
            var levels = form > 1 ? Parts.ToDictionary(p => p, _ => Levels[random.Next(Levels.Length)]) : [];
            var keepers = form > 1 ? Keepers(random, levels) : new KeepersPart(null, false, false);
            admin.Run($"CREATE OR REPLACE FUNCTION see_{name}(id INT, r STRING, n INT, s STRING, d DATE) "
                + $"RETURNS BOOLEAN RETURN {filter}");
            admin.Run($"CREATE OR REPLACE FUNCTION text_{name}(s STRING, r STRING, id INT) RETURNS STRING RETURN "
                + text);
            admin.Run($"CREATE OR REPLACE FUNCTION number_{name}(n INT, id INT) RETURNS INT RETURN {number}");

            // By a mask of the keeper's nobody is shown what is hidden from the keeper, and by a filter no row of
            // these.
            var (isSeen, isKept) = ($"see_{name}(id, r, n, s, d)", "TRUE");
            var (shown, isMasked) = (text, masks);
            if (keepers.Filter is { } kept)
            {
                isKept = $"({kept}) IS TRUE";
                isSeen = keepers.SetsFilter ? $"({isSeen} AND {isKept})" : isSeen;
                shown = keepers.SetsMask ? $"CASE WHEN {isKept} THEN {text} END" : text;
                isMasked = keepers.SetsMask ? $"({masks} OR NOT {isKept})" : masks;
                policy += $"\n{name}: {keepers}";
            }

            // A filter that looks at the text must give the same with the poison.
            var hides = filter.Contains("length(s)", StringComparison.Ordinal) ? "FALSE" : masks;
            admin.Run($"UPDATE {name} SET s = 'poison' WHERE ({isSeen} IS NOT TRUE AND "
                + $"see_{name}(id, r, n, 'poison', d) IS NOT TRUE) OR {hides}; "
                + $"UPDATE {name} SET z = 2147483647 WHERE {isSeen} IS NOT TRUE");
            admin.Run($"CREATE TABLE seen_{name} AS SELECT id, r, CAST({number} AS INT) AS n, "
                + $"CAST({shown} AS STRING) AS s, d, z FROM {name} WHERE {isSeen}");
            admin.Run(string.Join("; ", "id r n s d".Split(' ').Select(
                c => $"ALTER TABLE {name} ALTER COLUMN {c} SET TAGS ('{name}_{c}')")));
            if (form > 1)
            {
                Attach(admin, name, levels, keepers);
            }

            names[name] = form switch { 0 or 2 => "view_" + name, 1 => $"rows_{name}(CAST('99' AS INT))", _ => name };
            policy += $"\n{name} is read as {names[name]}";
            var seen = $"SELECT id, r, {As(number, "INT", "n")}, {As(text, "STRING", "s")}, d, z FROM {name} "
                + $"WHERE ({filter})";
            admin.Run(form switch
            {
                0 => $"CREATE VIEW view_{name} AS {seen}; GRANT SELECT ON VIEW view_{name} TO reader",
                1 => $"CREATE OR REPLACE FUNCTION rows_{name}(most INT) RETURNS TABLE RETURN {seen} AND id < most; "
                    + $"GRANT EXECUTE ON FUNCTION rows_{name} TO reader",
                2 => $"CREATE VIEW view_{name} AS SELECT * FROM {name}; GRANT SELECT ON VIEW view_{name} TO reader",
                _ => $"GRANT SELECT ON TABLE {name} TO reader",
            });
        }
    }

    /// <summary>A column that is shown as it is stays a plain one.</summary>
    private static string As(string mask, string type, string column) =>
        mask == column ? column : $"CAST({mask} AS {type}) AS {column}";

    /// <summary>
    /// Of the policies that stand on the table itself those of a user who does not manage what holds it.
    /// </summary>
    /// <param name="Filter">What alone this user sees of the rows; null for what the reader does.</param>
    /// <param name="SetsFilter">True where there is a filter of this user, which fails for hidden rows.</param>
    /// <param name="SetsMask">True where the mask of the text is this user's.</param>
    private sealed record KeepersPart(string? Filter, bool SetsFilter, bool SetsMask);

    private static KeepersPart Keepers(Random random, Dictionary<string, string> levels)
    {
        var filter = random.Next(2) == 0 ? null : KeepersFilters[random.Next(KeepersFilters.Length)];
        return new KeepersPart(
            filter, Array.IndexOf(Levels, levels["see"]) < TableLevel && random.Next(3) > 0,
            levels["text"].Length == 0 && random.Next(2) == 0);
    }

    /// <summary>
    /// The filter and each mask stand on the table itself or in a policy by tags. Where the table has no part in it, it
    /// may have a filter of its own that fails for hidden rows.
    /// </summary>
    private void Attach(LakeSqlConnection admin, string table, Dictionary<string, string> levels, KeepersPart keepers)
    {
        const string Tagged = "MATCH COLUMNS has_tag('{0}_r') AS r, has_tag('{0}_n') AS n, has_tag('{0}_id') AS id, "
            + "has_tag('{0}_s') AS s, has_tag('{0}_d') AS d USING COLUMNS (id, r, n, s, d)";
        (string Function, string OnTable, string Kind, string ByTags)[] parts =
        [
            ("see", "SET ROW FILTER {0} ON (id, r, n, s, d)", "ROW FILTER", Tagged),
            ("text", "ALTER COLUMN s SET MASK {0} USING COLUMNS (r, id)", "COLUMN MASK",
                "MATCH COLUMNS has_tag('{0}_s') AS m, has_tag('{0}_r') AS r, has_tag('{0}_id') AS id "
                + "ON COLUMN m USING COLUMNS (r, id)"),
            ("number", "ALTER COLUMN n SET MASK {0} USING COLUMNS (id)", "COLUMN MASK",
                "MATCH COLUMNS has_tag('{0}_n') AS m, has_tag('{0}_id') AS id ON COLUMN m USING COLUMNS (id)"),
        ];
        admin.Run($"GRANT MANAGE ON TABLE {table} TO keeper");
        if (keepers.Filter is { } kept)
        {
            admin.Run($"CREATE OR REPLACE FUNCTION kept_{table}(id INT, r STRING, n INT, s STRING, d DATE) "
                + $"RETURNS BOOLEAN RETURN {kept}; CREATE POLICY kept_{table} ON SCHEMA default "
                + $"ROW FILTER kept_{table} TO keeper FOR TABLES " + Format(Tagged, table));
            outlasting.Add($"DROP POLICY kept_{table} ON SCHEMA default");
        }

        if (keepers.SetsFilter)
        {
            policy += $"\nspy_{table}";
            admin.Run($"CREATE OR REPLACE FUNCTION spy_{table}(z INT, id INT) RETURNS BOOLEAN RETURN "
                + "chr(CASE WHEN z > 0 THEN -5 ELSE 65 END) = 'A'; "
                + $"GRANT EXECUTE ON FUNCTION spy_{table} TO keeper; SET SESSION AUTHORIZATION keeper; "
                + $"ALTER TABLE {table} SET ROW FILTER spy_{table} ON (z, id); RESET SESSION AUTHORIZATION");
        }

        foreach (var (part, onTable, kind, byTags) in parts)
        {
            var function = $"{part}_{table}";
            var level = levels[part].Replace("$", table);
            policy += $"\n{function} {level}";
            if (level is "SCHEMA default" or "CATALOG main")
            {
                outlasting.Add($"DROP POLICY {function} ON {level}");
            }

            var isKeepers = part == "text" && keepers.SetsMask;
            admin.Run(isKeepers
                ? $"GRANT EXECUTE ON FUNCTION {function} TO keeper; SET SESSION AUTHORIZATION keeper" : "SELECT 1");
            admin.Run(level.Length == 0
                ? $"ALTER TABLE {table} " + Format(onTable, function)
                : $"CREATE POLICY {function} ON {level} {kind} {function} TO reader, keeper FOR TABLES "
                    + Format(byTags, table));
            admin.Run("RESET SESSION AUTHORIZATION");
        }
    }

    private static string Format(string format, string name) =>
        string.Format(CultureInfo.InvariantCulture, format, name);

    private static (string Filter, (string Mask, string IsMasked) Text, string Number) Policy(Random random) => (
        Filters[random.Next(Filters.Length)], TextMasks[random.Next(TextMasks.Length)],
        NumberMasks[random.Next(NumberMasks.Length)]);

    private static string Row(Random random, int id)
    {
        var region = "abcde"[random.Next(5)];
        var text = random.Next(8) == 0 ? "NULL" : $"'{1 + random.Next(11)}'";
        var number = random.Next(9) == 0 ? "NULL" : $"{random.Next(8)}";
        return $"({id}, {(random.Next(10) == 0 ? "NULL" : $"'{region}'")}, {number}, {text}, "
            + $"DATE '2024-01-{1 + random.Next(28):00}', NULL)";
    }

    /// <summary>
    /// The rows in one order, or that there was an error of the values; of statements that change rows what is there
    /// then.
    /// </summary>
    private static string Answer(LakeSqlConnection connection, string sql)
    {
        try
        {
            return string.Join('\n', connection.Rows(sql).Order(StringComparer.Ordinal));
        }
        catch (LakeSqlException e)
        {
            return $"error {e.Code.Code}" + (e.Code.Code[3] == '6' ? "" : $": {e.Message}");
        }
    }
}
