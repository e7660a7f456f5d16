using System.Collections.Frozen;
using static LakeSql.Catalog.Privilege;

namespace LakeSql.Catalog;

/// <summary>Which privileges may be granted on which kind of securable.</summary>
public static class Privileges
{
    private static readonly Privilege[] Common = [Manage, ApplyTag, AllPrivileges];

    private static readonly Privilege[] Schema =
    [
        UseSchema, Browse, Select, Modify, ReadVolume, WriteVolume, Execute,
        CreateTable, CreateVolume, CreateModel, CreateModelVersion, CreateFunction, .. Common,
    ];

    private static readonly FrozenDictionary<SecurableKind, FrozenSet<Privilege>> Table =
        new Dictionary<SecurableKind, Privilege[]>
        {
            [SecurableKind.Metastore] = [CreateCatalog, CreateExternalLocation],
            [SecurableKind.Catalog] = [UseCatalog, CreateSchema, .. Schema],
            [SecurableKind.Schema] = Schema,
            [SecurableKind.Table] = [Select, Modify, .. Common],
            [SecurableKind.View] = [Select, .. Common],
            [SecurableKind.Volume] = [ReadVolume, WriteVolume, .. Common],
            [SecurableKind.Model] = [Execute, CreateModelVersion, .. Common],
            [SecurableKind.Function] = [Execute, .. Common],
            [SecurableKind.ExternalLocation] =
                [ReadFiles, WriteFiles, Browse, CreateExternalTable, CreateExternalVolume, Manage, AllPrivileges],
        }.ToFrozenDictionary(row => row.Key, row => row.Value.ToFrozenSet());

    /// <summary>
    /// What may be granted on this kind. Containers take what their children take, which then inherit it.
    /// </summary>
    public static IReadOnlySet<Privilege> ValidOn(SecurableKind kind) => Table[kind];
}
