using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>REMOVE '/Volumes/…'</c></summary>
public sealed record RemoveFile(SourceSpan Span, string Path) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("REMOVE");
        var path = c.StringValue();
        return new RemoveFile(c.From(start), path);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("REMOVE ").Text(Path);
}
