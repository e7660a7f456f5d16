using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Formatting;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CONVERT TO DELTA parquet.`/dir` [NO STATISTICS] [PARTITIONED BY (column type, …)]</c></summary>
/// <param name="Span">The whole statement.</param>
/// <param name="Source">The format and the directory.</param>
/// <param name="WithStatistics">False for NO STATISTICS.</param>
/// <param name="PartitionedBy">The columns whose values stand in the names of directories.</param>
public sealed record ConvertToDelta(
    SourceSpan Span, QualifiedName Source, bool WithStatistics, Sequence<ColumnDefinition> PartitionedBy)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CONVERT");
        c.Expect("TO");
        c.Expect("DELTA");
        var source = c.QualifiedName();
        var withStatistics = !c.TakeAll("NO", "STATISTICS");
        Sequence<ColumnDefinition> columns = [];
        if (c.TakeAll("PARTITIONED", "BY"))
        {
            columns = c.Parenthesized(() =>
            {
                var name = c.Name();
                return new ColumnDefinition(name, TypeParser.Parse(c, TypeDialect.Table));
            });
        }

        return new ConvertToDelta(c.From(start), source, withStatistics, columns);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("CONVERT TO DELTA ").Name(Source).When(!WithStatistics, " NO STATISTICS");
        if (PartitionedBy.Count > 0)
        {
            sql.Raw(" PARTITIONED BY (").List(PartitionedBy, c =>
                sql.Name(c.Name).Raw(" " + TypeFormatter.Name(c.Type, TypeDialect.Table))).Raw(")");
        }
    }
}
