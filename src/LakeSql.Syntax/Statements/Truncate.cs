using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>TRUNCATE TABLE name</c></summary>
public sealed record Truncate(SourceSpan Span, QualifiedName Table) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("TRUNCATE");
        c.Expect("TABLE");
        var table = c.QualifiedName();
        return new Truncate(c.From(start), table);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("TRUNCATE TABLE ").Name(Table);
}
