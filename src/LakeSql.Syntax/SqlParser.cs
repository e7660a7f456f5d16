using System.Text.RegularExpressions;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax;

/// <summary>Text to syntax tree. Every text gives a tree or a <see cref="LakeSqlException"/> with a place.</summary>
public static partial class SqlParser
{
    /// <summary>Words for completion.</summary>
    public static IEnumerable<string> Keywords => Tokens.Keywords.Reserved.Concat(Tokens.Keywords.Unreserved);

    /// <summary>One statement, perhaps with a semicolon after it.</summary>
    public static Statement Parse(string text) => Whole(text, StatementParsers.Parse);

    /// <summary>One query.</summary>
    public static Query ParseQuery(string text) => Whole(text, c => new QueryParser(c).Query());

    /// <summary>A name of one or more parts, quoted where needed.</summary>
    public static QualifiedName ParseName(string text) => Whole(text, c => c.QualifiedName());

    /// <summary>One expression.</summary>
    public static Expression ParseExpression(string text) =>
        Whole(text, c => new QueryParser(c).Expressions.Expression());

    /// <summary>True for a text with markers of parameters: <c>?</c>, <c>$1</c>, <c>:name</c>.</summary>
    public static bool HasParameters(string text)
    {
        var (tokens, count) = SqlScanner.Scan(text);
        return tokens.Take(count).Any(t => t.Kind == SqlToken.Parameter);
    }

    /// <summary>True for the text of an expression that stands without parentheses where no operator may.</summary>
    internal static bool IsOperand(string text)
    {
        try
        {
            Whole(text, c => new QueryParser(c).Expressions.Signed());
            return true;
        }
        catch (LakeSqlException)
        {
            return false;
        }
    }

    /// <summary>A type as in CREATE TABLE: <c>TIMESTAMP</c> is an instant.</summary>
    public static DataType ParseType(string text) => Whole(text, c => TypeParser.Parse(c, TypeDialect.Table));

    /// <summary>A type by its <see cref="DataType.Name"/>.</summary>
    public static DataType ParseTypeName(string name) => OrEngineType(name, TypeDialect.Table);

    /// <summary>A type as DuckDB writes it: <c>TIMESTAMP</c> has no zone.</summary>
    /// <remarks>One that has no spelling here, as the type of <c>row(1, 2)</c>, is the engine's own.</remarks>
    public static DataType ParseEngineType(string text) => OrEngineType(text, TypeDialect.Engine);

    private static DataType OrEngineType(string text, TypeDialect dialect)
    {
        try
        {
            return Whole(text, c => TypeParser.Parse(c, dialect));
        }
        catch (LakeSqlException)
        {
            return new EngineType(text);
        }
    }

    /// <summary>
    /// The statements of a script. Never throws: a text that cannot be cut is a statement, which reports it.
    /// </summary>
    public static IReadOnlyList<ScriptPart> SplitScript(string text)
    {
        var parts = new List<ScriptPart>();
        var from = 0;
        while (from < text.Length)
        {
            from = Cut(text, from, parts);
        }

        return parts;
    }

    /// <summary>Adds the statements from a place on, up to the first bad token; gives where to go on.</summary>
    private static int Cut(string text, int from, List<ScriptPart> parts)
    {
        var tokens = SqlScanner.ScanLeniently(text, from, out var bad);
        var gap = from;
        var start = -1;
        foreach (var token in tokens)
        {
            var position = token.Span.Position.Absolute;
            if (token.Kind == SqlToken.Symbol && token.Span.EqualsValue(";"))
            {
                Add(parts, text, gap, start, position);
                (gap, start) = (position + 1, -1);
            }
            else if (start < 0)
            {
                start = position;
            }
        }

        // The statement with the bad token ends at the next semicolon; an open string or comment takes all the rest.
        var isOpen = bad < text.Length && (text[bad] is '\'' or '"' or '`' or '$' || text.AsSpan(bad).StartsWith("/*"));
        var next = bad < text.Length && !isOpen ? text.IndexOf(';', bad) : -1;
        var stop = next < 0 ? text.Length : next;
        var rest = start >= 0 ? start : stop - text.AsSpan(gap, stop - gap).TrimStart().Length;
        if (start >= 0 || (bad < text.Length && HasMore(text[gap..stop])))
        {
            Add(parts, text, gap, Math.Min(rest, stop), stop);
        }

        return stop + 1;
    }

    private static bool HasMore(string tail)
    {
        try
        {
            return SqlScanner.Scan(tail).Count > 0;
        }
        catch (LakeSqlException)
        {
            return true;
        }
    }

    private static void Add(List<ScriptPart> parts, string text, int gap, int start, int end)
    {
        if (start < 0)
        {
            return;
        }

        var body = text[start..end].TrimEnd();
        var expected = ExpectedError().Match(text[gap..start]);
        parts.Add(new ScriptPart(start, body.Length, expected.Success ? expected.Groups[1].Value : null));
    }

    private static T Whole<T>(string text, Func<Cursor, T> parse)
    {
        using var cursor = new Cursor(text);
        try
        {
            var result = parse(cursor);
            cursor.TakeSymbol(";");
            return cursor.AtEnd ? result : throw cursor.Unexpected();
        }
        catch (LakeSqlException e)
        {
            throw SyntaxAdvice.Of(text, e);
        }
    }

    [GeneratedRegex(@"^[ \t]*--[ \t]*expect error (LSQ\d{4})[ \t\r]*$", RegexOptions.Multiline)]
    private static partial Regex ExpectedError();
}

/// <summary>One statement of a script.</summary>
/// <param name="Start">Offset of its first character.</param>
/// <param name="Length">Its length, without the semicolon.</param>
/// <param name="ExpectedError">The code of a <c>-- expect error LSQ…</c> line before it.</param>
public sealed record ScriptPart(int Start, int Length, string? ExpectedError);
