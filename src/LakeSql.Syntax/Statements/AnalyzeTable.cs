using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>ANALYZE TABLE table COMPUTE STATISTICS [FOR ALL COLUMNS]</c>; COMPUTE DELTA STATISTICS is of all columns.
/// </summary>
public sealed record AnalyzeTable(SourceSpan Span, QualifiedName Table, bool ForAllColumns) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("ANALYZE");
        c.Expect("TABLE");
        var table = c.QualifiedName();
        c.Expect("COMPUTE");
        var forAllColumns = c.Take("DELTA");
        c.Expect("STATISTICS");
        if (!forAllColumns && c.Take("FOR"))
        {
            c.Expect("ALL");
            c.Expect("COLUMNS");
            forAllColumns = true;
        }

        return new AnalyzeTable(c.From(start), table, forAllColumns);
    }

    /// <summary>
    /// True when the statement stands here: <c>EXPLAIN ANALYZE TABLE t</c> has its first words as well.
    /// </summary>
    internal static bool IsNext(Cursor c)
    {
        var last = 2;
        while (c.IsSymbol(".", last + 1))
        {
            last += 2;
        }

        return c.IsWord("ANALYZE") && c.IsWord("TABLE", 1) && c.IsWord("COMPUTE", last + 1);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("ANALYZE TABLE ").Name(Table).Raw(" COMPUTE STATISTICS")
        .When(ForAllColumns, " FOR ALL COLUMNS");
}
