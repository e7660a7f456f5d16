using System.Diagnostics;
using LakeSql.Catalog;
using LakeSql.Planner.Access;

namespace LakeSql.Benchmarks;

/// <summary>
/// What it takes to authorize a statement in a lake of many grants and groups: once while the metastore is unchanged,
/// and once after each change of it, when nothing is known any more.
/// </summary>
/// <param name="grants">How many grants there are.</param>
/// <param name="groups">How many groups, of which the user is in one in ten, through one another.</param>
/// <param name="rounds">Measured rounds.</param>
internal sealed class GrantsBenchmark(int grants, int groups, int rounds)
{
    private const string User = "reader";

    public void Run()
    {
        var directory = Directory.CreateTempSubdirectory("lakesql-grants-").FullName;
        try
        {
            using var metastore = Metastore.Open(directory, Environment.UserName);
            var table = Fill(metastore);
            var record = new ResolutionRecord();
            record.Required.Add(new RequiredAccess(
                table, metastore.FullName(table), Privilege.Select, User, default));
            Console.WriteLine($"{grants} grants, {groups} groups; microseconds, median of {rounds}");
            Console.WriteLine($"unchanged      {Median(() => Authorizer.Check(record, metastore.Held())),8:F1}");
            var schema = metastore.ById(table.ParentId!.Value)!;
            Console.WriteLine($"after a change {Median(
                () => Authorizer.Check(record, metastore.Held()), () => metastore.Update(schema)),8:F1}");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private Securable Fill(Metastore metastore)
    {
        metastore.CreateUser(User, null);
        for (var i = 0; i < groups; i++)
        {
            metastore.CreateGroup($"g{i}");
            if (i % 10 == 0)
            {
                metastore.AddMember($"g{i}", i == 0 ? User : $"g{i - 10}");
            }
        }

        var admin = metastore.AdminName;
        var catalog = metastore.Find(SecurableKind.Catalog, metastore.RootId, "main")!;
        var schema = metastore.Find(SecurableKind.Schema, catalog.Id, "default")!;
        metastore.Grant(catalog.Id, $"g{groups - 10}", Privilege.UseCatalog, admin);
        Securable? last = null;
        for (var i = 0; i < grants; i++)
        {
            if (i % 100 == 0)
            {
                last = metastore.Create(
                    SecurableKind.Table, schema.Id, $"t{i}", admin, null, new Dictionary<string, string>());
            }

            metastore.Grant(last!.Id, $"g{i % 100 * (groups / 100)}", Privilege.Select, admin);
        }

        return last!;
    }

    private double Median(Action measured, Action? before = null)
    {
        var times = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            before?.Invoke();
            var start = Stopwatch.GetTimestamp();
            measured();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }

        Array.Sort(times);
        return times[rounds / 2];
    }
}
