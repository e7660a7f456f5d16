using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>What the kinds written in statements are in the catalog.</summary>
internal static class Kinds
{
    public static SecurableKind Of(ObjectKind kind) => kind switch
    {
        ObjectKind.Metastore => SecurableKind.Metastore,
        ObjectKind.Catalog => SecurableKind.Catalog,
        ObjectKind.Schema => SecurableKind.Schema,
        ObjectKind.Table => SecurableKind.Table,
        ObjectKind.View => SecurableKind.View,
        ObjectKind.Volume => SecurableKind.Volume,
        ObjectKind.Model => SecurableKind.Model,
        ObjectKind.Function => SecurableKind.Function,
        ObjectKind.ExternalLocation => SecurableKind.ExternalLocation,
        _ => throw ErrorCode.Internal.Error($"{kind} is no securable"),
    };
}
