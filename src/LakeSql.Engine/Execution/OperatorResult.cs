using LakeSql.Common.Types;
using LakeSql.Engine.Sessions;

namespace LakeSql.Engine.Execution;

/// <summary>What an operator leaves: rows of its own making, a stream of the engine, or a count.</summary>
internal sealed record OperatorResult(IReadOnlyList<ResultColumn> Columns)
{
    /// <summary>Nothing to show.</summary>
    public static readonly OperatorResult None = new([]);

    public IReadOnlyList<object?[]> Rows { get; init; } = [];

    public EngineStream? Stream { get; init; }

    public long RowsAffected { get; init; } = -1;

    /// <summary>The version of the table or model that was made.</summary>
    public long? VersionMade { get; init; }

    public static OperatorResult Affected(long rows, long? version = null) =>
        new([]) { RowsAffected = rows, VersionMade = version };

    /// <summary>Rows of strings.</summary>
    public static OperatorResult Strings(string[] names, IEnumerable<string?[]> rows) =>
        new([.. names.Select(n => new ResultColumn(n, PrimitiveType.String))]) { Rows = [.. rows] };

    public static OperatorResult Table((string Name, DataType Type)[] columns, IEnumerable<object?[]> rows) =>
        new([.. columns.Select(c => new ResultColumn(c.Name, c.Type))]) { Rows = [.. rows] };
}
