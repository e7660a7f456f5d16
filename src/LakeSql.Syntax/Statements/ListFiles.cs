using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>LIST '/Volumes/…' [RECURSIVE]</c></summary>
public sealed record ListFiles(SourceSpan Span, string Path, bool Recursive) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("LIST");
        var path = c.StringValue();
        return new ListFiles(start, path, c.Take("RECURSIVE")) { Span = c.From(start) };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("LIST ").Text(Path).When(Recursive, " RECURSIVE");
}
