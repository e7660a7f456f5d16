using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>GET '/Volumes/…' TO 'local' [OVERWRITE]</c></summary>
public sealed record GetFile(SourceSpan Span, string Source, string Target, bool Overwrite) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("GET");
        var source = c.StringValue();
        c.Expect("TO");
        var target = c.StringValue();
        return new GetFile(start, source, target, c.Take("OVERWRITE")) { Span = c.From(start) };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("GET ").Text(Source).Raw(" TO ").Text(Target).When(Overwrite, " OVERWRITE");
}
