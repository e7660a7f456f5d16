using LakeSql.Common.Errors;
using Microsoft.Data.Sqlite;
using Xunit;

namespace LakeSql.Catalog.Tests;

public sealed class AccessTests
{
    [Theory]
    [InlineData("table", Privilege.Select, Privilege.Select, true)]
    [InlineData("schema", Privilege.Select, Privilege.Select, true)]
    [InlineData("catalog", Privilege.Select, Privilege.Select, true)]
    [InlineData("catalog", Privilege.Select, Privilege.Modify, false)]
    [InlineData("catalog", Privilege.Select, Privilege.Browse, true)]
    [InlineData("catalog", Privilege.UseCatalog, Privilege.Browse, false)]
    [InlineData("schema", Privilege.AllPrivileges, Privilege.Modify, true)]
    [InlineData("schema", Privilege.AllPrivileges, Privilege.Manage, false)]
    [InlineData("catalog", Privilege.Manage, Privilege.Manage, true)]
    [InlineData("catalog", Privilege.Manage, Privilege.Select, false)]
    [InlineData("other", Privilege.Select, Privilege.Select, false)]
    public void Grants_are_inherited_downwards(string on, Privilege granted, Privilege asked, bool allowed)
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        var schema = Lake.Default(metastore);
        var table = Lake.Add(metastore, SecurableKind.Table, "t");
        var other = Lake.Add(metastore, SecurableKind.Table, "other");
        metastore.CreateUser("ana");
        metastore.CreateGroup("readers");
        metastore.AddMember("readers", "ana");
        var place = on switch
        {
            "table" => table.Id, "other" => other.Id, "schema" => schema.Id, _ => schema.ParentId!.Value,
        };
        metastore.Grant(place, "readers", granted, Lake.Admin);
        var ana = metastore.EffectivePrincipals("ANA");
        Assert.Equal(allowed, metastore.Check(ana, table, asked).Allowed);
        Assert.True(metastore.Revoke(place, "readers", granted));
        Assert.False(metastore.Revoke(place, "readers", granted));
        Assert.False(metastore.Check(ana, table, asked).Allowed);
    }

    [Fact]
    public void Owners_have_everything_on_and_below_what_they_own()
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        metastore.CreateUser("ana");
        var ana = metastore.EffectivePrincipals("ana");
        var schema = metastore.Create(
            SecurableKind.Schema, Lake.Default(metastore).ParentId, "hers", "ana", null, Lake.NoProperties);
        var table = Lake.Add(metastore, SecurableKind.Table, "t", schema.Id);
        Assert.Equal(AccessGround.Owner, metastore.Check(ana, table, Privilege.Manage).Ground);
        Assert.False(metastore.Check(ana, Lake.Default(metastore), Privilege.UseSchema).Allowed);
        var admin = metastore.EffectivePrincipals(Lake.Admin);
        Assert.Equal(AccessGround.Admin, metastore.Check(admin, table, Privilege.Select).Ground);
        MetastoreTests.Refused(ErrorCode.NotEmpty, () => metastore.DropUser("ana"));
        metastore.Update(schema with { Owner = Lake.Admin });
        Assert.False(metastore.Check(ana, table, Privilege.Manage).Allowed);
        metastore.DropUser("ana");
    }

    [Fact]
    public void A_privilege_the_kind_does_not_have_is_refused()
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        var view = Lake.Add(metastore, SecurableKind.View, "v");
        MetastoreTests.Refused(
            ErrorCode.InvalidGrant, () => metastore.Grant(view.Id, Lake.Admin, Privilege.Modify, Lake.Admin));
        Assert.True(PrivilegeNames.TryParse("use catalog", out var parsed));
        Assert.Equal(Privilege.UseCatalog, parsed);
        Assert.Equal("CREATE EXTERNAL LOCATION", Privilege.CreateExternalLocation.SqlName());
    }

    [Fact]
    public void Membership_is_transitive_and_has_no_cycles()
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        metastore.CreateUser("ana");
        metastore.CreateGroup("inner");
        metastore.CreateGroup("outer");
        metastore.AddMember("inner", "ana");
        metastore.AddMember("outer", "inner");
        Assert.Equal(
            ["account users", "ana", "inner", "outer"],
            metastore.EffectivePrincipals("ana").Order(StringComparer.Ordinal));
        MetastoreTests.Refused(ErrorCode.InvalidUse, () => metastore.AddMember("inner", "outer"));
        MetastoreTests.Refused(ErrorCode.InvalidUse, () => metastore.AddMember("inner", "inner"));
        MetastoreTests.Refused(ErrorCode.SystemObject, () => metastore.DropGroup("Account Users"));
        MetastoreTests.Refused(ErrorCode.AlreadyExists, () => metastore.CreateUser("INNER"));
        metastore.RemoveMember("outer", "inner");
        Assert.DoesNotContain("outer", metastore.EffectivePrincipals("ana"));
    }

    [Fact]
    public void Only_the_right_password_is_accepted()
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        metastore.CreateUser("ana", "the first of many");
        metastore.SetPassword("ana", "the second of many");
        Assert.Equal("ana", metastore.LogIn("Ana", "the second of many"));
        Assert.Null(metastore.LogIn("ana", "the first of many"));
        Assert.Null(metastore.LogIn("nobody", "the second of many"));
        Assert.Null(metastore.LogIn(Lake.Admin, ""));
        metastore.Enable("ana", false);
        Assert.Null(metastore.LogIn("ana", "the second of many"));
        metastore.Enable("ana", true);
        Assert.Equal("ana", metastore.LogIn("ana", "the second of many"));
    }

    [Fact]
    public void After_five_failures_no_password_is_right_for_a_while_in_no_process()
    {
        using var lake = new Lake();
        var (one, other) = (lake.Open(), lake.Open());
        one.CreateUser("ana", "the right one of all");
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(one.LogIn("ana", "a wrong one"));
        }

        // The right password forgets the failures.
        Assert.Equal("ana", other.LogIn("ana", "the right one of all"));
        for (var i = 0; i < 5; i++)
        {
            Fail(i % 2 == 0 ? one : other);
        }

        // After the fifth it is a second, which a slow machine may take for the next line; after so many it is an hour.
        Execute(lake, "UPDATE failed_logins SET failure_count = failure_count + 20");
        Assert.Null(one.LogIn("ANA", "the right one of all"));
        Assert.Null(other.LogIn("ana", "the right one of all"));
        one.SetPassword("ana", "another right one");
        Assert.Equal("ana", other.LogIn("ana", "another right one"));

        for (var i = 0; i < 5; i++)
        {
            Fail(one);
        }

        SpinWait.SpinUntil(() => one.LogIn("ana", "another right one") is not null, TimeSpan.FromMinutes(1));
        Assert.Equal("ana", other.LogIn("ana", "another right one"));

        static void Fail(Metastore metastore) => Assert.Null(metastore.LogIn("ana", "a wrong one"));
    }

    private static void Execute(Lake lake, string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(lake.Path, "metastore.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    [Theory]
    [InlineData("eleven char")]
    [InlineData("")]
    [InlineData("Ana-from-Somewhere")]
    [InlineData("Password1234")]
    [InlineData("aaaabbbbccccdddd")]
    public void A_password_that_is_tried_first_is_refused(string password)
    {
        using var lake = new Lake();
        var metastore = lake.Open();
        const string User = "ana-from-somewhere";
        MetastoreTests.Refused(ErrorCode.PasswordRefused, () => metastore.CreateUser(User, password));
        metastore.CreateUser(User, "twelve chars");
        MetastoreTests.Refused(ErrorCode.PasswordRefused, () => metastore.SetPassword(User, password));
        MetastoreTests.Refused(ErrorCode.PasswordRefused, () => metastore.SetPassword(User, Long(1025)));
        metastore.SetPassword(User, Long(1024));

        static string Long(int length) =>
            string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
    }
}
