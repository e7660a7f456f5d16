using System.Globalization;
using System.Numerics;

namespace LakeSql.Syntax.Parsing;

/// <summary>Numbers without underscores, hex ones in decimal.</summary>
internal static class NumberText
{
    public static string Canonical(ReadOnlySpan<char> token)
    {
        var text = token.ToString().Replace("_", "", StringComparison.Ordinal);
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                .ToString(CultureInfo.InvariantCulture)
            : text;
    }
}
