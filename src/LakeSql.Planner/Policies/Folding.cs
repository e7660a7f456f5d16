using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>
/// What is left of a policy's expression for one reader: <c>CASE WHEN is_member('hr') THEN ssn ELSE '*' END</c> is the
/// column itself for a member, who then pays nothing for the mask.
/// </summary>
internal static class Folding
{
    /// <summary>The expression, or a simpler one of the same value; types stay as they are.</summary>
    public static Expression Of(Expression expression)
    {
        var folded = Fold(expression, null);
        return folded is Literal { Kind: LiteralKind.Boolean } or BoundColumn ? folded : expression;
    }

    private static Expression Fold(Expression expression, BoundFunction? call)
    {
        switch (expression)
        {
            case BoundFunction function:
                return Fold(function.Body, function) is var body && IsPlain(body, function) ? body : function;
            case BoundColumn column when call is not null && column.Relation == call.Parameters.Relation:
                var at = call.Parameters.IndexOf(column.Column);
                return call.Parameters.Values[at] is var value && (value is BoundColumn
                    || PlainConstant.HasType(value, call.Parameters.Types[at])) ? value : column;
            case Case { Operand: null } choice:
                return Chosen(choice, call);
            case Binary { Operator: BinaryOperator.And or BinaryOperator.Or } both:
                return Joined(both, call);
            case Unary { Operator: UnaryOperator.Not } not:
                return Truth(Fold(not.Operand, call)) is { } truth ? Constant(not, !truth) : not;
            case Binary { Operator: BinaryOperator.Equal or BinaryOperator.NotEqual } compared
                when TextOf(compared.Left, call) is { } left && TextOf(compared.Right, call) is { } right:
                return Constant(
                    compared, (left == right) == (compared.Operator == BinaryOperator.Equal));
            case InList { Negated: false } list when TextOf(list.Operand, call) is { } text
                && list.Items.All(i => i is Literal { Kind: LiteralKind.String }):
                return Constant(list, list.Items.Any(i => ((Literal)i).Text == text));
            default:
                return expression;
        }
    }

    /// <summary>A text that stands there or is given for a parameter; one out of a CASE may get another type.</summary>
    private static string? TextOf(Expression expression, BoundFunction? call) =>
        expression is Literal or BoundColumn
        && Fold(expression, call) is Literal { Kind: LiteralKind.String, Text: var text } ? text : null;

    private static Expression Chosen(Case choice, BoundFunction? call)
    {
        foreach (var when in choice.Whens)
        {
            switch (Truth(Fold(when.When, call)))
            {
                case true: return Fold(when.Then, call);
                case null: return choice;
            }
        }

        return choice.Else is { } other ? Fold(other, call) : choice;
    }

    private static Expression Joined(Binary both, BoundFunction? call)
    {
        var decides = both.Operator == BinaryOperator.Or;
        var truths = Chains.Operands(both).Select(o => Truth(Fold(o, call))).ToList();
        return truths.Contains(decides) ? Constant(both, decides)
            : truths.TrueForAll(t => t is not null) ? Constant(both, !decides) : both;
    }

    /// <summary>Only what needs no cast may stand without the function around it.</summary>
    private static bool IsPlain(Expression body, BoundFunction function) => body switch
    {
        Literal { Kind: LiteralKind.Boolean } => function.Type == Common.Types.PrimitiveType.Boolean,
        BoundColumn column => column.Relation != function.Parameters.Relation
            && function.Parameters.Values.Select((v, i) => (Value: v, Type: function.Parameters.Types[i]))
                .Any(p => p.Value.Equals(column) && p.Type == function.Type),
        _ => false,
    };

    private static bool? Truth(Expression expression) =>
        expression is Literal { Kind: LiteralKind.Boolean } literal ? literal.Text == "true" : null;

    private static Literal Constant(Expression from, bool value) =>
        new(from.Span, LiteralKind.Boolean, value ? "true" : "false");
}
