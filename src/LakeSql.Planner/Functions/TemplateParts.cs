using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Functions;

/// <summary>What stands in a template, found before anything is put into it.</summary>
internal static class TemplateParts
{
    /// <summary>The functions that it calls.</summary>
    public static IEnumerable<string> Calls(Expression template) =>
        All(template).Select(p => p.Part).OfType<FunctionCall>().Select(f => f.Name.Last);

    /// <summary>The parameters of its lambdas.</summary>
    public static IEnumerable<string> Names(DatabricksFunction function) => function.IsCoded ? []
        : All(function.Template).Select(p => p.Part).OfType<Lambda>().SelectMany(l => l.Parameters);

    /// <summary>Parameters that would be evaluated more than once: they stand twice, or in a lambda.</summary>
    public static HashSet<string> Repeated(DatabricksFunction function)
    {
        var seen = new HashSet<string>(Identifier.Comparer);
        var repeated = new HashSet<string>(Identifier.Comparer);
        foreach (var (part, inLambda) in All(function.Template))
        {
            if (part is ColumnReference { Parts: [var name, ..] }
                && function.Parameters.Any(p => Identifier.Same(p.Name, name))
                && (!seen.Add(name) || inLambda))
            {
                repeated.Add(name);
            }
        }

        return repeated;
    }

    /// <summary>All parts, each with whether a lambda holds it.</summary>
    private static IEnumerable<(Expression Part, bool InLambda)> All(Expression part, bool inLambda = false)
    {
        yield return (part, inLambda);
        foreach (var inner in Inner(part).SelectMany(p => All(p, inLambda || part is Lambda)))
        {
            yield return inner;
        }
    }

    private static IEnumerable<Expression> Inner(Expression part) => part switch
    {
        FunctionCall f => f.Arguments.Select(a => a.Value),
        Lambda l => [l.Body],
        Binary b => [b.Left, b.Right],
        Unary u => [u.Operand],
        IsTest t => [t.Operand],
        InList l => [l.Operand, .. l.Items],
        Case c => [
            .. c.Operand is null ? Array.Empty<Expression>() : [c.Operand],
            .. c.Whens.SelectMany(w => new[] { w.When, w.Then }),
            .. c.Else is null ? Array.Empty<Expression>() : [c.Else]],
        Cast c => [c.Operand],
        ArrayLiteral a => a.Items,
        StructLiteral s => s.Entries.Select(e => e.Value),
        FieldAccess f => [f.Operand],
        Subscript s => [s.Operand, s.Index],
        _ => [],
    };
}
