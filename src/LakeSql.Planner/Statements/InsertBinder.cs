using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>Rows to be added to a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Read">The version it was bound at.</param>
/// <param name="Overwrite">True when the rows replace all others.</param>
/// <param name="Source">The rows.</param>
/// <param name="Columns">For each column of the table the position in the source, or -1 for none.</param>
/// <param name="Rules">What the table asks of the rows.</param>
public sealed record InsertPlan(
    Securable Table, string FullName, Snapshot Read, bool Overwrite, BoundQuery Source, IReadOnlyList<int> Columns,
    WriteRules Rules)
    : StatementPlan(Overwrite ? "INSERT OVERWRITE" : "INSERT");

internal static class InsertBinder
{
    public static InsertPlan Bind(Insert insert, BindContext context)
    {
        var (table, fullName, snapshot) = WrittenTable.Bind(insert.Table, context);
        var source = QueryBinder.BindSource(insert.Query, context);
        var target = snapshot.Metadata.Columns;
        int[] positions;
        if (insert.ByName)
        {
            positions = ByName([.. source.Columns.Select(c => c.Name)], target, fullName, insert);
        }
        else if (insert.Columns.Count > 0)
        {
            CheckCount(insert.Columns.Count, source.Columns.Count, insert);
            positions = ByName(insert.Columns, target, fullName, insert);
        }
        else
        {
            CheckCount(target.Count, source.Columns.Count, insert);
            positions = [.. Enumerable.Range(0, target.Count)];
        }

        foreach (var (column, position) in target.Zip(positions).Where(p => p.Second >= 0))
        {
            context.Resolution.AddValue(source.Columns[position].Sources, column.Name);
        }

        context.Resolution.Target = new ObjectUse(fullName, "TABLE", null);
        return new InsertPlan(
            table, fullName, snapshot, insert.Overwrite, source, positions,
            WriteRules.Bind(snapshot.Metadata, context));
    }

    private static int[] ByName(
        IReadOnlyList<string> names, Sequence<Common.Types.ColumnDefinition> target, string fullName, Insert insert)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (!target.Any(c => Identifier.Same(c.Name, names[i])))
            {
                var near = Identifier.Nearest(names[i], target.Select(c => c.Name));
                throw ErrorCode.ColumnNotFound.Error(
                    $"{fullName} has no column {Identifier.Quote(names[i])}", insert.Table.Span,
                    near is null ? null : $"did you mean {Identifier.Quote(near)}?");
            }

            if (names.Take(i).Contains(names[i], Identifier.Comparer))
            {
                throw ErrorCode.DuplicateColumn.Error(
                    $"column {Identifier.Quote(names[i])} is given twice", insert.Table.Span);
            }
        }

        return [.. target.Select(c => Array.FindIndex([.. names], n => Identifier.Same(n, c.Name)))];
    }

    private static void CheckCount(int wanted, int given, Insert insert)
    {
        if (wanted != given)
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"INSERT has {given} column{(given == 1 ? "" : "s")}, {wanted} {(wanted == 1 ? "is" : "are")} expected",
                insert.Query.Span);
        }
    }
}
