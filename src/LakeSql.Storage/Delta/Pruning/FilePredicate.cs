namespace LakeSql.Storage.Delta.Pruning;

/// <summary>A condition on rows, asked of a file: may any of its rows meet it?</summary>
public abstract record FilePredicate
{
    /// <summary>False only when it is certain that no row of the file meets the condition.</summary>
    internal abstract bool MayHold(FileFacts file);

    /// <summary>The files that may have rows which meet the condition.</summary>
    public static IReadOnlyList<DataFile> Filter(IReadOnlyList<DataFile> files, FilePredicate condition)
    {
        if (condition is AnythingHolds)
        {
            return files;
        }

        var kept = files.Where(f => condition.MayHold(new FileFacts(f))).ToList();
        return kept.Count == files.Count ? files : kept;
    }
}

/// <summary>Both conditions.</summary>
public sealed record BothHold(FilePredicate Left, FilePredicate Right) : FilePredicate
{
    internal override bool MayHold(FileFacts file) => Left.MayHold(file) && Right.MayHold(file);
}

/// <summary>One of the conditions.</summary>
public sealed record EitherHolds(FilePredicate Left, FilePredicate Right) : FilePredicate
{
    internal override bool MayHold(FileFacts file) => Left.MayHold(file) || Right.MayHold(file);
}

/// <summary>A condition of which a file tells nothing.</summary>
public sealed record AnythingHolds : FilePredicate
{
    /// <summary>The one of it.</summary>
    public static readonly AnythingHolds Instance = new();

    internal override bool MayHold(FileFacts file) => true;
}

/// <summary>A column is NULL, or is not.</summary>
public sealed record NullTest(PrunedColumn Column, bool IsNull) : FilePredicate
{
    internal override bool MayHold(FileFacts file) => IsNull ? file.MayHaveNull(Column) : file.MayHaveValue(Column);
}

/// <summary>A column compared with a constant.</summary>
/// <param name="Column">The column.</param>
/// <param name="Operator">How.</param>
/// <param name="Constant">In the column's type.</param>
public sealed record Comparison(PrunedColumn Column, ComparisonOperator Operator, ColumnValue Constant) : FilePredicate
{
    internal override bool MayHold(FileFacts file)
    {
        if (!file.MayHaveValue(Column))
        {
            return false;
        }

        // Of the bounds each may be unknown: then it excludes nothing.
        var low = file.Minimum(Column) is { } minimum ? minimum.CompareTo(Constant) : (int?)null;
        var high = file.Maximum(Column) is { } maximum ? maximum.CompareTo(Constant) : (int?)null;
        return Operator switch
        {
            ComparisonOperator.Equal => !(low > 0 || high < 0),
            ComparisonOperator.NotEqual => !(low == 0 && high == 0 && Column.IsPartition),
            ComparisonOperator.Less => !(low >= 0),
            ComparisonOperator.LessOrEqual => !(low > 0),
            ComparisonOperator.Greater => !(high <= 0),
            _ => !(high < 0),
        };
    }
}

/// <summary>A text begins with another.</summary>
public sealed record BeginsWith(PrunedColumn Column, ColumnValue Prefix) : FilePredicate
{
    internal override bool MayHold(FileFacts file) =>
        file.MayHaveValue(Column)
        && !(file.Maximum(Column)?.CompareTo(Prefix) < 0)
        && !(Prefix.AfterPrefix() is { } after && file.Minimum(Column)?.CompareTo(after) >= 0);
}

/// <summary>How a column is compared.</summary>
public enum ComparisonOperator
{
#pragma warning disable CS1591
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual,
#pragma warning restore CS1591
}
