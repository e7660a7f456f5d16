using LakeSql.Common.Names;
using LakeSql.Syntax.Statements;

namespace LakeSql.Syntax.Parsing;

/// <summary>Clauses that many statements share.</summary>
internal static class Clauses
{
    private static readonly (string Word, string Plural, ObjectKind Kind)[] Kinds =
    [
        ("CATALOG", "CATALOGS", ObjectKind.Catalog),
        ("SCHEMA", "SCHEMAS", ObjectKind.Schema),
        ("DATABASE", "DATABASES", ObjectKind.Schema),
        ("TABLE", "TABLES", ObjectKind.Table),
        ("VIEW", "VIEWS", ObjectKind.View),
        ("VOLUME", "VOLUMES", ObjectKind.Volume),
        ("MODEL", "MODELS", ObjectKind.Model),
        ("FUNCTION", "FUNCTIONS", ObjectKind.Function),
    ];

    public static bool IfNotExists(Cursor c) => c.TakeAll("IF", "NOT", "EXISTS");

    public static string? Comment(Cursor c) => c.Take("COMMENT") ? c.StringValue() : null;

    /// <summary>TABLE, VIEW and the like; null at another word.</summary>
    public static ObjectKind? Kind(Cursor c)
    {
        foreach (var (word, _, kind) in Kinds)
        {
            if (c.Take(word))
            {
                return kind;
            }
        }

        return c.TakeAll("EXTERNAL", "LOCATION") ? ObjectKind.ExternalLocation : null;
    }

    /// <summary>The same, but a word that no name follows is a name itself: <c>DESCRIBE model</c>.</summary>
    public static ObjectKind? OptionalKind(Cursor c) => c.IsName(1) || c.IsWord("TABLE") ? Kind(c) : null;

    public static ObjectKind? KindPlural(Cursor c)
    {
        foreach (var (_, word, kind) in Kinds)
        {
            if (c.Take(word))
            {
                return kind;
            }
        }

        return c.Take("USERS") ? ObjectKind.User
            : c.Take("GROUPS") ? ObjectKind.Group
            : c.TakeAll("EXTERNAL", "LOCATIONS") ? ObjectKind.ExternalLocation
            : null;
    }

    /// <summary><c>[kind] name</c>, or METASTORE, which has no name.</summary>
    public static (ObjectKind Kind, QualifiedName Name) Securable(Cursor c)
    {
        var span = c.Here;
        if (!c.IsSymbol(".", 1) && c.Take("METASTORE"))
        {
            return (ObjectKind.Metastore, new QualifiedName(span, ["metastore"]));
        }

        var kind = OptionalKind(c) ?? ObjectKind.Table;
        return (kind, c.QualifiedName());
    }

    public static void WriteSecurable(ObjectKind kind, QualifiedName name, SqlWriter sql)
    {
        sql.Raw(kind.SqlName());
        if (kind != ObjectKind.Metastore)
        {
            sql.Raw(" ").Name(name);
        }
    }
}
