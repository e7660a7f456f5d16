using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>TRAIN MODEL name [OPTIONS (…)] TARGET column AS query</c></summary>
public sealed record TrainModel(
    SourceSpan Span, QualifiedName Name, Sequence<Option> Options, string Target, Query Query)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("TRAIN");
        c.Expect("MODEL");
        var name = c.QualifiedName();
        Sequence<Option> options = c.Take("OPTIONS") ? c.Parenthesized(() => Option.Parse(c)) : [];
        c.Expect("TARGET");
        var target = c.Name();
        c.Expect("AS");
        var query = new QueryParser(c).Query();
        return new TrainModel(c.From(start), name, options, target, query);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("TRAIN MODEL ").Name(Name);
        if (Options.Count > 0)
        {
            sql.Raw(" OPTIONS (").List(Options, o => sql.Node(o)).Raw(")");
        }

        sql.Raw(" TARGET ").Name(Target).Raw(" AS ").Node(Query);
    }
}
