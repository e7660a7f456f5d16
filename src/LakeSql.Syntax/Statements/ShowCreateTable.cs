using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SHOW CREATE TABLE name</c></summary>
public sealed record ShowCreateTable(SourceSpan Span, QualifiedName Name) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("SHOW");
        c.Expect("CREATE");
        c.Expect("TABLE");
        var name = c.QualifiedName();
        return new ShowCreateTable(c.From(start), name);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("SHOW CREATE TABLE ").Name(Name);
}
