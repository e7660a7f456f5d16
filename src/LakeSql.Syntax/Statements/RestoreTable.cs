using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>RESTORE [TABLE] name [TO] VERSION AS OF n | TIMESTAMP AS OF t</c></summary>
public sealed record RestoreTable(SourceSpan Span, QualifiedName Table, TimeTravel Target) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("RESTORE");
        c.Take("TABLE");
        var table = c.QualifiedName();
        c.Take("TO");
        var target = new FromParser(c, new QueryParser(c)).TimeTravel() ?? throw c.Unexpected("VERSION", "TIMESTAMP");
        return new RestoreTable(c.From(start), table, target);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("RESTORE TABLE ").Name(Table).Raw(" TO ").Node(Target);
}
