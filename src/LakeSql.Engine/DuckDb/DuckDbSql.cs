using System.Globalization;
using System.Text;
using LakeSql.Common.Types;

namespace LakeSql.Engine.DuckDb;

/// <summary>SQL text for DuckDB under construction, with the values of its parameters.</summary>
/// <remarks>
/// Text from users enters through <see cref="Name"/>, <see cref="Text"/> and <see cref="Value"/> alone, which quote it
/// or bind it. <see cref="Raw"/> is for words of the renderer's own.
/// </remarks>
internal sealed class DuckDbSql
{
    private readonly StringBuilder text = new();

    /// <summary>Values of <c>$1</c>, <c>$2</c>, … in order.</summary>
    public List<object?> Parameters { get; } = [];

    /// <summary>Words of the renderer.</summary>
    public DuckDbSql Raw(string words)
    {
        text.Append(words);
        return this;
    }

    /// <summary>A name, always quoted.</summary>
    public DuckDbSql Name(string name)
    {
        text.Append(QuoteName(name));
        return this;
    }

    /// <summary>A string literal.</summary>
    public DuckDbSql Text(string value)
    {
        text.Append(QuoteText(value));
        return this;
    }

    /// <summary>A whole number.</summary>
    public DuckDbSql Number(long value)
    {
        text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>A bound parameter.</summary>
    public DuckDbSql Value(object? value)
    {
        Parameters.Add(value);
        text.Append('$').Append(Parameters.Count.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>A type.</summary>
    public DuckDbSql Type(DataType type) => Raw(TypeName(type));

    /// <summary>Items with commas between.</summary>
    public DuckDbSql List<T>(IEnumerable<T> items, Action<T> write)
    {
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                text.Append(", ");
            }

            first = false;
            write(item);
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>DuckDB's spelling of a type.</summary>
    public static string TypeName(DataType type) => type switch
    {
        PrimitiveType p when p == PrimitiveType.String => "VARCHAR",
        PrimitiveType p when p == PrimitiveType.Binary || p == PrimitiveType.Image => "BLOB",
        PrimitiveType p when p == PrimitiveType.Timestamp => "TIMESTAMPTZ",
        PrimitiveType p when p == PrimitiveType.TimestampNtz => "TIMESTAMP",
        PrimitiveType p => p.Name,
        DecimalType d => d.Name,
        ArrayType a => TypeName(a.Element) + "[]",
        MapType m => $"MAP({TypeName(m.Key)}, {TypeName(m.Value)})",
        StructType s => $"STRUCT({string.Join(", ", s.Fields.Select(f => $"{QuoteName(f.Name)} {TypeName(f.Type)}"))})",
        EngineType e => e.EngineName,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static string QuoteName(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static string QuoteText(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
}
