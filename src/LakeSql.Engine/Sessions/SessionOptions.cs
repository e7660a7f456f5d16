namespace LakeSql.Engine.Sessions;

/// <summary>How a session is opened.</summary>
/// <param name="LakePath">The lake's directory; made when it does not exist.</param>
/// <param name="User">Who works in it; null for the operating system's account.</param>
/// <param name="Password">The user's password; null when none is given, as the lake's owner may.</param>
public sealed record SessionOptions(string LakePath, string? User = null, string? Password = null);
