using System.Text.Json;
using LakeSql.Common.Names;

namespace LakeSql.Catalog;

/// <summary>A primary or foreign key of a table, which tells readers of it and is not enforced.</summary>
/// <param name="Name">The constraint's name.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Parent">The table a foreign key refers to; null for a primary key, empty for the same table.</param>
/// <param name="ParentColumns">The columns there, in the same order.</param>
/// <param name="TimeSeries">The column of a primary key that tells times; null for none.</param>
/// <param name="Rely">True when optimizers may take it for the truth.</param>
public sealed record TableKey(
    string Name, Sequence<string> Columns, Guid? Parent, Sequence<string> ParentColumns, string? TimeSeries, bool Rely)
{
    /// <summary>The property of a securable that holds its keys.</summary>
    internal const string Property = "keys";

    /// <summary>PRIMARY KEY or FOREIGN KEY.</summary>
    public string Kind => Parent is null ? "PRIMARY KEY" : "FOREIGN KEY";

    /// <summary>The properties of a table with these keys.</summary>
    public static IReadOnlyDictionary<string, string> With(
        IReadOnlyDictionary<string, string> properties, IReadOnlyCollection<TableKey> keys) =>
        Securable.With(properties, Property, keys.Count == 0 ? null : Write(keys));

    private static string Write(IEnumerable<TableKey> keys) => JsonSerializer.Serialize(keys.Select(k => new Stored(
        k.Name, [.. k.Columns], k.Parent, [.. k.ParentColumns], k.TimeSeries, k.Rely)));

    /// <summary>The keys in such a text.</summary>
    internal static IReadOnlyList<TableKey> Read(string text) =>
        [.. JsonSerializer.Deserialize<Stored[]>(text)!.Select(s => new TableKey(
            s.Name, [.. s.Columns], s.Parent, [.. s.ParentColumns], s.TimeSeries, s.Rely))];

    private sealed record Stored(
        string Name, string[] Columns, Guid? Parent, string[] ParentColumns, string? TimeSeries, bool Rely);
}
