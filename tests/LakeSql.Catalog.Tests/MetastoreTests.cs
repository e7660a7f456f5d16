using LakeSql.Common.Errors;
using Microsoft.Data.Sqlite;
using Xunit;

namespace LakeSql.Catalog.Tests;

public sealed class MetastoreTests
{
    [Fact]
    public void What_is_created_is_there_after_reopening()
    {
        using var lake = new Lake();
        var first = lake.Open();
        var properties = new Dictionary<string, string> { ["view_text"] = "SELECT \"é\"" };
        var made = first.Create(SecurableKind.View, Lake.Default(first).Id, "Größe", Lake.Admin, "c", properties);
        first.Dispose();

        var found = Metastore.Open(lake.Path, "someone else");
        var view = found.Resolve(SecurableKind.Table, "MAIN", "Default", "GRÖßE");

        Assert.Equal(made.Id, view!.Id);
        Assert.Equal(made.CreatedAt, view.CreatedAt);
        Assert.Equal("SELECT \"é\"", view.Properties["view_text"]);
        Assert.Equal(Lake.Admin, found.AdminName);
        Assert.Equal("main.default.`Größe`", found.FullName(view));
        found.Dispose();
    }

    [Fact]
    public void Tables_and_views_share_names_and_volumes_do_not()
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        Lake.Add(metastore, SecurableKind.Table, "t");
        Lake.Add(metastore, SecurableKind.Volume, "t");
        Refused(ErrorCode.AlreadyExists, () => Lake.Add(metastore, SecurableKind.View, "T"));
        Refused(ErrorCode.InvalidName, () => Lake.Add(metastore, SecurableKind.Table, " "));
        Refused(ErrorCode.SystemObject, () => Lake.Add(metastore, SecurableKind.Catalog, "System", metastore.Root.Id));
        Refused(ErrorCode.WrongObjectKind, () => Lake.Add(metastore, SecurableKind.Table, "x", metastore.Root.Id));
        Assert.Equal(SecurableKind.Table, metastore.Find(null, Lake.Default(metastore).Id, "t")!.Kind);
    }

    [Fact]
    public void Two_instances_see_each_others_changes()
    {
        using var lake = new Lake();
        var (one, two) = (lake.Open(), lake.Open());
        var table = Lake.Add(one, SecurableKind.Table, "t");
        two.CreateUser("ana");
        Assert.True(two.Grant(table.Id, "ana", Privilege.Select, Lake.Admin));
        Assert.False(one.Grant(table.Id, "ANA", Privilege.Select, Lake.Admin));
        one.Rename(table.Id, "u", Lake.Admin);
        Assert.Equal("u", two.ById(table.Id)!.Name);
        two.Drop(Lake.Default(two).Id);
        Assert.Null(one.ById(table.Id));
        Assert.Empty(one.GrantsTo("ana"));
    }

    [Fact]
    public void Writers_at_once_lose_nothing()
    {
        using var lake = new Lake();
        var shared = lake.Open();
        var model = Lake.Add(shared, SecurableKind.Model, "m");
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, writer =>
        {
            var metastore = writer < 2 ? shared : Metastore.Open(lake.Path, Lake.Admin);
            for (var i = 0; i < 200; i++)
            {
                metastore.AddModelVersion(model.Id, null, "path", "digest", "{}", null);
            }

            if (writer >= 2)
            {
                metastore.Dispose();
            }
        });
        Assert.Equal(Enumerable.Range(1, 800), shared.ModelVersions(model.Id).Select(v => v.Version));
    }

    [Fact]
    public void A_model_is_there_with_its_first_version_or_not_at_all()
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        var schema = Lake.Add(metastore, SecurableKind.Model, "m").ParentId!.Value;
        var model = Guid.CreateVersion7();
        Assert.ThrowsAny<Exception>(() => metastore.AddModel(
            model, schema, "n", Lake.Admin, null, artifactPath: null!, "digest", "{}", null));
        Assert.Null(metastore.ById(model));
        Assert.Equal(
            1, metastore.AddModel(model, schema, "n", Lake.Admin, null, "path", "digest", "{}", null).Version);
    }

    [Fact]
    public void Opening_a_new_lake_at_once_makes_one()
    {
        using var lake = new Lake();
        Parallel.For(0, 4, _ => Metastore.Open(lake.Path, Lake.Admin).Dispose());
        var metastore = lake.Open();
        Assert.Equal(["main", "system"], metastore.Children(metastore.Root.Id, null).Select(s => s.Name));
    }

    [Fact]
    public void A_later_version_or_another_file_is_refused()
    {
        using var lake = new Lake();
        lake.Open().Dispose();
        var file = Path.Combine(lake.Path, "metastore.db");
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=99";
            command.ExecuteNonQuery();
        }

        Refused(ErrorCode.MetastoreUnusable, () => lake.Open());
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("not a database ", 100)));
        Refused(ErrorCode.MetastoreUnusable, () => lake.Open());
    }

    internal static void Refused(ErrorCode code, Action action) =>
        Assert.Equal(code, Assert.Throws<LakeSqlException>(action).Code);
}
