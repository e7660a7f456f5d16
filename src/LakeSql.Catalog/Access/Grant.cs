namespace LakeSql.Catalog;

/// <summary>A privilege that a principal was given.</summary>
/// <param name="SecurableId">On what.</param>
/// <param name="Principal">To whom.</param>
/// <param name="Privilege">To do what.</param>
/// <param name="Grantor">By whom.</param>
/// <param name="GrantedAt">When.</param>
public sealed record Grant(
    Guid SecurableId, string Principal, Privilege Privilege, string Grantor, DateTimeOffset GrantedAt);
