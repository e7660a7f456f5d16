namespace LakeSql.Storage.Delta;

/// <summary>How a data file tells its variants from structs.</summary>
public enum VariantMark
{
    /// <summary>
    /// Not at all, or it has none: a variant is a struct of two columns of bytes, as Spark 4.0 wrote it.
    /// </summary>
    None,

    /// <summary>By Parquet's logical type VARIANT; parts of them may have columns of their own.</summary>
    Marked,

    /// <summary>Not at all, and parts of them have columns of their own, as previews of the feature wrote it.</summary>
    ShreddedUnmarked,
}
