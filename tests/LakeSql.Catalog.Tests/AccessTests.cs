using LakeSql.Common.Errors;
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
        metastore.CreateUser("ana", "first");
        metastore.SetPassword("ana", "second");
        Assert.True(metastore.VerifyPassword("Ana", "second"));
        Assert.False(metastore.VerifyPassword("ana", "first"));
        Assert.False(metastore.VerifyPassword("nobody", "second"));
        Assert.False(metastore.VerifyPassword(Lake.Admin, ""));
        MetastoreTests.Refused(ErrorCode.InvalidName, () => metastore.SetPassword("ana", ""));
    }
}
