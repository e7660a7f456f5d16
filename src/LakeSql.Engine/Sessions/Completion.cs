using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Functions;
using LakeSql.Syntax;

namespace LakeSql.Engine.Sessions;

/// <summary>What may follow at a place of the text: keywords, functions, and the names that the user may see.</summary>
internal static class Completion
{
    public static IReadOnlyList<string> At(string text, int position, BindContext context)
    {
        var start = position;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.' or '`'))
        {
            start--;
        }

        var word = text[start..position];
        var dot = word.LastIndexOf('.');
        var (qualifier, prefix) = dot < 0 ? ("", word) : (word[..dot], word[(dot + 1)..]);
        var candidates = dot < 0
            ? Objects(context.CurrentCatalog, context.CurrentSchema, context)
                .Concat(Children(context.Metastore.RootId, context))
                .Concat(SqlParser.Keywords).Concat(FunctionList.Names)
            : Below(qualifier.Split('.'), context);
        var head = dot < 0 ? "" : qualifier + ".";
        return [.. candidates
            .Where(c => c.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Distinct(Identifier.Comparer)
            .Select(c => head + c)
            .Take(200)];
    }

    private static IEnumerable<string> Below(string[] qualifier, BindContext context)
    {
        try
        {
            return qualifier.Length switch
            {
                1 when context.Metastore.Find(
                    SecurableKind.Catalog, context.Metastore.RootId, qualifier[0]) is not null =>
                    Children(context.Names.Catalog(qualifier[0], SourceSpan.None).Id, context),
                1 => Objects(context.CurrentCatalog, qualifier[0], context),
                2 => Objects(qualifier[0], qualifier[1], context),
                _ => [],
            };
        }
        catch (LakeSqlException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Objects(string catalog, string schema, BindContext context)
    {
        try
        {
            return Children(context.Names.Schema(QualifiedName.Of(catalog, schema)).Id, context);
        }
        catch (LakeSqlException)
        {
            return [];
        }
    }

    private static IEnumerable<string> Children(Guid parent, BindContext context) =>
        context.Metastore.Children(parent, null).Where(context.Names.IsVisible).Select(s => Identifier.Quote(s.Name));
}
