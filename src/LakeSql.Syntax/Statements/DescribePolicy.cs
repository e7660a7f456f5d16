using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>DESCRIBE POLICY name ON CATALOG|SCHEMA|TABLE name</c></summary>
public sealed record DescribePolicy(SourceSpan Span, string Name, ObjectKind Kind, QualifiedName On)
    : Statement(Span)
{
    /// <summary>What follows POLICY.</summary>
    internal static Statement Rest(Cursor c, SourceSpan start)
    {
        var name = c.Name();
        var (kind, on) = CreatePolicy.Place(c);
        return new DescribePolicy(c.From(start), name, kind, on);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("DESCRIBE POLICY ").Name(Name).Raw(" ON " + Kind.SqlName() + " ").Name(On);
}
