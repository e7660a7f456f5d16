using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>
/// Whether the conditions of a statement may be asked of rows that are hidden: then the engine may order its work
/// freely and leave files and rows out early, and no barrier is needed.
/// </summary>
/// <remarks>
/// Harmless are comparisons of plain stored columns with constants and with each other, IN, BETWEEN, LIKE, IS NULL, and
/// AND, OR and NOT of these: they fail for no value and take the same time for all. What is compared is cast to one
/// type, and a cast may fail: so a text compared with a number is not harmless, and neither is a number compared with
/// one of so many digits that the column's values may have no room in their common type. A column of a subquery may be
/// computed. A day compared with an instant fails only beyond the year 290000.
/// </remarks>
internal sealed class HarmlessConditions
{
    /// <summary>Decimals of so many digits have a common type with each other, and with BIGINT.</summary>
    private const int DigitsMax = 18;

    private static readonly string[] Aggregates = ["count", "sum", "avg", "min", "max"];

    private readonly Dictionary<string, Dictionary<string, DataType>> stored = new(StringComparer.Ordinal);

    /// <summary>True while every condition so far is harmless.</summary>
    public bool IsAll { get; private set; } = true;

    /// <summary>The columns of a relation are stored ones, but for those that are masked.</summary>
    public void AddStored(Relation relation, TableScan scan)
    {
        var types = new Dictionary<string, DataType>(Identifier.Comparer);
        for (var i = 0; i < relation.Columns.Count && i < scan.Columns.Count; i++)
        {
            if (scan.Visible?.Masks.ContainsKey(i) != true)
            {
                types[relation.Columns[i].Name] = scan.Columns[i].Type;
            }
        }

        stored[relation.Id] = types;
    }

    /// <summary>A condition of the statement.</summary>
    public void Add(Expression condition) => IsAll = IsAll && IsHarmless(condition);

    /// <summary>A condition that nobody has looked at.</summary>
    public void AddUnknown() => IsAll = false;

    private bool IsHarmless(Expression condition) => condition switch
    {
        Binary { Operator: BinaryOperator.And or BinaryOperator.Or } both => Chains.Operands(both).All(IsHarmless),
        Unary { Operator: UnaryOperator.Not } not => IsHarmless(not.Operand),
        Binary { Operator: >= BinaryOperator.Equal and <= BinaryOperator.IsNotDistinctFrom } compared =>
            AreComparable(compared.Left, compared.Right),
        Between { Symmetric: false } between =>
            AreComparable(between.Operand, between.Low) && AreComparable(between.Operand, between.High),
        InList list => list.Items.All(i => AreComparable(list.Operand, i)),
        InSubquery within => ColumnOf(within.Query) is { } column && AreComparable(within.Operand, column),
        IsTest test => SortOf(test.Operand) is not Sort.Unknown,
        Like { Escape: null } like => SortOf(like.Operand) == Sort.Text && SortOf(like.Pattern) == Sort.Constant,
        Exists or Literal { Kind: LiteralKind.Boolean } => true,
        _ => false,
    };

    /// <summary>True when neither side is cast in a way that can fail.</summary>
    private bool AreComparable(Expression left, Expression right) => (SortOf(left), SortOf(right)) switch
    {
        (Sort.Unknown, _) or (_, Sort.Unknown) => false,

        // What is aggregated is of rows that are seen.
        (Sort.Aggregate, _) or (_, Sort.Aggregate) => true,
        (Sort.Constant, _) => IsTextOrNone(left) || SortOf(right) != Sort.Text,
        (_, Sort.Constant) => IsTextOrNone(right) || SortOf(left) != Sort.Text,

        var (a, b) => a == b,
    };

    /// <summary>The plain column that a query gives, or the least or greatest of one; null for another.</summary>
    private static Expression? ColumnOf(Query query) =>
        query.Body is not Select { Items: [{ Value: var value }] } ? null
        : value is FunctionCall { Arguments: [{ Value: BoundColumn of }] } call
            && (Identifier.Same(call.Name.Last, "min") || Identifier.Same(call.Name.Last, "max")) ? of
        : value as BoundColumn;

    private static bool IsTextOrNone(Expression constant) =>
        constant is Literal { Kind: LiteralKind.String or LiteralKind.Null };

    private Sort SortOf(Expression expression) => expression switch
    {
        BoundColumn column => stored.TryGetValue(column.Relation, out var types)
            && types.TryGetValue(column.Column, out var type) ? SortOf(type) : Sort.Unknown,
        ScalarSubquery scalar => ColumnOf(scalar.Query) is { } column ? SortOf(column) : Sort.Unknown,
        FunctionCall { Over: null } call when Aggregates.Contains(call.Name.Last, Identifier.Comparer)
            && call.Arguments.All(a => a.Value is Star or BoundColumn) => Sort.Aggregate,
        _ => IsConstant(expression) ? Sort.Constant : Sort.Unknown,
    };

    private static Sort SortOf(DataType type) =>
        type == PrimitiveType.String ? Sort.Text
        : type == PrimitiveType.Boolean ? Sort.Boolean
        : type == PrimitiveType.Date || type == PrimitiveType.Timestamp || type == PrimitiveType.TimestampNtz
            ? Sort.Instant
        : type is DecimalType { Precision: <= DigitsMax } || type == PrimitiveType.TinyInt
            || type == PrimitiveType.SmallInt || type == PrimitiveType.Int || type == PrimitiveType.BigInt
            || type == PrimitiveType.Float || type == PrimitiveType.Double ? Sort.Number : Sort.Unknown;

    /// <summary>Computed once, whatever rows there are.</summary>
    private static bool IsConstant(Expression expression) => expression switch
    {
        Literal { Kind: LiteralKind.Number } number => number.Text.Count(char.IsAsciiDigit) <= DigitsMax
            && number.Text.All(c => char.IsAsciiDigit(c) || c == '.'),
        Literal or TypedLiteral => true,
        IntervalLiteral interval => IsConstant(interval.Value),
        Unary unary => IsConstant(unary.Operand),
        Cast cast => SortOf(cast.Type) != Sort.Unknown && IsConstant(cast.Operand),
        Binary { Operator: BinaryOperator.Add or BinaryOperator.Subtract } binary =>
            Chains.Operands(binary).All(IsConstant),
        _ => false,
    };

    private enum Sort
    {
        Unknown, Constant, Aggregate, Number, Text, Instant, Boolean,
    }
}
