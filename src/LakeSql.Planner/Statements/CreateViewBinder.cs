using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A view to be made.</summary>
/// <param name="Schema">Where.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Create">The statement.</param>
/// <param name="Existing">What stands there now.</param>
/// <param name="Columns">Names of its columns.</param>
/// <param name="Lookup">Where names in its text are looked up.</param>
/// <param name="Source">Its query.</param>
public sealed record CreateViewPlan(
    Securable Schema, string FullName, CreateView Create, Securable? Existing, IReadOnlyList<string> Columns,
    IReadOnlyDictionary<string, string> Lookup, BoundQuery Source) : StatementPlan;

internal static class CreateViewBinder
{
    public static CreateViewPlan Bind(CreateView create, BindContext context)
    {
        var (schema, fullName, existing) = NewObject.Bind(
            create.Name, SecurableKind.View, Privilege.CreateTable, create.OrReplace, create.IfNotExists, context);
        if (existing is not null && create.OrReplace)
        {
            AlterObjectBinder.RequireOwn(existing.Owner, "replaces a view", create.Name.Span, context);
        }

        RowParts.RefuseParameters(create.Query);
        var query = QueryBinder.BindSource(
            create.Query, existing is null ? context : context.Replacing(existing));
        var columns = QueryBinder.Named(query.Columns, create.Columns, create.Name.Span).Select(c => c.Name).ToArray();
        if (columns.GroupBy(c => c, Common.Names.Identifier.Comparer).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw ErrorCode.DuplicateColumn.Error($"the view has two columns {twice.Key}", create.Name.Span);
        }

        foreach (var (column, name) in query.Columns.Zip(columns))
        {
            context.Resolution.AddValue(column.Sources, name);
        }

        context.Resolution.Target = new ObjectUse(fullName, "VIEW", null);
        return new CreateViewPlan(
            schema, fullName, create, existing, columns,
            Securable.With(context.Lookup, KeptText.Property, MeaningOf(create, schema, fullName, context)), query);
    }

    /// <summary>What the names mean in the text that will be kept.</summary>
    private static string MeaningOf(CreateView create, Securable schema, string fullName, BindContext context)
    {
        var view = new Securable(
            Guid.NewGuid(), SecurableKind.View, create.Name.Last, schema.Id, context.User, null, default, default,
            context.LookupNow);
        var inner = context.Aside().ForView(view, $"view {fullName}", create.Name.Span);
        new QueryBinder(inner).Bind(SqlParser.ParseQuery(create.Query.ToSql()), null);
        return inner.Text!.ToMeaning();
    }
}
