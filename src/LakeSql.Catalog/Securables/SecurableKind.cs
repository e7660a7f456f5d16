namespace LakeSql.Catalog;

/// <summary>What a securable is.</summary>
public enum SecurableKind
{
    /// <summary>The root of everything; a lake has one.</summary>
    Metastore,

    /// <summary>The first level of a table's name.</summary>
    Catalog,

    /// <summary>The second level of a table's name.</summary>
    Schema,

    /// <summary>A Delta table.</summary>
    Table,

    /// <summary>A stored query.</summary>
    View,

    /// <summary>A directory of files.</summary>
    Volume,

    /// <summary>A registered model with its versions.</summary>
    Model,

    /// <summary>A SQL function.</summary>
    Function,

    /// <summary>A directory outside the lake that tables and volumes may lie in.</summary>
    ExternalLocation,
}

/// <summary>Kinds as SQL writes them.</summary>
public static class SecurableKindNames
{
    /// <summary>TABLE, EXTERNAL LOCATION and the like.</summary>
    public static string SqlName(this SecurableKind kind) =>
        kind == SecurableKind.ExternalLocation ? "EXTERNAL LOCATION" : kind.ToString().ToUpperInvariant();
}
