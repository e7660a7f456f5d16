using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;

namespace LakeSql.Engine.DuckDb;

/// <summary>SQL text for DuckDB under construction, with the values of its parameters.</summary>
/// <remarks>
/// Text from users enters through <see cref="Name"/>, <see cref="Text"/> and <see cref="Value"/> alone, which quote it
/// or bind it. <see cref="Raw"/> is for words of the renderer's own.
/// </remarks>
internal sealed class DuckDbSql
{
    private static readonly SearchValues<char> PatternSigns = SearchValues.Create("*?[");

    private readonly StringBuilder text = new();
    private readonly List<(int Start, int End, SourceSpan Source, bool IsKept)> origins = [];

    /// <summary>Where the view or function is named whose text is being written; null in the statement's own.</summary>
    public SourceSpan? Place { get; private set; }

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

    /// <summary>
    /// The path of one file to read, which the engine would take for a pattern when it holds the signs of one.
    /// </summary>
    /// <exception cref="LakeSqlException">
    /// LSQ2019 for a backslash beside them: no pattern of the engine has one, so none names the file.
    /// </exception>
    public DuckDbSql Path(string path)
    {
        if (!path.AsSpan().ContainsAny(PatternSigns))
        {
            return Text(path);
        }

        return !path.Contains('\\')
            ? Text(string.Concat(path.Select(c => PatternSigns.Contains(c) ? $"[{c}]" : $"{c}")))
            : throw ErrorCode.InvalidPath.Error(
                $"{System.IO.Path.GetFileName(path)} cannot be read: its path has a backslash beside *, ? or [",
                hint: "give the file another name");
    }

    /// <summary>A whole number.</summary>
    public DuckDbSql Number(long value)
    {
        text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>A bound parameter. Text with U+0000, which the engine would take for its end, is written out.</summary>
    public DuckDbSql Value(object? value)
    {
        if (value is string written && written.Contains('\0'))
        {
            return Text(written);
        }

        if (value is ICollection items and not byte[] && HasNul(items))
        {
            return Raw("[").List(items.Cast<object?>(), i => Value(i)).Raw("]");
        }

        Parameters.Add(value);
        text.Append('$').Append(Parameters.Count.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>A type.</summary>
    public DuckDbSql Type(DataType type) => Raw(TypeName(type));

    /// <summary>A value as one of a type.</summary>
    /// <remarks>
    /// The engine compares <c>CAST(d AS …) = c</c> as <c>d = CAST(c AS …)</c>, which is not the same where d has fields
    /// that the type has not. It does not look into a list.
    /// </remarks>
    public DuckDbSql Cast(Action value, DataType type, bool isTry = false)
    {
        var hasFields = type.Parts().Any(t => t is StructType);
        Raw(hasFields ? "list_extract([" : "").Raw(isTry ? "TRY_CAST(" : "CAST(");
        value();
        return Raw(" AS ").Type(type).Raw(hasFields ? ")], 1)" : ")");
    }

    /// <summary>
    /// The same value, which the engine puts into a list and takes from it: it does not see that it is the same, and
    /// has nothing then of values beside it.
    /// </summary>
    public DuckDbSql Copy(Action value)
    {
        Raw("list_extract([");
        value();
        Raw(", ");
        value();
        return Raw("], 1)");
    }

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

    /// <summary>Begins a part; its end says which part of the user's text it stands for.</summary>
    public int Begin() => text.Length;

    /// <summary>Ends a part that was begun at <paramref name="start"/>.</summary>
    public void End(int start, SourceSpan source) =>
        origins.Add((start, text.Length, Place ?? source, Place is not null));

    /// <summary>Writes a part that stands for one place as a whole: the text of a view is not the user's.</summary>
    public void Within(SourceSpan source, Action write)
    {
        var (outer, start) = (Place, Begin());
        At(outer ?? source, write);
        origins.Add((start, text.Length, outer ?? source, true));
    }

    /// <summary>Writes what stands at a place around the present one: the arguments of a call.</summary>
    public void At(SourceSpan? place, Action write)
    {
        var inner = Place;
        Place = place;
        write();
        Place = inner;
    }

    /// <summary>
    /// The place in the user's text of what stands at a byte of the generated text, and whether it is of the text of a
    /// view or function that the user's text names there.
    /// </summary>
    public (SourceSpan Place, bool IsKept) SourceOf(int position)
    {
        var at = CharacterAt(position);

        // Inner parts were added before the parts around them.
        var found = origins.FindIndex(o => o.Start <= at && at < o.End && o.Source.IsKnown);
        return found < 0 ? (SourceSpan.None, false) : (origins[found].Source, origins[found].IsKept);
    }

    /// <summary>True when the words stand at a byte of the generated text.</summary>
    public bool HasAt(int position, string words) => text.ToString().AsSpan(CharacterAt(position)).TrimStart('"')
        .StartsWith(words, StringComparison.OrdinalIgnoreCase);

    private int CharacterAt(int position)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        return Encoding.UTF8.GetCharCount(bytes, 0, Math.Clamp(position, 0, bytes.Length));
    }

    /// <summary>Gives the text and its values to a command.</summary>
    public void Load(DuckDBCommand command)
    {
        command.CommandText = text.ToString();
        foreach (var value in Parameters)
        {
            command.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
        }
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
        FixedArrayType f => string.Create(CultureInfo.InvariantCulture, $"{TypeName(f.Element)}[{f.Length}]"),
        MapType m => $"MAP({TypeName(m.Key)}, {TypeName(m.Value)})",
        StructType s => $"STRUCT({string.Join(", ", s.Fields.Select(f => $"{QuoteName(f.Name)} {TypeName(f.Type)}"))})",
        EngineType e => e.EngineName,
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>A name as text of the engine's.</summary>
    /// <exception cref="LakeSqlException">
    /// LSQ2020 for what no name holds: some come from values and files.
    /// </exception>
    public static string QuoteName(string name) => Identifier.FaultOf(name) is { } fault
        ? throw ErrorCode.InvalidName.Error(fault)
        : "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>The engine's own text ends at U+0000, its values do not.</summary>
    private static string QuoteText(string value) => value.Contains('\0')
        ? "(" + string.Join(" || chr(0) || ", value.Split('\0').Select(QuoteText)) + ")"
        : "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static bool HasNul(IEnumerable items) => items.Cast<object?>().Any(
        i => i is string s ? s.Contains('\0') : i is IEnumerable inner and not byte[] && HasNul(inner));
}
