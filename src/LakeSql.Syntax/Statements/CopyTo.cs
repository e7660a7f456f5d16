using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>COPY (query) TO '/Volumes/…' | '/dir/file' (FORMAT parquet|csv|json, …)</c></summary>
public sealed record CopyTo(
    SourceSpan Span, Query Query, string Path, Sequence<Option> Options)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("COPY");
        c.ExpectSymbol("(");
        var query = new QueryParser(c).Query();
        c.ExpectSymbol(")");
        c.Expect("TO");
        var path = c.StringValue();
        Sequence<Option> options = c.IsSymbol("(") ? c.Parenthesized(() => Option.Parse(c)) : [];
        return new CopyTo(c.From(start), query, path, options);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("COPY (").Node(Query).Raw(") TO ").Text(Path);
        if (Options.Count > 0)
        {
            sql.Raw(" (").List(Options, o => sql.Node(o)).Raw(")");
        }
    }
}
