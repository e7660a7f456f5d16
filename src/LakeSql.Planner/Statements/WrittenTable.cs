using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Storage.Delta;

namespace LakeSql.Planner.Statements;

/// <summary>What every statement that changes rows asks: is it a table, and may this user modify it?</summary>
internal static class WrittenTable
{
    public static (Securable Table, string FullName, Snapshot Read) Bind(QualifiedName name, BindContext context)
    {
        var table = context.Names.Object(SecurableKind.Table, name);
        context.Names.RequireNow(table, Privilege.Modify, name.Span);
        SystemObjects.Refuse(table, name.Span, context);
        var fullName = context.Metastore.FullName(table);
        if (table.Kind != SecurableKind.Table)
        {
            throw ErrorCode.WrongObjectKind.Error($"{fullName} is a view: its rows cannot be changed", name.Span);
        }

        return (table, fullName, context.TableOf(table).Latest());
    }
}
