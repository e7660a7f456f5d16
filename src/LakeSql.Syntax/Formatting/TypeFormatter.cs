using LakeSql.Common.Types;
using LakeSql.Syntax.Parsing;

namespace LakeSql.Syntax.Formatting;

/// <summary>Spells types so that the dialect of their place reads them back.</summary>
internal static class TypeFormatter
{
    public static string Name(DataType type, TypeDialect dialect) => type switch
    {
        PrimitiveType p when dialect == TypeDialect.Engine && p == PrimitiveType.Timestamp => "TIMESTAMPTZ",
        PrimitiveType p when dialect == TypeDialect.Engine && p == PrimitiveType.TimestampNtz => "TIMESTAMP",
        ArrayType a => $"ARRAY<{Name(a.Element, dialect)}>",
        FixedArrayType f => $"{Name(f.Element, dialect)}[{f.Length}]",
        MapType m => $"MAP<{Name(m.Key, dialect)}, {Name(m.Value, dialect)}>",
        StructType s => "STRUCT<" + string.Join(
            ", ", s.Fields.Select(f => $"{Common.Names.Identifier.Quote(f.Name)}: {Name(f.Type, dialect)}")) + ">",
        _ => type.Name,
    };

    /// <summary>The same without constants, which types of the engine may have: <c>ENUM('a')</c>.</summary>
    public static string Redacted(DataType type)
    {
        var name = Name(type, TypeDialect.Engine);
        var at = name.IndexOf('\'', StringComparison.Ordinal);
        return at < 0 ? name : name[..at] + "_";
    }

    /// <summary>The word before a typed literal.</summary>
    public static string Literal(DataType type) => Name(type, TypeDialect.Engine);
}
