namespace LakeSql.Catalog;

/// <summary>Why access is allowed or denied.</summary>
public enum AccessGround
{
    /// <summary>Nothing allows it.</summary>
    NoGrant,

    /// <summary>The asker is the metastore admin.</summary>
    Admin,

    /// <summary>The asker owns the securable or one that holds it.</summary>
    Owner,

    /// <summary>A grant on the securable itself.</summary>
    DirectGrant,

    /// <summary>A grant on a securable that holds it.</summary>
    InheritedGrant,
}

/// <summary>The answer to one question of access, with its reason.</summary>
/// <param name="Allowed">The answer.</param>
/// <param name="Ground">The kind of reason.</param>
/// <param name="Target">What was asked about.</param>
/// <param name="Asked">The privilege that was asked for.</param>
/// <param name="Through">The securable whose owner or grant allows it; null when denied.</param>
/// <param name="Principal">The principal through which it is allowed; null when denied.</param>
/// <param name="Grant">The grant that allows it, where one does.</param>
public sealed record AccessDecision(
    bool Allowed,
    AccessGround Ground,
    Securable Target,
    Privilege Asked,
    Securable? Through = null,
    string? Principal = null,
    Grant? Grant = null)
{
    /// <summary>The reason in words.</summary>
    public string Reason => Ground switch
    {
        AccessGround.Admin => $"{Principal} is the metastore admin",
        AccessGround.Owner => $"{Principal} owns {Describe(Through!)}",
        AccessGround.DirectGrant or AccessGround.InheritedGrant =>
            $"{Principal} was granted {Grant!.Privilege.SqlName()} on {Describe(Through!)} by {Grant.Grantor}",
        _ => $"no grant of {Asked.SqlName()} on {Describe(Target)} or what holds it",
    };

    private static string Describe(Securable securable) =>
        $"{KindInWords(securable.Kind)} {securable.Name}";

    private static string KindInWords(SecurableKind kind) =>
        kind == SecurableKind.ExternalLocation ? "external location" : kind.ToString().ToLowerInvariant();
}
