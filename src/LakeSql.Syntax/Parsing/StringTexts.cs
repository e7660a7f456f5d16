using System.Globalization;
using System.Text;
using LakeSql.Common.Errors;
using LakeSql.Syntax.Tokens;

namespace LakeSql.Syntax.Parsing;

/// <summary>Values of string tokens.</summary>
internal static class StringTexts
{
    public static string Value(ReadOnlySpan<char> token, SourceSpan span)
    {
        if (token[0] == '$')
        {
            var tag = token[..(token[1..].IndexOf('$') + 2)];
            return token[tag.Length..^tag.Length].ToString();
        }

        return token[0] switch
        {
            'e' or 'E' => Escaped(token[2..^1], span),
            'r' or 'R' => token[2..^1].ToString(),
            _ when token[1..^1].Contains('\'') => Plain(token[1..^1]),
            _ => token[1..^1].ToString(),
        };
    }

    private static string Plain(ReadOnlySpan<char> body)
    {
        var value = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == '\'')
            {
                i = Quote(body, i, value);
            }
            else
            {
                value.Append(body[i]);
            }
        }

        return value.ToString();
    }

    /// <summary>Two quotes are one; after a single one the string goes on at another. Gives the second one.</summary>
    private static int Quote(ReadOnlySpan<char> body, int at, StringBuilder value)
    {
        if (body[at + 1] != '\'')
        {
            return StringParts.Next(body, at + 1);
        }

        value.Append('\'');
        return at + 1;
    }

    private static string Escaped(ReadOnlySpan<char> body, SourceSpan span)
    {
        var value = new StringBuilder(body.Length);
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == '\'')
            {
                i = Quote(body, i, value);
                continue;
            }

            if (body[i] != '\\')
            {
                value.Append(body[i]);
                continue;
            }

            i++;
            var digits = body[i] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits == 0)
            {
                value.Append(body[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f',
                    var c => c });
            }
            else if (i + digits < body.Length && int.TryParse(
                body.Slice(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                && code is >= 0 and <= 0x10FFFF and not (>= 0xD800 and <= 0xDFFF))
            {
                value.Append(char.ConvertFromUtf32(code));
                i += digits;
            }
            else
            {
                throw ErrorCode.InvalidLiteral.Error($"\\{body[i]} is not followed by {digits} hexadecimal digits",
                    span);
            }
        }

        return value.ToString();
    }
}
