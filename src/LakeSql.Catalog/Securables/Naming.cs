using LakeSql.Common.Errors;
using LakeSql.Common.Names;

namespace LakeSql.Catalog;

/// <summary>Which names may be given, how they compare and which of them share a namespace.</summary>
internal static class Naming
{
    public const int LongestName = 255;

    /// <summary>The key under which a name is stored: SQLite's NOCASE folds ASCII letters only.</summary>
    public static string Fold(string name) => name.ToUpperInvariant();

    /// <summary>Tables and views share one namespace, every other kind has its own.</summary>
    public static string NamespaceOf(SecurableKind kind) =>
        (kind == SecurableKind.View ? SecurableKind.Table : kind).ToString();

    /// <summary>Refuses what cannot be part of a full name or of a volume path.</summary>
    public static void CheckSecurable(SecurableKind kind, string name)
    {
        CheckPrincipal(name);
        if (name.AsSpan().ContainsAny('.', '/', '\\'))
        {
            throw ErrorCode.InvalidName.Error($"The name '{name}' holds a period or a slash.");
        }

        var reserved = kind == SecurableKind.Catalog ? "SYSTEM"
            : kind == SecurableKind.Schema ? "INFORMATION_SCHEMA" : null;
        if (Fold(name) == reserved)
        {
            throw ErrorCode.SystemObject.Error($"The name '{name}' belongs to LakeSql.");
        }
    }

    /// <summary>Refuses names that nobody could type or see.</summary>
    public static void CheckPrincipal(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw ErrorCode.InvalidName.Error("A name cannot be empty.");
        }

        if (name.Length > LongestName)
        {
            throw ErrorCode.InvalidName.Error($"A name has at most {LongestName} characters.");
        }

        if (Identifier.FaultOf(name) is { } fault)
        {
            throw ErrorCode.InvalidName.Error(fault);
        }

        if (name.Any(char.IsControl))
        {
            throw ErrorCode.InvalidName.Error("A name cannot hold control characters.");
        }
    }

    /// <summary>The kind of securable that holds this kind; null for the metastore.</summary>
    public static SecurableKind? ContainerOf(SecurableKind kind) => kind switch
    {
        SecurableKind.Metastore => null,
        SecurableKind.Catalog or SecurableKind.ExternalLocation => SecurableKind.Metastore,
        SecurableKind.Schema => SecurableKind.Catalog,
        _ => SecurableKind.Schema,
    };

    /// <summary>The error that says that nothing of this kind has that name.</summary>
    public static ErrorCode NotFound(SecurableKind kind) => kind switch
    {
        SecurableKind.Catalog => ErrorCode.CatalogNotFound,
        SecurableKind.Schema => ErrorCode.SchemaNotFound,
        SecurableKind.Volume => ErrorCode.VolumeNotFound,
        SecurableKind.Model => ErrorCode.ModelNotFound,
        SecurableKind.Function => ErrorCode.FunctionNotFound,
        SecurableKind.ExternalLocation => ErrorCode.LocationNotFound,
        _ => ErrorCode.TableNotFound,
    };
}
