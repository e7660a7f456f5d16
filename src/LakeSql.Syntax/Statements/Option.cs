using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>name = value</c>, <c>name =&gt; value</c> or <c>name value</c> with a constant value.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The option's name; of a quoted one its content.</param>
/// <param name="Value">The value's text: of a string its content, of a number its digits, else the word.</param>
public sealed record Option(SourceSpan Span, string Name, string Value) : SyntaxNode(Span)
{
    internal static Option Parse(Cursor c)
    {
        var start = c.Here;
        var name = c.Kind == SqlToken.Text ? c.NameOrText() : string.Join('.', c.QualifiedName().Parts);
        _ = c.TakeSymbol("=") || c.TakeSymbol("=>");
        return new Option(start, name, Constant(c)) { Span = c.From(start) };
    }

    /// <summary>A constant as text.</summary>
    internal static string Constant(Cursor c)
    {
        if (c.Kind == SqlToken.Text)
        {
            return c.StringValue();
        }

        var sign = c.TakeSymbol("-") ? "-" : "";
        if (c.Kind == SqlToken.Number)
        {
            var number = sign + NumberText.Canonical(c.Text());
            c.Advance();
            return number;
        }

        return sign.Length == 0 && c.Kind == SqlToken.Word ? c.Name(afterDot: true).ToLowerInvariant()
            : throw c.Unexpected("a constant");
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
        _ = Name.Contains('.') ? sql.Raw(Quoted(Name)) : sql.Name(Name);
        sql.Raw(" = ").Text(Value);
    }
}
