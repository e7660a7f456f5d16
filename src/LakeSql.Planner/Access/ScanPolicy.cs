namespace LakeSql.Planner.Access;

/// <summary>Which rows and values of a scan its reader may see.</summary>
/// <param name="Reader">For whom it was computed.</param>
public sealed record ScanPolicy(string Reader);
