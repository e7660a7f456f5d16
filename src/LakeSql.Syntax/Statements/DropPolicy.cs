using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>DROP POLICY name ON CATALOG|SCHEMA|TABLE name</c></summary>
public sealed record DropPolicy(SourceSpan Span, string Name, ObjectKind Kind, QualifiedName On) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("DROP");
        c.Expect("POLICY");
        var name = c.Name();
        var (kind, on) = CreatePolicy.Place(c);
        return new DropPolicy(c.From(start), name, kind, on);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("DROP POLICY ").Name(Name).Raw(" ON " + Kind.SqlName() + " ").Name(On);
}
