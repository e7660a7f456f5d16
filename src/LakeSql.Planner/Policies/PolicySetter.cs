using LakeSql.Catalog;
using LakeSql.Common.Names;

namespace LakeSql.Planner.Policies;

/// <summary>Who set a row filter, mask or policy: by it nobody is shown more than this user sees.</summary>
/// <param name="User">The user.</param>
/// <param name="Account">The account, as a name may be given once more.</param>
public sealed record PolicySetter(string User, long Account)
{
    /// <summary>The user, who is there.</summary>
    public static PolicySetter Of(string user, Metastore metastore) =>
        new(user, metastore.AccountOf(user)!.Id);

    /// <summary>A policy that the user has set, as errors call it; null when there is none.</summary>
    public static string? PolicyOf(string user, Metastore metastore)
    {
        bool IsOf(PolicySetter? setter, Securable on) => Identifier.Same(user, Name(setter, on, metastore));
        return metastore.WithProperty(TablePolicy.Property)
            .Where(t => TablePolicy.Of(t).Uses.Any(u => IsOf(u.SetBy, t)))
            .Select(t => $"the row filter or a mask of {metastore.FullName(t)}")
            .Concat(metastore.WithProperty(TagPolicy.Property).SelectMany(TagPolicy.Of)
                .Where(p => IsOf(p.SetBy, p.On)).Select(p => p.Describe(metastore))).FirstOrDefault();
    }

    /// <summary>The one who set it; where that is not known, or the user gone, who owns what has it.</summary>
    public static string Name(PolicySetter? setter, Securable on, Metastore metastore) =>
        setter is null || metastore.AccountOf(setter.User)?.Id != setter.Account ? on.Owner : setter.User;
}
