using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>SUMMARIZE and DESCRIBE as queries.</summary>
internal sealed class ReportParser(Cursor cursor, QueryParser queries)
{
    /// <summary><c>SUMMARIZE t</c>, <c>DESCRIBE SELECT …</c>; a table stands for all its rows.</summary>
    public ColumnReport Report(SourceSpan start)
    {
        var isSummary = cursor.IsWord("SUMMARIZE");
        cursor.Advance();
        var report = ReportOf(start, isSummary);
        cursor.Grow(2);
        return report;
    }

    /// <summary><c>(DESCRIBE t) ORDER BY …</c>: the parentheses that every DESCRIBE within a query may have.</summary>
    public static QueryBody Unwrapped(QueryBody body) => body is ParenthesizedQuery
    {
        Query:
        {
            With: null, OrderBy.Count: 0, DistributeBy.Count: 0, Limit: null, Offset: null,
            Body: ColumnReport { IsSummary: false } report,
        },
    }
        ? report : body;

    private ColumnReport ReportOf(SourceSpan start, bool isSummary)
    {
        if (queries.StartsQuery() && !cursor.IsWord("TABLE"))
        {
            // (SELECT …) ORDER BY … orders the report.
            var isBracketed = cursor.TakeSymbol("(");
            var query = queries.Query();
            if (isBracketed)
            {
                cursor.ExpectSymbol(")");
            }

            return new ColumnReport(cursor.From(start), isSummary, query);
        }

        cursor.Take("TABLE");
        var tableStart = cursor.Here;
        var table = queries.From.Item();
        var all = QueryParser.AllOf(tableStart, table) with { Span = cursor.From(tableStart) };
        return new ColumnReport(cursor.From(start), isSummary, new Query(all.Span, all));
    }
}
