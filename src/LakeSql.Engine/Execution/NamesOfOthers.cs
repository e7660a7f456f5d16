using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Binding;
using LakeSql.Storage.Delta;
using LakeSql.Syntax;

namespace LakeSql.Engine.Execution;

/// <summary>
/// Names of other tables in what is kept of one. Who manages that one is told all of them, other readers those that
/// they may know.
/// </summary>
internal static class NamesOfOthers
{
    private const string Hidden = "_";

    /// <summary>The keys of a table, each with what it refers to; null for none, and for what is gone.</summary>
    public static IEnumerable<(TableKey Key, Securable? Parent)> KeysOf(Securable table, StatementContext statement)
    {
        var seesAll = statement.Manages(table);
        return table.Keys
            .Select(k => (Key: k, Parent: k.Parent == Guid.Empty ? table
                : k.Parent is { } id ? statement.Metastore.ById(id) : null))
            .Where(k => seesAll || k.Key.Parent is null || k.Key.Parent == Guid.Empty
                || (k.Parent is { } parent && statement.Metastore.MayName(statement.Principals, parent)));
    }

    /// <summary>How a version was asked for, as a reader is told who does not manage the table.</summary>
    public static IReadOnlyDictionary<string, string> ToldOf(HistoryEntry entry, StatementContext statement) =>
        entry.OperationParameters.ToDictionary(p => p.Key, p => p.Key switch
        {
            "source" when !MayTell(p.Value, statement) => Hidden,

            // It names the source and its columns.
            "predicate" when entry.Operation == "MERGE" => Hidden,
            _ => p.Value,
        });

    private static bool MayTell(string source, StatementContext statement)
    {
        if (source.StartsWith('/'))
        {
            return statement.Metastore.IsVisible(
                statement.Principals, OutsidePath.Covering(source, statement.Metastore));
        }

        try
        {
            return statement.Metastore.Resolve(SecurableKind.Table, [.. SqlParser.ParseName(source).Parts]) is { } found
                && statement.Metastore.MayName(statement.Principals, found);
        }
        catch (LakeSqlException)
        {
            // Logs of other engines may hold anything.
            return false;
        }
    }
}
