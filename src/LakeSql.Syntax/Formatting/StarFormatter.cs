using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Formatting;

/// <summary>Spells stars and COLUMNS.</summary>
internal static class StarFormatter
{
    public static void Write(Star star, SqlWriter sql)
    {
        if (star.Qualifier is not null)
        {
            sql.Name(star.Qualifier).Raw(".");
        }

        sql.Raw("*");
        if (star.Exclude.Count > 0)
        {
            sql.Raw(" EXCLUDE (").List(star.Exclude, e => sql.Name(e)).Raw(")");
        }

        if (star.Replace.Count > 0)
        {
            sql.Raw(" REPLACE (").List(star.Replace, r => sql.Node(r)).Raw(")");
        }

        if (star.Rename.Count > 0)
        {
            sql.Raw(" RENAME (").List(star.Rename, r => sql.Name(r.From).Raw(" AS ").Name(r.To)).Raw(")");
        }
    }

    public static void Write(Columns columns, SqlWriter sql)
    {
        sql.When(columns.IsUnpacked, "*").Raw("COLUMNS(");
        CallFormatter.WriteArgument(new FunctionArgument(null, columns.Selector), sql);
        sql.Raw(")");
    }
}
