namespace LakeSql.Common.Types;

/// <summary>A column of a table: what the catalog, the Delta log and the planner agree on.</summary>
/// <param name="Name">Its name, spelling kept.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">False when NULL is refused.</param>
/// <param name="Comment">What a person said of it.</param>
public sealed record ColumnDefinition(string Name, DataType Type, bool Nullable = true, string? Comment = null);
