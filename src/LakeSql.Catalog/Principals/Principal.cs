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

/// <summary>Who a session belongs to: another user of the same name is another account.</summary>
/// <param name="Id">Never used again.</param>
/// <param name="IsDisabled">True when the user may not work.</param>
/// <param name="DisabledCount">How often the user was disabled: sessions from before have ended for good.</param>
public sealed record Account(long Id, bool IsDisabled, long DisabledCount);
