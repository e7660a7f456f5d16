namespace LakeSql.Syntax.Statements;

/// <summary>Kinds of objects that statements name.</summary>
public enum ObjectKind
{
#pragma warning disable CS1591
    Metastore, Catalog, Schema, Table, View, Volume, Model, Function, User, Group, ExternalLocation,
#pragma warning restore CS1591
}

/// <summary>Kinds as SQL writes them.</summary>
public static class ObjectKindNames
{
    /// <summary>TABLE, EXTERNAL LOCATION and the like.</summary>
    public static string SqlName(this ObjectKind kind) =>
        kind == ObjectKind.ExternalLocation ? "EXTERNAL LOCATION" : kind.ToString().ToUpperInvariant();
}
