using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>List comprehensions as calls of functions.</summary>
internal static class Comprehensions
{
    /// <summary>
    /// Result and condition are computed together, since the place of an element is that in the whole list.
    /// </summary>
    public static FunctionCall AsCalls(ListComprehension node)
    {
        if (node.Condition is null)
        {
            return FunctionCall.Of(
                node.Span, "list_transform", node.List, new Lambda(node.Span, node.Names, node.Result));
        }

        var pair = new StructLiteral(
            node.Span, [new StructEntry("keep", node.Condition), new StructEntry("result", node.Result)]);
        var pairs = FunctionCall.Of(node.Span, "list_transform", node.List, new Lambda(node.Span, node.Names, pair));
        var kept = FunctionCall.Of(node.Span, "list_filter", pairs, Field(node.Span, "keep"));
        return FunctionCall.Of(node.Span, "list_transform", kept, Field(node.Span, "result"));
    }

    private static Lambda Field(SourceSpan span, string field) =>
        new(span, ["pair"], new FieldAccess(span, new ColumnReference(span, ["pair"]), field));
}
