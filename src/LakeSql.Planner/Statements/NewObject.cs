using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;

namespace LakeSql.Planner.Statements;

/// <summary>What every CREATE in a schema asks: may this user, and is the name free?</summary>
internal static class NewObject
{
    public static (Securable Schema, string FullName, Securable? Existing) Bind(
        QualifiedName name, SecurableKind kind, Privilege privilege, bool orReplace, bool ifNotExists,
        BindContext context)
    {
        var schema = context.Names.SchemaFor(name);
        context.Names.RequireNow(schema, privilege, name.Span);
        SystemObjects.Refuse(schema, name.Span, context);
        var fullName = QualifiedName.Of(
            context.Metastore.ById(schema.ParentId!.Value)!.Name, schema.Name, name.Last).ToString();
        var existing = context.Names.Find(
            kind == SecurableKind.View ? SecurableKind.Table : kind,
            new QualifiedName(name.Span,
                [context.Metastore.ById(schema.ParentId.Value)!.Name, schema.Name, name.Last]));
        if (existing is null)
        {
            return (schema, fullName, null);
        }

        var word = existing.Kind.ToString().ToLowerInvariant();
        if (existing.Kind != kind)
        {
            throw ErrorCode.WrongObjectKind.Error($"{fullName} exists already as a {word}", name.Span);
        }

        if (orReplace)
        {
            context.Names.RequireManage(existing, name.Span);
        }
        else if (!ifNotExists)
        {
            throw ErrorCode.AlreadyExists.Error($"{word} {fullName} exists already", name.Span);
        }

        return (schema, fullName, existing);
    }
}
