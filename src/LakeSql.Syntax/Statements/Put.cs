using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>PUT 'local' INTO '/Volumes/…' [OVERWRITE]</c></summary>
public sealed record Put(SourceSpan Span, string Source, string Target, bool Overwrite) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("PUT");
        var source = c.StringValue();
        c.Expect("INTO");
        var target = c.StringValue();
        return new Put(start, source, target, c.Take("OVERWRITE")) { Span = c.From(start) };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("PUT ").Text(Source).Raw(" INTO ").Text(Target).When(Overwrite, " OVERWRITE");
}
