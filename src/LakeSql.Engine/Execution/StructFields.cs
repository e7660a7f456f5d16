using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Engine.Execution;

/// <summary>What a column of a table is given.</summary>
/// <param name="Column">The column's position.</param>
/// <param name="Type">The type of the values.</param>
/// <param name="Span">Where the statement says so.</param>
internal sealed record GivenValue(int Column, DataType Type, SourceSpan Span);

/// <summary>
/// The engine casts structs field by field, by name, and drops what the other type does not have: so a statement that
/// would lose values is refused, or the table gets the fields.
/// </summary>
internal static class StructFields
{
    /// <summary>The table as it must be to hold the values: as it is, unless the statement lets it change.</summary>
    /// <param name="table">The table.</param>
    /// <param name="given">What its columns are given.</param>
    /// <param name="evolves">True to add the fields that are missing.</param>
    /// <param name="advice">What lets them be added; null for ALTER TABLE.</param>
    /// <param name="fullName">The table's name.</param>
    /// <exception cref="LakeSqlException">LSQ2002 when a column would lose a field of a value.</exception>
    public static TableMetadata Fitted(
        TableMetadata table, IReadOnlyList<GivenValue> given, bool evolves, string? advice, string fullName)
    {
        var lost = given.Where(g => NestedFields.Missing(g.Type, table.Columns[g.Column].Type) is not null).ToList();
        if (lost.Count == 0)
        {
            return table;
        }

        return evolves ? table.WithNested(lost.Select(g => (g.Column, StorableTypes.Of(g.Type))))
            : throw Refused(lost[0], table.Columns[lost[0].Column], advice, fullName);
    }

    /// <summary>True when values of the type have named fields somewhere.</summary>
    public static bool Has(DataType type) => type.Parts().Any(t => t is StructType);

    private static LakeSqlException Refused(
        GivenValue given, ColumnDefinition column, string? advice, string fullName)
    {
        var field = NestedFields.Missing(given.Type, column.Type)!;
        string[] path = [column.Name, .. field.Path];
        string Quoted(IEnumerable<string> parts) => string.Join('.', parts.Select(Identifier.Quote));
        var near = Identifier.Nearest(field.Name, field.Within.Fields.Select(f => f.Name));
        return ErrorCode.ColumnNotFound.Error(
            $"column {Quoted(path)} has no field {Identifier.Quote(field.Name)}", given.Span,
            near is not null ? $"did you mean {Identifier.Quote(near)}?"
                : advice ?? $"ALTER TABLE {fullName} ADD COLUMN {Quoted(path.Append(field.Name))} "
                    + StorableTypes.Of(field.Type).Name);
    }
}
