using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;

namespace LakeSql.Planner.Statements;

/// <summary>Keeps statements from changing what belongs to LakeSql: the catalog <c>system</c> and all in it.</summary>
internal static class SystemObjects
{
    public static void Refuse(Securable target, SourceSpan span, BindContext context)
    {
        for (var s = target; s is not null; s = s.ParentId is { } parent ? context.Metastore.ById(parent) : null)
        {
            if (s.Kind == SecurableKind.Catalog && Identifier.Same(s.Name, "system"))
            {
                throw ErrorCode.SystemObject.Error(
                    $"{context.Metastore.FullName(target)} belongs to LakeSql and cannot be changed", span);
            }
        }
    }
}
