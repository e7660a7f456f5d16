using LakeSql.Common.Errors;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>Which relations the columns of a query can be of, but for those of the queries around it.</summary>
internal static class RelationsOf
{
    public static HashSet<string> Query(Query query)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Add(query.Body, found);
        return found;
    }

    private static void Add(QueryBody body, HashSet<string> found)
    {
        Recursion.Check();
        switch (body)
        {
            case Select { From: { } from }: Add(from, found); break;
            case ParenthesizedQuery inner: Add(inner.Query.Body, found); break;
            case SetOperation both: Add(both.Left, found); Add(both.Right, found); break;
        }
    }

    private static void Add(TableExpression table, HashSet<string> found)
    {
        Recursion.Check();
        switch (table)
        {
            case Join join: Add(join.Left, found); Add(join.Right, found); break;
            case ParenthesizedJoin inner: Add(inner.Inner, found); break;
            case BoundScan scan: found.Add(scan.Alias.Name); break;
            case BoundCommonTable common: found.Add(common.Alias.Name); break;
            case BoundView view: found.Add(view.Alias.Name); break;
            case DerivedTable { Alias: { } alias }: found.Add(alias.Name); break;
            case TableFunction { Alias: { } alias }: found.Add(alias.Name); break;
        }
    }
}
