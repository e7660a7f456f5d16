using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>An empty table to be made as another is.</summary>
/// <param name="Schema">Where.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Existing">What stands there now.</param>
/// <param name="Source">The other table.</param>
/// <param name="SourceName">Its full name.</param>
/// <param name="Read">The other table at the version that was bound.</param>
public sealed record CreateTableLikePlan(
    Securable Schema, CreateTableLike Statement, Securable? Existing, Securable Source, string SourceName,
    Snapshot Read)
    : StatementPlan;

internal static class CreateTableLikeBinder
{
    public static CreateTableLikePlan Bind(CreateTableLike like, BindContext context)
    {
        var (schema, fullName, existing) = NewObject.Bind(
            like.Name, SecurableKind.Table, Privilege.CreateTable, orReplace: false, like.IfNotExists, context);
        var span = like.Source.Span;
        var source = context.Names.Object(SecurableKind.Table, like.Source);
        context.Names.RequireNow(source, Privilege.Select, span);
        SystemObjects.Refuse(source, span, context);
        var sourceName = context.Metastore.FullName(source);
        if (source.Kind != SecurableKind.Table)
        {
            throw ErrorCode.WrongObjectKind.Error(
                $"{sourceName} is a view", span, $"CREATE TABLE … AS SELECT * FROM {sourceName} LIMIT 0");
        }

        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        return new CreateTableLikePlan(
            schema, like, existing, source, sourceName, context.TableOf(source).Latest());
    }
}
