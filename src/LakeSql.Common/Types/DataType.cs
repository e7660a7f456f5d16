using System.Globalization;
using LakeSql.Common.Names;

namespace LakeSql.Common.Types;

/// <summary>
/// A type of SQL values. <see cref="Name"/> is the Databricks spelling, the one LakeSql stores and shows.
/// </summary>
public abstract record DataType
{
    /// <summary>The type's name, e.g. <c>DECIMAL(10,2)</c> or <c>ARRAY&lt;STRING&gt;</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The type itself, and those of elements, keys, values and fields at every depth.</summary>
    public IEnumerable<DataType> Parts()
    {
        IEnumerable<DataType> within = this switch
        {
            ArrayType array => [array.Element],
            FixedArrayType array => [array.Element],
            MapType map => [map.Key, map.Value],
            StructType structure => structure.Fields.Select(f => f.Type),
            _ => [],
        };
        return within.SelectMany(t => t.Parts()).Prepend(this);
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}

/// <summary>A type without parameters.</summary>
public sealed record PrimitiveType : DataType
{
    private PrimitiveType(string name) => Name = name;

    /// <summary>True or false.</summary>
    public static readonly PrimitiveType Boolean = new("BOOLEAN");

    /// <summary>8-bit signed integer.</summary>
    public static readonly PrimitiveType TinyInt = new("TINYINT");

    /// <summary>16-bit signed integer.</summary>
    public static readonly PrimitiveType SmallInt = new("SMALLINT");

    /// <summary>32-bit signed integer.</summary>
    public static readonly PrimitiveType Int = new("INT");

    /// <summary>64-bit signed integer.</summary>
    public static readonly PrimitiveType BigInt = new("BIGINT");

    /// <summary>32-bit IEEE 754.</summary>
    public static readonly PrimitiveType Float = new("FLOAT");

    /// <summary>64-bit IEEE 754.</summary>
    public static readonly PrimitiveType Double = new("DOUBLE");

    /// <summary>Unicode text.</summary>
    public static readonly PrimitiveType String = new("STRING");

    /// <summary>Bytes.</summary>
    public static readonly PrimitiveType Binary = new("BINARY");

    /// <summary>An encoded picture; stored as bytes with a mark in the column's metadata.</summary>
    public static readonly PrimitiveType Image = new("IMAGE");

    /// <summary>Calendar day.</summary>
    public static readonly PrimitiveType Date = new("DATE");

    /// <summary>Instant in UTC, microseconds.</summary>
    public static readonly PrimitiveType Timestamp = new("TIMESTAMP");

    /// <summary>Wall clock date and time without zone, microseconds.</summary>
    public static readonly PrimitiveType TimestampNtz = new("TIMESTAMP_NTZ");

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<PrimitiveType> All { get; } =
    [
        Boolean, TinyInt, SmallInt, Int, BigInt, Float, Double, String, Binary, Image, Date, Timestamp, TimestampNtz,
    ];
}

/// <summary><c>DECIMAL(precision, scale)</c>, at most 38 digits.</summary>
public sealed record DecimalType(int Precision, int Scale) : DataType
{
    /// <inheritdoc/>
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Precision},{Scale})");
}

/// <summary><c>ARRAY&lt;element&gt;</c>.</summary>
public sealed record ArrayType(DataType Element) : DataType
{
    /// <inheritdoc/>
    public override string Name => $"ARRAY<{Element.Name}>";
}

/// <summary><c>FLOAT[3]</c>: an array of one length, a type of values of a query and of no table.</summary>
public sealed record FixedArrayType(DataType Element, int Length) : DataType
{
    /// <inheritdoc/>
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"{Element.Name}[{Length}]");
}

/// <summary><c>MAP&lt;key, value&gt;</c>.</summary>
public sealed record MapType(DataType Key, DataType Value) : DataType
{
    /// <inheritdoc/>
    public override string Name => $"MAP<{Key.Name}, {Value.Name}>";
}

/// <summary><c>STRUCT&lt;name: type, …&gt;</c>.</summary>
public sealed record StructType(Sequence<StructField> Fields) : DataType
{
    /// <inheritdoc/>
    public override string Name =>
        $"STRUCT<{string.Join(", ", Fields.Select(f => $"{Identifier.Quote(f.Name)}: {f.Type.Name}"))}>";
}

/// <summary>One field of a struct.</summary>
public sealed record StructField(string Name, DataType Type);

/// <summary>
/// A type of the engine that tables cannot store, e.g. <c>HUGEINT</c>, <c>INTERVAL</c>, <c>TIME</c>, <c>UUID</c>.
/// </summary>
/// <param name="EngineName">The engine's spelling.</param>
public sealed record EngineType(string EngineName) : DataType
{
    /// <inheritdoc/>
    public override string Name => EngineName;
}
