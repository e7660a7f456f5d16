using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Tokens;

namespace LakeSql.Syntax.Parsing;

/// <summary>Whose reading of a type name holds: they differ in TIMESTAMP alone.</summary>
internal enum TypeDialect
{
    /// <summary>Databricks: TIMESTAMP is an instant. In CREATE TABLE.</summary>
    Table,

    /// <summary>DuckDB: TIMESTAMP has no zone. In casts and in what the engine tells.</summary>
    Engine,
}

/// <summary>Type names of both worlds.</summary>
internal static class TypeParser
{
    private static readonly Dictionary<string, DataType> Plain = new(Identifier.Comparer)
    {
        ["BOOLEAN"] = PrimitiveType.Boolean, ["BOOL"] = PrimitiveType.Boolean, ["LOGICAL"] = PrimitiveType.Boolean,
        ["TINYINT"] = PrimitiveType.TinyInt, ["BYTE"] = PrimitiveType.TinyInt, ["INT1"] = PrimitiveType.TinyInt,
        ["SMALLINT"] = PrimitiveType.SmallInt, ["SHORT"] = PrimitiveType.SmallInt, ["INT2"] = PrimitiveType.SmallInt,
        ["INT"] = PrimitiveType.Int, ["INTEGER"] = PrimitiveType.Int, ["INT4"] = PrimitiveType.Int,
        ["SIGNED"] = PrimitiveType.Int, ["INT32"] = PrimitiveType.Int, ["INTEGRAL"] = PrimitiveType.Int,
        ["INT16"] = PrimitiveType.SmallInt, ["INT64"] = PrimitiveType.BigInt, ["OID"] = PrimitiveType.BigInt,
        ["BIGINT"] = PrimitiveType.BigInt, ["LONG"] = PrimitiveType.BigInt, ["INT8"] = PrimitiveType.BigInt,
        ["FLOAT"] = PrimitiveType.Float, ["REAL"] = PrimitiveType.Float, ["FLOAT4"] = PrimitiveType.Float,
        ["DOUBLE"] = PrimitiveType.Double, ["FLOAT8"] = PrimitiveType.Double,
        ["STRING"] = PrimitiveType.String, ["TEXT"] = PrimitiveType.String, ["VARCHAR"] = PrimitiveType.String,
        ["CHAR"] = PrimitiveType.String, ["BPCHAR"] = PrimitiveType.String, ["NVARCHAR"] = PrimitiveType.String,
        ["BINARY"] = PrimitiveType.Binary, ["BLOB"] = PrimitiveType.Binary, ["BYTEA"] = PrimitiveType.Binary,
        ["VARBINARY"] = PrimitiveType.Binary, ["IMAGE"] = PrimitiveType.Image,
        ["DATE"] = PrimitiveType.Date, ["TIMESTAMP_NTZ"] = PrimitiveType.TimestampNtz,
        ["DATETIME"] = PrimitiveType.TimestampNtz, ["TIMESTAMPTZ"] = PrimitiveType.Timestamp,
        ["TIMESTAMP_LTZ"] = PrimitiveType.Timestamp, ["TIMESTAMP_US"] = PrimitiveType.TimestampNtz,
    };

    private static readonly HashSet<string> EngineNames = new(Identifier.Comparer)
    {
        "HUGEINT", "UHUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "TIME", "TIMETZ", "INTERVAL", "UUID",
        "JSON", "BIT", "VARIANT", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIME_NS", "GEOMETRY", "BIGNUM",
    };

    private static readonly Dictionary<string, string> EngineAliases = new(Identifier.Comparer)
    {
        ["INT128"] = "HUGEINT", ["UINT128"] = "UHUGEINT", ["UINT8"] = "UTINYINT", ["UINT16"] = "USMALLINT",
        ["UINT32"] = "UINTEGER", ["UINT64"] = "UBIGINT", ["GUID"] = "UUID", ["BITSTRING"] = "BIT",
        ["VARINT"] = "BIGNUM",
    };

    /// <summary>True for the name of a type that may stand before a string: <c>DATE '2024-01-01'</c>.</summary>
    public static bool IsPlainName(ReadOnlySpan<char> word) =>
        Plain.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(word)
        || EngineNames.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)
        || EngineAliases.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(word)
        || word.Equals("TIMESTAMP", StringComparison.OrdinalIgnoreCase);

    public static DataType Parse(Cursor cursor, TypeDialect dialect)
    {
        var around = cursor.Enter();
        var type = One(cursor, dialect);
        cursor.Grow();
        if (cursor.IsWord("ARRAY"))
        {
            cursor.Advance();
            if (!cursor.IsSymbol("["))
            {
                cursor.Grow();
                cursor.Leave(around);
                return new ArrayType(type);
            }
        }

        while (cursor.TakeSymbol("["))
        {
            type = cursor.Kind == SqlToken.Number ? FixedLength(cursor, type, dialect) : new ArrayType(type);
            cursor.ExpectSymbol("]");
            cursor.Grow();
        }

        cursor.Leave(around);
        return type;
    }

    /// <summary>A table has arrays of any length alone.</summary>
    private static DataType FixedLength(Cursor cursor, DataType element, TypeDialect dialect)
    {
        const int LengthMax = 100_000;
        var span = cursor.Here;
        var length = cursor.WholeNumber();
        if (length is 0 or > LengthMax)
        {
            throw ErrorCode.UnknownType.Error(
                $"an array cannot have {length} elements", span, $"its length is 1 to {LengthMax}");
        }

        return dialect == TypeDialect.Table ? new ArrayType(element) : new FixedArrayType(element, length);
    }

    private static DataType One(Cursor cursor, TypeDialect dialect)
    {
        if (cursor.Kind is not (SqlToken.Word or SqlToken.QuotedName))
        {
            throw cursor.Unexpected("a type");
        }

        var span = cursor.Here;
        var name = cursor.Name(afterDot: true).ToUpperInvariant();
        switch (name)
        {
            case "TIMESTAMP" or "TIME":
                return Temporal(cursor, name, dialect);
            case "DECIMAL" or "NUMERIC" or "DEC":
                return Decimal(cursor, span);
            case "FLOAT" when cursor.IsSymbol("(") && cursor.KindAt(1) == SqlToken.Number:
                cursor.Advance();
                var bits = cursor.WholeNumber();
                cursor.ExpectSymbol(")");
                return bits < 25 ? PrimitiveType.Float : PrimitiveType.Double;
            case "DOUBLE":
                cursor.Take("PRECISION");
                return PrimitiveType.Double;
            case "CHARACTER":
                cursor.Take("VARYING");
                SkipArguments(cursor);
                return PrimitiveType.String;
            case "ARRAY" or "LIST" when cursor.IsSymbol("<") || cursor.IsSymbol("("):
                return Enclosed(cursor, () => new ArrayType(Parse(cursor, dialect)));
            case "MAP":
                return Enclosed(cursor, () =>
                {
                    var key = Parse(cursor, dialect);
                    cursor.ExpectSymbol(",");
                    return new MapType(key, Parse(cursor, dialect));
                });
            case "STRUCT" or "ROW":
                return Enclosed(cursor, () => new StructType(cursor.List(() => Field(cursor, dialect))));
            case "ENUM" or "UNION":
            case "GEOMETRY" when cursor.IsSymbol("("):
                return Opaque(cursor, name);
        }

        if (Plain.TryGetValue(name, out var plain))
        {
            SkipArguments(cursor);
            return plain;
        }

        if (EngineNames.Contains(name))
        {
            return new EngineType(name);
        }

        if (EngineAliases.TryGetValue(name, out var engineName))
        {
            return new EngineType(engineName);
        }

        if (name is "NULL" or "\"NULL\"")
        {
            return PrimitiveType.Int;
        }

        var near = Identifier.Nearest(name, Plain.Keys.Concat(EngineNames).Concat(EngineAliases.Keys));
        throw ErrorCode.UnknownType.Error(
            $"type {name} does not exist", span, near is null ? null : $"did you mean {near}?");
    }

    private static DataType Temporal(Cursor cursor, string name, TypeDialect dialect)
    {
        var digits = 6;
        if (cursor.IsSymbol("(") && cursor.KindAt(1) == SqlToken.Number)
        {
            cursor.Advance();
            digits = cursor.WholeNumber();
            cursor.ExpectSymbol(")");
        }

        if (cursor.TakeAll("WITH", "TIME", "ZONE"))
        {
            return name == "TIME" ? new EngineType("TIMETZ") : PrimitiveType.Timestamp;
        }

        var without = cursor.TakeAll("WITHOUT", "TIME", "ZONE");
        return name == "TIME" ? new EngineType("TIME")
            : !without && dialect == TypeDialect.Table ? PrimitiveType.Timestamp
            : digits switch
            {
                0 => new EngineType("TIMESTAMP_S"),
                <= 3 => new EngineType("TIMESTAMP_MS"),
                <= 6 => PrimitiveType.TimestampNtz,
                _ => new EngineType("TIMESTAMP_NS"),
            };
    }

    private static DecimalType Decimal(Cursor cursor, SourceSpan span)
    {
        var (precision, scale) = (18, 3);
        if (cursor.TakeSymbol("("))
        {
            precision = cursor.WholeNumber();
            scale = cursor.TakeSymbol(",") ? cursor.WholeNumber() : 0;
            cursor.ExpectSymbol(")");
        }

        return precision is >= 1 and <= 38 && scale <= precision
            ? new DecimalType(precision, scale)
            : throw ErrorCode.UnknownType.Error(
                string.Create(CultureInfo.InvariantCulture, $"DECIMAL({precision},{scale}) does not exist"), span,
                "precision is 1 to 38, scale at most the precision");
    }

    private static StructField Field(Cursor cursor, TypeDialect dialect)
    {
        var name = cursor.Name(afterDot: true);
        cursor.TakeSymbol(":");
        return new StructField(name, Parse(cursor, dialect));
    }

    private static DataType Enclosed(Cursor cursor, Func<DataType> inner)
    {
        var close = cursor.TakeSymbol("<") ? ">" : ")";
        if (close == ")")
        {
            cursor.ExpectSymbol("(");
        }

        var type = inner();

        // ARRAY<ARRAY<INT>> ends in one token of two signs.
        if (close == ">" && cursor.SplitShift())
        {
            return type;
        }

        cursor.ExpectSymbol(close);
        return type;
    }

    private static EngineType Opaque(Cursor cursor, string name)
    {
        var words = new List<string> { name };
        if (cursor.IsSymbol("("))
        {
            var depth = 0;
            do
            {
                depth += cursor.IsSymbol("(") ? 1 : cursor.IsSymbol(")") ? -1 : 0;
                words.Add(cursor.Text().ToString());
                cursor.Advance();
            }
            while (depth > 0 && !cursor.AtEnd);
        }

        return new EngineType(string.Join(' ', words));
    }

    private static void SkipArguments(Cursor cursor)
    {
        if (cursor.IsSymbol("(") && cursor.KindAt(1) == SqlToken.Number)
        {
            cursor.Advance();
            cursor.Advance();
            cursor.ExpectSymbol(")");
        }
    }
}
