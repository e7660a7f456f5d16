using LakeSql.Common.Names;
using LakeSql.Syntax.Tokens;
using Superpower.Model;

namespace LakeSql.Syntax;

/// <summary>
/// What can be told of a statement that is still being written: the tables it names, and an open string.
/// </summary>
/// <param name="Tables">Tables behind FROM, JOIN, INTO, UPDATE and TABLE, each with its alias when it has one.</param>
/// <param name="OpenString">The text of the string that the place lies in; null outside of strings.</param>
/// <param name="IsComment">True when the place lies in a comment.</param>
public sealed record StatementOutline(
    IReadOnlyList<(QualifiedName Name, string? Alias)> Tables, string? OpenString, bool IsComment)
{
    private static readonly string[] TableWords = ["FROM", "JOIN", "INTO", "UPDATE", "TABLE"];

    /// <summary>The outline of <paramref name="text"/>, seen from a place in it.</summary>
    public static StatementOutline At(string text, int position)
    {
        var (quote, start) = Open(text[..position]);
        return new StatementOutline(
            Named(text), quote == '\'' ? text[(start + 1)..position] : null, quote is '-' or '*');
    }

    /// <summary>
    /// The sign that is open at the end of a text, and where it stands: a quote, or - and * for comments.
    /// </summary>
    private static (char Sign, int Start) Open(string text)
    {
        var (sign, start) = ('\0', -1);
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            switch (sign)
            {
                case '\0' when text[i] is '\'' or '"' or '`':
                    (sign, start) = (text[i], i);
                    break;
                case '\0' when (text[i], next) is ('-', '-') or ('/', '*'):
                    (sign, start) = (next, i++);
                    break;
                case '-' when text[i] == '\n':
                case '*' when (text[i], next) is ('*', '/'):
                    sign = '\0';
                    break;
                case not '\0' and not '-' and not '*' when text[i] == sign:
                    sign = '\0';
                    break;
            }
        }

        return (sign, start);
    }

    private static List<(QualifiedName, string?)> Named(string text)
    {
        var tokens = SqlScanner.ScanLeniently(text, 0, out _);
        var tables = new List<(QualifiedName, string?)>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind == SqlToken.Word && TableWords.Contains(tokens[i].ToStringValue(), Identifier.Comparer))
            {
                do
                {
                    i++;
                }
                while (Take(tokens, ref i, tables) && i < tokens.Count && tokens[i].Span.EqualsValue(","));
                i--;
            }
        }

        return tables;
    }

    private static bool Take(
        IReadOnlyList<Token<SqlToken>> tokens, ref int i, List<(QualifiedName, string?)> tables)
    {
        var parts = new List<string>();
        while (i < tokens.Count && NameOf(tokens[i]) is { } part)
        {
            parts.Add(part);
            i++;
            if (i < tokens.Count && tokens[i].Span.EqualsValue("."))
            {
                i++;
            }
            else
            {
                break;
            }
        }

        if (parts.Count == 0)
        {
            return false;
        }

        if (i < tokens.Count && tokens[i].Span.EqualsValueIgnoreCase("AS"))
        {
            i++;
        }

        var alias = i < tokens.Count ? NameOf(tokens[i]) : null;
        var isAlias = alias is not null && !Keywords.NoBareTableAlias.Contains(alias);
        tables.Add((QualifiedName.Of([.. parts]), isAlias ? alias : null));
        i += isAlias ? 1 : 0;
        return true;
    }

    private static string? NameOf(Token<SqlToken> token) => token.Kind switch
    {
        SqlToken.Word when !Keywords.IsReserved(token.ToStringValue()) => token.ToStringValue(),
        SqlToken.QuotedName when token.Span.Length > 2 =>
            token.ToStringValue()[1..^1].Replace("``", "`", StringComparison.Ordinal),
        _ => null,
    };
}
