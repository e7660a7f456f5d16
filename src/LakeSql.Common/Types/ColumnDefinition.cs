namespace LakeSql.Common.Types;

/// <summary>A column of a table: what the catalog, the Delta log and the planner agree on.</summary>
/// <param name="Name">Its name, spelling kept.</param>
/// <param name="Type">Its type.</param>
/// <param name="Nullable">False when NULL is refused.</param>
/// <param name="Comment">What a person said of it.</param>
public sealed record ColumnDefinition(string Name, DataType Type, bool Nullable = true, string? Comment = null)
{
    /// <summary>The SQL of the value that a row gets which gives none; null for NULL.</summary>
    public PlacedText? Default { get; init; }

    /// <summary>The SQL from which the value is always computed; null when it is given.</summary>
    public PlacedText? Generated { get; init; }

    /// <summary>How the column numbers the rows that give it no value; null when it does not.</summary>
    public IdentityColumn? Identity { get; init; }
}

/// <summary><c>GENERATED ALWAYS|BY DEFAULT AS IDENTITY (START WITH start INCREMENT BY step)</c></summary>
/// <param name="IsAlways">True when rows cannot give a value of their own.</param>
/// <param name="Start">The first number.</param>
/// <param name="Step">From one number to the next; negative to count down.</param>
public sealed record IdentityColumn(bool IsAlways, long Start, long Step);
