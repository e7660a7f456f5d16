using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>What SUMMARIZE and DESCRIBE give within a query.</summary>
internal static class ColumnReports
{
    /// <summary>The columns of SUMMARIZE, as the engine gives them.</summary>
    public static IReadOnlyList<string> Summary { get; } =
    [
        "column_name", "column_type", "min", "max", "approx_unique", "avg", "std", "q25", "q50", "q75", "count",
        "null_percentage",
    ];

    /// <summary>The columns of DESCRIBE within a query.</summary>
    public static IReadOnlyList<string> Description { get; } =
        ["column_name", "column_type", "null", "key", "default", "extra"];

    /// <summary>One row a column.</summary>
    public static Select Rows(SourceSpan span, IReadOnlyList<ColumnDefinition> columns)
    {
        Literal Text(string text) => new(span, LiteralKind.String, text);
        var none = new Cast(span, new Literal(span, LiteralKind.Null, "NULL"), PrimitiveType.String, false);
        var rows = columns.Select(c => (Sequence<Expression>)
            [Text(c.Name), Text(c.Type.Name), Text("YES"), none, none, none]).ToSequence();
        var query = new Query(span, new Values(span, rows));
        var alias = new TableAlias("columns", Description.ToSequence());
        return new Select(span, Description.Select(name =>
            new SelectItem(span, new Bound.BoundColumn(span, alias.Name, name), name)).ToSequence())
        {
            From = new DerivedTable(span, query, false, alias, null),
        };
    }
}
