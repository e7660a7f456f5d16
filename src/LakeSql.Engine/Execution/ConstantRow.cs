using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.DuckDb;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Execution;

/// <summary>
/// One row of constants that their columns take as they are, whatever they are: they need no cast that can fail, and
/// what the statistics of their file will be is known before.
/// </summary>
/// <remarks>
/// Most INSERTs of programs are such rows. A row in FROM, casts and statistics cost the engine a third of its time.
/// </remarks>
internal sealed class ConstantRow
{
    private readonly Expression?[] values;

    private ConstantRow(Expression?[] values) => this.values = values;

    /// <summary>The row, or null where the table needs more than it.</summary>
    /// <param name="table">Where it goes.</param>
    /// <param name="given">What is given; null where that is not one row of VALUES.</param>
    /// <param name="positions">For each column its position in what is given, or -1 for none.</param>
    public static ConstantRow? Of(WriteTarget table, Sequence<Expression>? given, IReadOnlyList<int> positions)
    {
        if (given is null || table.Extra is not null || table.Metadata.PartitionColumns.Count > 0)
        {
            return null;
        }

        var values = new Expression?[positions.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var isComputed = table.Rules.Defaults.ContainsKey(i) || table.Rules.Generated.ContainsKey(i);
            var value = positions[i] >= 0 ? given[positions[i]]
                : isComputed ? null : new Literal(SourceSpan.None, LiteralKind.Null, "NULL");
            if (value is not null && !Takes(table.Metadata.Columns[i], value))
            {
                return null;
            }

            values[i] = value;
        }

        return new ConstantRow(values);
    }

    /// <summary>True when no value is left to the engine to compute.</summary>
    public bool IsWhole => !values.Contains(null);

    /// <summary>What a column gets; null where the engine computes it.</summary>
    public Expression? this[int column] => values[column];

    /// <summary>The statistics of the columns' values, as the engine would return them.</summary>
    public Dictionary<string, Dictionary<string, string>> Statistics(IEnumerable<string> columns) =>
        columns.Zip(values).ToDictionary(
            c => DuckDbSql.QuoteName(c.First),
            c => c.Second is Literal { Kind: LiteralKind.Null } ? new Dictionary<string, string>
            {
                ["null_count"] = "1",
            }
            : new() { ["null_count"] = "0", ["min"] = TextOf(c.Second!), ["max"] = TextOf(c.Second!) },
            StringComparer.Ordinal);

    private static bool Takes(ColumnDefinition column, Expression value) => value is Literal { Kind: LiteralKind.Null }
        ? column.Nullable && column.Type is PrimitiveType : PlainConstant.Becomes(value, column.Type);

    private static string TextOf(Expression value) => PlainConstant.WholeNumber(value) is { } number
        ? number.ToString(CultureInfo.InvariantCulture) : ((Literal)value).Text;
}
