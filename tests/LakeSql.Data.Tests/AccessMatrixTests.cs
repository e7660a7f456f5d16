using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Statements;
using LakeSql.Syntax;
using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>
/// Each statement with and without each privilege that it needs, granted on each securable from which it reaches the
/// object, as the table of privileges says.
/// </summary>
public sealed class AccessMatrixTests(AccessMatrixLake lake) : IClassFixture<AccessMatrixLake>
{
    private const string All = "ALL PRIVILEGES";

    public static TheoryData<int, string> Statements()
    {
        var data = new TheoryData<int, string>();
        foreach (var (at, row) in AccessMatrix.Rows.Index())
        {
            data.Add(at, row.Sql);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public void Needs_what_the_matrix_says(int at, string sql)
    {
        var row = AccessMatrix.Rows[at];
        sql = lake.Placed(sql);
        if (row.IsForAdmin)
        {
            lake.Grant(AccessMatrix.Rows.SelectMany(r => r.Needs));
            Denied(sql, "the metastore", isHidden: false);
            return;
        }

        lake.Grant(row.Needs);
        Allowed(sql);
        foreach (var (privilege, on) in row.Needs.Distinct())
        {
            var others = row.Needs.Where(n => n != (privilege, on)).ToArray();
            var isHidden = privilege.StartsWith("USE ", StringComparison.Ordinal)
                || (on.StartsWith("EXTERNAL", StringComparison.Ordinal) && privilege == "MANAGE");
            lake.Grant(others);
            Denied(sql, privilege, isHidden);
            foreach (var level in Levels(on))
            {
                if (IsValid(privilege, level))
                {
                    lake.Grant([.. others, (privilege, level)]);
                    Allowed(sql);
                }

                if (IsValid(All, level))
                {
                    lake.Grant([.. others, (All, level)]);
                    if (privilege == "MANAGE")
                    {
                        Denied(sql, privilege, isHidden: false);
                    }
                    else
                    {
                        Allowed(sql);
                    }
                }
            }
        }
    }

    [Fact]
    public void Every_statement_has_a_row()
    {
        var tried = AccessMatrix.Rows.Select(r => SqlParser.Parse(r.Sql).GetType().Name)
            .Concat(AccessMatrix.Elsewhere.Keys);
        Assert.Empty(StatementBinders.Types.Select(t => t.Name).Except(tried));
        Assert.Empty(AccessMatrix.Elsewhere.Keys.Except(StatementBinders.Types.Select(t => t.Name)));
    }

    [Fact]
    public void Every_privilege_is_needed_by_a_row()
    {
        var needed = AccessMatrix.Rows.SelectMany(r => r.Needs)
            .SelectMany(n => Levels(n.On).Select(l => (n.Privilege, Kind: KindOf(l)))).ToHashSet();
        var missing = Enum.GetValues<SecurableKind>()
            .SelectMany(k => Privileges.ValidOn(k).Select(p => (Privilege: p.SqlName(), Kind: k)))
            .Where(v => !needed.Contains(v) && !AccessMatrix.Unused.ContainsKey(v.Privilege));
        Assert.Empty(missing);
    }

    private static SecurableKind KindOf(string securable) => Enum.Parse<SecurableKind>(
        securable.StartsWith("EXTERNAL", StringComparison.Ordinal) ? "ExternalLocation" : securable.Split(' ')[0],
        ignoreCase: true);

    private static bool IsValid(string privilege, string securable) =>
        PrivilegeNames.TryParse(privilege, out var parsed) && Privileges.ValidOn(KindOf(securable)).Contains(parsed);

    /// <summary>The securable, and what holds it.</summary>
    private static string[] Levels(string securable) => KindOf(securable) switch
    {
        SecurableKind.Metastore or SecurableKind.Catalog or SecurableKind.ExternalLocation => [securable],
        SecurableKind.Schema => [securable, "CATALOG c"],
        _ => [securable, "SCHEMA c.s", "CATALOG c"],
    };

    /// <summary>Bound and authorized, and not run, so that the next statement finds the same lake.</summary>
    private void Allowed(string sql)
    {
        var error = Record.Exception(() => lake.Ana.Rows("EXPLAIN " + sql));
        Assert.True(error is null, $"{sql}: with {lake.Granted}: {error?.Message}");
    }

    private void Denied(string sql, string missing, bool isHidden)
    {
        var error = Record.Exception(() => lake.Ana.Rows(sql)) as LakeSqlException;
        Assert.True(error is not null, $"{sql} runs without {missing}, with {lake.Granted}");
        var isRight = isHidden ? error.SqlState != "42501" && error.Message.Contains("not found")
            : error.SqlState == "42501" && error.Message.Contains(missing);
        Assert.True(isRight, $"{sql}: without {missing}, with {lake.Granted}: {error.SqlState} {error.Message}");
    }
}

/// <summary>The lake of the matrix, whose objects no test changes: only the grants to ana.</summary>
public sealed class AccessMatrixLake : IDisposable
{
    private readonly TemporaryLake lake = new();
    private readonly LakeSqlConnection admin;
    private readonly string outside;
    private HashSet<(string Privilege, string On)> granted = [];

    public AccessMatrixLake()
    {
        admin = lake.Open();
        outside = Path.Combine(Path.GetDirectoryName(lake.Path)!, "outside");
        Directory.CreateDirectory(outside);
        Directory.CreateDirectory(outside + "-other");
        foreach (var sql in AccessMatrix.Setup)
        {
            admin.Run(Placed(sql));
        }

        admin.Run($"GET '/Volumes/c/s/files/x.parquet' TO '{outside}/x.parquet'");
        Ana = lake.Open();
        Ana.Run("SET SESSION AUTHORIZATION ana");
    }

    internal LakeSqlConnection Ana { get; }

    internal string Granted => string.Join(", ", granted);

    internal string Placed(string sql) => sql.Replace("{0}", outside, StringComparison.Ordinal);

    /// <summary>Gives ana these privileges and no others.</summary>
    internal void Grant(IEnumerable<(string Privilege, string On)> wanted)
    {
        var next = wanted.ToHashSet();
        foreach (var (privilege, on) in granted.Except(next))
        {
            admin.Run($"REVOKE {privilege} ON {on} FROM ana");
        }

        foreach (var (privilege, on) in next.Except(granted))
        {
            admin.Run($"GRANT {privilege} ON {on} TO ana");
        }

        granted = next;
    }

    public void Dispose()
    {
        Ana.Dispose();
        admin.Dispose();
        lake.Dispose();
    }
}
