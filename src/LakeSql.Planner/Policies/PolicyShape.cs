using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>Whether what policies compute of the rows of a scan can fail for any value.</summary>
/// <remarks>
/// It cannot where filters are made of harmless conditions, and masks of columns, constants, CASE and a few functions
/// of texts. Everything else is taken to fail for some value, as its author may have meant it to.
/// </remarks>
internal sealed class PolicyShape
{
    /// <summary>So many digits are a number of every type but the smallest.</summary>
    private const int DigitsMax = 4;

    private static readonly HashSet<string> OfTexts = new(Identifier.Comparer)
    {
        "coalesce", "concat", "left", "lower", "ltrim", "right", "rtrim", "substr", "substring", "trim", "upper",
    };

    private readonly HarmlessConditions conditions = new() { KnowsQueries = false };
    private readonly Dictionary<(string Relation, string Column), DataType> types = [];

    private PolicyShape(string relation, IEnumerable<(string Name, DataType Type)> columns) => Add(relation, columns);

    /// <summary>True when a filter or mask of the scan may fail for a value.</summary>
    public static bool CanFail(TableScan scan)
    {
        var visible = scan.Visible!;
        var shape = new PolicyShape(visible.Relation, scan.Columns.Select(c => (c.Name, c.Type)));
        return !visible.Above.All(shape.IsSafe) || !(visible.Filter is null || shape.IsSafe(visible.Filter))
            || !visible.Masks.All(m => shape.IsSafe(m.Value, scan.Columns[m.Key].Type));
    }

    private void Add(string relation, IEnumerable<(string Name, DataType Type)> columns)
    {
        var known = columns.ToArray();
        conditions.AddStored(relation, known);
        foreach (var (name, type) in known)
        {
            types[(relation, name)] = type;
        }
    }

    /// <summary>A condition.</summary>
    private bool IsSafe(Expression condition) => conditions.IsHarmless(condition) || condition switch
    {
        Binary { Operator: BinaryOperator.And or BinaryOperator.Or } both => Chains.Operands(both).All(IsSafe),
        Unary { Operator: UnaryOperator.Not } not => IsSafe(not.Operand),
        IsTest { Kind: IsTestKind.True or IsTestKind.False } test => IsSafe(test.Operand),
        BoundFunction function when function.Type == PrimitiveType.Boolean => IsGivenSafely(function)
            && IsSafe(function.Body),
        _ => IsSafe(condition, PrimitiveType.Boolean),
    };

    /// <summary>A value that becomes one of the type.</summary>
    private bool IsSafe(Expression value, DataType type) => value switch
    {
        BoundColumn column => types.GetValueOrDefault((column.Relation, column.Column)) is { } own
            && (own == type || type == PrimitiveType.String),
        Literal { Kind: LiteralKind.Null } => true,
        Literal { Kind: LiteralKind.Boolean } => type == PrimitiveType.Boolean || type == PrimitiveType.String,
        Literal { Kind: LiteralKind.String } => type == PrimitiveType.String,
        Literal { Kind: LiteralKind.Number } number => type == PrimitiveType.String || (IsNumber(type)
            && number.Text.Length <= DigitsMax && number.Text.All(char.IsAsciiDigit)),
        Cast cast => (cast.Type == type || type == PrimitiveType.String) && IsSafe(cast.Operand, cast.Type),
        Case { Operand: null } choice => choice.Whens.All(w => IsSafe(w.When) && IsSafe(w.Then, type))
            && (choice.Else is null || IsSafe(choice.Else, type)),
        FunctionCall { Over: null, Filter: null, OrderBy.Count: 0 } call => type == PrimitiveType.String
            && OfTexts.Contains(call.Name.Last)
            && call.Arguments.Select((a, at) => (at == 0 || IsOfMany(call) || a.Value is Literal)
                && IsSafe(a.Value, PrimitiveType.String)).All(isSafe => isSafe),
        BoundFunction function => (function.Type ?? type) == type && IsGivenSafely(function)
            && IsSafe(function.Body, type),
        _ => false,
    };

    /// <summary>What a function is given has the types of its parameters, by which its body is looked at.</summary>
    private bool IsGivenSafely(BoundFunction function)
    {
        var parameters = function.Parameters;
        Add(parameters.Relation, parameters.Names.Zip(parameters.Types));
        return parameters.Values.Zip(parameters.Types).All(p => IsSafe(p.First, p.Second));
    }

    private static bool IsOfMany(FunctionCall call) => call.Name.Last.ToLowerInvariant() is "coalesce" or "concat";

    private static bool IsNumber(DataType type) => type == PrimitiveType.SmallInt || type == PrimitiveType.Int
        || type == PrimitiveType.BigInt || type == PrimitiveType.Float || type == PrimitiveType.Double;
}
