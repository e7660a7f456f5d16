namespace LakeSql.Catalog;

/// <summary>Whether a principal is a person or a set of principals.</summary>
public enum PrincipalKind
{
    /// <summary>Somebody who can log in.</summary>
    User,

    /// <summary>A set of users and groups.</summary>
    Group,
}

/// <summary>A user or a group.</summary>
/// <param name="Name">Its name, unique among users and groups alike.</param>
/// <param name="Kind">What it is.</param>
/// <param name="HasPassword">True for a user that can log in with a password.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Principal(string Name, PrincipalKind Kind, bool HasPassword, DateTimeOffset CreatedAt);
