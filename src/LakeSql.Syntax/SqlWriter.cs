using System.Text;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Formatting;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax;

/// <summary>Writes SQL in the canonical spelling: keywords in capitals, one space between tokens.</summary>
/// <param name="redacted">True to write constants as <c>_</c>.</param>
/// <param name="hidesQueries">True to write queries as <c>SELECT _</c>.</param>
public sealed class SqlWriter(bool redacted = false, bool hidesQueries = false)
{
    private readonly StringBuilder text = new();

    /// <summary>True when constants are left out.</summary>
    public bool Redacted => redacted;

    /// <summary>True when queries are left out.</summary>
    public bool HidesQueries => hidesQueries;

    /// <summary>Words as they are.</summary>
    public SqlWriter Raw(string words)
    {
        text.Append(words);
        return this;
    }

    /// <summary>Words, when the condition holds.</summary>
    public SqlWriter When(bool condition, string words) => condition ? Raw(words) : this;

    /// <summary>A name, quoted where it must be.</summary>
    public SqlWriter Name(string name) => Quoted(name, Keywords.QuotedNames);

    /// <summary>A name of several parts.</summary>
    public SqlWriter Name(QualifiedName name) => List(name.Parts, p => Name(p), ".");

    /// <summary>The name of a column; a bare word such as CURRENT_DATE would be a call.</summary>
    public SqlWriter ColumnName(Sequence<string> parts) => parts.Count == 1
        ? Quoted(parts[0], Keywords.QuotedColumns) : List(parts, p => Name(p), ".");

    /// <summary>The name of a function before its parenthesis. Bare, some would begin a form of their own.</summary>
    public SqlWriter CallName(QualifiedName name, bool isOwnForm = false) => name.Parts.Count > 1 ? Name(name)
        : isOwnForm ? Raw(name.Last)
        : Quoted(name.Last, Keywords.QuotedCalls);

    private SqlWriter Quoted(string name, IReadOnlySet<string> words) => Raw(
        words.Contains(name) || Keywords.Reserved.Contains(name) ? "`" + name + "`" : Identifier.Quote(name));

    /// <summary>A string constant.</summary>
    public SqlWriter Text(string value) =>
        Raw(redacted ? "_" : "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'");

    /// <summary>Another node.</summary>
    public SqlWriter Node(SyntaxNode node)
    {
        Recursion.Check();
        node.WriteTo(this);
        return this;
    }

    /// <summary>Items with a separator between.</summary>
    public SqlWriter List<T>(IEnumerable<T> items, Action<T> write, string separator = ", ")
    {
        var first = true;
        foreach (var item in items)
        {
            if (!first)
            {
                text.Append(separator);
            }

            first = false;
            write(item);
        }

        return this;
    }

    /// <summary><c> COMMENT '…'</c>, when there is one.</summary>
    public SqlWriter Comment(string? comment) => comment is null ? this : Raw(" COMMENT ").Text(comment);

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
