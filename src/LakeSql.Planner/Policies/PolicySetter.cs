using LakeSql.Catalog;

namespace LakeSql.Planner.Policies;

/// <summary>Who set a row filter, mask or policy: it is given no more than this user sees.</summary>
/// <param name="User">The user.</param>
/// <param name="Account">The account, as a name may be given once more.</param>
public sealed record PolicySetter(string User, long Account)
{
    /// <summary>The user, who is there.</summary>
    public static PolicySetter Of(string user, Metastore metastore) =>
        new(user, metastore.AccountOf(user)!.Id);

    /// <summary>The one who set it; where that is not known, or the user gone, who owns what has it.</summary>
    public static string Name(PolicySetter? setter, Securable on, Metastore metastore) =>
        setter is null || metastore.AccountOf(setter.User)?.Id != setter.Account ? on.Owner : setter.User;
}
