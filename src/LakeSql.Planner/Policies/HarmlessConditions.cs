using System.Globalization;
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
/// Harmless are comparisons of plain stored columns with constants and with each other, IN, BETWEEN, IS NULL, LIKE with
/// one end of a text, and AND, OR and NOT of these, as long as they are not many: they fail for no value and take the
/// same time for all. What is compared is cast to one type, and a cast may fail: so a text compared with a number is
/// not harmless, nor is a day compared with an instant of another column, nor a number compared with one of so many
/// digits that the column's values may have no room in their common type. A column of a subquery, view or common table
/// may be computed; one that it takes as it is stored counts as that. A subquery that stands for a value fails when it
/// gives several rows, so it has to be one aggregate over all of its rows; <see cref="SubqueryShape"/> says which.
/// </remarks>
internal sealed class HarmlessConditions
{
    /// <summary>Decimals of so many digits have a common type with each other, and with BIGINT.</summary>
    private const int DigitsMax = 18;

    /// <summary>Days, months and years of four digits keep an instant within the range of its type.</summary>
    private const int IntervalLengthMax = 4;

    /// <summary>
    /// More of them take long for rows of which the first ones hold: many hidden rows with a value would tell of it.
    /// </summary>
    private const int ConditionsMax = 64;

    /// <summary>So many numbers of 18 digits have a sum within a BIGINT.</summary>
    private const int TermsMax = 8;

    /// <summary>
    /// With so many digits after the point, and those of a factor, DECIMAL(38) has room for a BIGINT before it.
    /// </summary>
    private const int SummedScaleMax = 15;

    private static readonly string[] Units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];

    private static readonly string[] Aggregates = ["count", "sum", "avg", "min", "max"];

    private readonly Dictionary<string, Dictionary<string, DataType>> stored = new(StringComparer.Ordinal);

    /// <summary>Of relations that are common tables the columns that are aggregates, as places in those.</summary>
    private readonly Dictionary<(string Relation, string Column), (string Table, int At)> aggregates = [];

    /// <summary>Relations that are tables without a policy: times may tell of their values.</summary>
    private readonly HashSet<string> open = new(StringComparer.Ordinal);

    /// <summary>Conditions with parameters, of which only the values tell what they are.</summary>
    private readonly List<Expression> unsettled = [];

    private Func<Parameter, object?>? valueOf;
    private long termCount;
    private bool hasParameter;
    private int harmfulCount;

    /// <summary>True where the conditions of queries in a condition are added as well, each by itself.</summary>
    public bool KnowsQueries { get; init; } = true;

    /// <summary>How many conditions so far are not harmless, as far as is known without values of parameters.</summary>
    public int HarmfulCount => harmfulCount + unsettled.Count + (termCount > ConditionsMax ? 1 : 0);

    /// <summary>The columns of a relation are stored ones, but for those that are masked.</summary>
    public void AddStored(Relation relation, TableScan scan)
    {
        var types = new Dictionary<string, DataType>(Identifier.Comparer);
        for (var i = 0; i < relation.Rendered.Count && i < scan.Columns.Count; i++)
        {
            if (scan.Visible?.Masks.ContainsKey(i) != true)
            {
                types[relation.Rendered[i]] = scan.Columns[i].Type;
            }
        }

        stored[relation.Id] = types;
        if (!scan.IsRestricted)
        {
            open.Add(relation.Id);
        }
    }

    /// <summary>The columns of a relation are stored ones of these types, of which times may tell.</summary>
    public void AddStored(string relation, IEnumerable<(string Name, DataType Type)> columns)
    {
        var types = new Dictionary<string, DataType>(Identifier.Comparer);
        foreach (var (name, type) in columns)
        {
            types[name] = type;
        }

        stored[relation] = types;
        open.Add(relation);
    }

    /// <summary>Of a query's columns those that it takes from a table as they are stored there.</summary>
    public void AddStored(Relation relation, Query query)
    {
        var types = new Dictionary<string, DataType>(Identifier.Comparer);
        var items = query.Body is Select select && select.Items.Count == relation.Rendered.Count ? select.Items : [];
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i].Value is BoundColumn column && TypeOf(column) is { } type)
            {
                types[relation.Rendered[i]] = type;
            }
        }

        stored[relation.Id] = types;
    }

    /// <summary>Of a common table's columns those that are stored ones, and those that are aggregates.</summary>
    public void AddCommon(Relation relation, CommonTable table)
    {
        if (table.Query is { Body: Select { Items: var items } } query && items.Count == relation.Rendered.Count)
        {
            AddStored(relation, query);
            foreach (var at in SubqueryShape.AggregatesOf(query))
            {
                aggregates[(relation.Id, relation.Rendered[at])] = (table.RenderedName, at);
            }
        }
    }

    /// <summary>True for a column of stored values of that type.</summary>
    public bool IsStored(Expression value, DataType type) => value is BoundColumn column && TypeOf(column) == type;

    /// <summary>A condition of the statement; null for one that nobody has looked at.</summary>
    public void Add(Expression? condition)
    {
        hasParameter = false;
        termCount += condition is null ? 1 : TermsOf(condition);
        if (condition is not null && IsHarmless(condition))
        {
            return;
        }

        if (hasParameter)
        {
            unsettled.Add(condition!);
        }
        else
        {
            harmfulCount++;
        }
    }

    /// <summary>Looks at the conditions with parameters again, with the values that these have in this run.</summary>
    public void Settle(Func<Parameter, object?> values)
    {
        if (unsettled.Count == 0)
        {
            return;
        }

        valueOf = values;
        harmfulCount += unsettled.Count(c => !IsHarmless(c));
        unsettled.Clear();
    }

    /// <summary>
    /// True for a value of which each row has one, for certain: a plain column, a constant, an aggregate that has room
    /// for the values.
    /// </summary>
    public bool IsCertain(Expression value) => value switch
    {
        BoundColumn or BoundAlias or Literal or Star => true,
        Binary { Operator: BinaryOperator.Multiply, Left: var factor, Right: FunctionCall call } =>
            SubqueryShape.IsFraction(factor) && Identifier.Same(call.Name.Last, "avg") && IsAggregate(call),
        FunctionCall call => IsAggregate(call),
        _ => IsConstant(value),
    };

    /// <summary>True when it can be asked of every stored row.</summary>
    public bool IsHarmless(Expression condition) => condition switch
    {
        Binary { Operator: BinaryOperator.And or BinaryOperator.Or } both => Chains.Operands(both).All(IsHarmless),
        Unary { Operator: UnaryOperator.Not } not => IsHarmless(not.Operand),
        Binary { Operator: >= BinaryOperator.Equal and <= BinaryOperator.IsNotDistinctFrom } compared =>
            AreComparable(compared.Left, compared.Right),
        Between { Symmetric: false } between => AreAlike(between.Operand, [between.Low, between.High]),
        InList list => AreAlike(list.Operand, list.Items),
        InSubquery within => KnowsQueries && SubqueryShape.ColumnOf(within.Query) is { } column
            && AreComparable(within.Operand, column),
        IsTest { Kind: IsTestKind.Null } test => SortOf(test.Operand) is not Sort.Unknown,
        Like { Kind: LikeKind.Like, Escape: null, Pattern: Literal { Kind: LiteralKind.String } pattern } like =>
            SortOf(like.Operand) == Sort.Text && (LikePatterns.IsQuick(pattern.Text)
                || (like.Operand is BoundColumn column && IsOpen(column) && LikePatterns.IsSound(pattern.Text))),
        Exists exists => KnowsQueries && SubqueryShape.IsPlain(exists.Query),
        Literal { Kind: LiteralKind.Boolean } => true,
        _ => false,
    };

    /// <summary>Of how many conditions one is made by AND, OR and NOT.</summary>
    private static long TermsOf(Expression condition) => condition switch
    {
        Binary { Operator: BinaryOperator.And or BinaryOperator.Or } both => Chains.Operands(both).Sum(TermsOf),
        Unary { Operator: UnaryOperator.Not } not => TermsOf(not.Operand),
        _ => 1,
    };

    /// <summary>All of them get one type: constants beside one column, or values of one sort.</summary>
    private bool AreAlike(Expression operand, IReadOnlyList<Expression> written) =>
        written.Select(Given).ToArray() is var items
        && SortOf(operand) is not (Sort.Constant or Sort.Unknown) && items.All(i => AreComparable(operand, i))
        && (items.All(i => SortOf(i) == Sort.Constant) || items.All(i => SortOf(i) == SortOf(operand)));

    /// <summary>True when neither side is cast in a way that can fail.</summary>
    private bool AreComparable(Expression left, Expression right) =>
        IsBesideExtreme(left, right) || IsBesideExtreme(right, left) || AreOfOneSort(Given(left), Given(right));

    /// <summary>
    /// True for an aggregate beside the least or greatest of the same: they have one type, and are of rows that are
    /// seen.
    /// </summary>
    private bool IsBesideExtreme(Expression value, Expression extreme) => KnowsQueries && value is BoundColumn column
        && extreme is ScalarSubquery { Query: var query }
        && SubqueryShape.AggregateOf(query) is ("min" or "max", var of, false)
        && aggregates.TryGetValue((column.Relation, column.Column), out var place)
        && aggregates.TryGetValue((of.Relation, of.Column), out var other) && place == other;

    private bool AreOfOneSort(Expression left, Expression right) => (SortOf(left), SortOf(right)) switch
    {
        (Sort.Unknown, _) or (_, Sort.Unknown) => false,

        // What is aggregated is of rows that are seen.
        (Sort.Aggregate, _) or (_, Sort.Aggregate) => true,
        (Sort.Total, _) => HasRoom(left, right),
        (_, Sort.Total) => HasRoom(right, left),
        (Sort.Constant, Sort.Constant) => SortOfConstant(left) is not Sort.Unknown and var sort && Fits(right, sort),
        (Sort.Constant, var sort) => Fits(left, sort),
        (var sort, Sort.Constant) => Fits(right, sort),
        (Sort.Instant, Sort.Instant) => TypeOfInstant(left) == TypeOfInstant(right),
        var (a, b) => a == b,
    };

    /// <summary>A day that is compared with an instant becomes one, and may be beyond those that there are.</summary>
    private DataType? TypeOfInstant(Expression value) => value switch
    {
        BoundColumn column => TypeOf(column),
        ScalarSubquery scalar => SubqueryShape.AggregateOf(scalar.Query) is var (_, of, _) ? TypeOf(of) : null,
        _ => null,
    };

    /// <summary>A parameter as the constant that it stands for, where its value is of a plain kind.</summary>
    private Expression Given(Expression value)
    {
        if (value is not Parameter parameter)
        {
            return value;
        }

        hasParameter = true;
        return valueOf is null ? value : valueOf(parameter) switch
        {
            null => new Literal(value.Span, LiteralKind.Null, "NULL"),
            bool flag => new Literal(value.Span, LiteralKind.Boolean, flag ? "true" : "false"),
            string text => new Literal(value.Span, LiteralKind.String, text),
            sbyte or short or int or long or byte or ushort or uint or ulong or decimal => new Literal(
                value.Span, LiteralKind.Number,
                Convert.ToString(valueOf(parameter), CultureInfo.InvariantCulture)!.TrimStart('-')),
            DateOnly or DateTime => new TypedLiteral(value.Span, PrimitiveType.Date, "2000-01-01"),
            _ => value,
        };
    }

    /// <summary>A text is cast to what it is compared with when rows are there, and not before.</summary>
    private static bool Fits(Expression constant, Sort sort) => constant switch
    {
        Literal { Kind: LiteralKind.Null } => true,
        Literal { Kind: LiteralKind.String } text =>
            sort == Sort.Text || (sort == Sort.Instant && IsInstant(text.Text, PrimitiveType.Date)),
        _ => SortOfConstant(constant) == sort,
    };

    /// <summary>What it is before any cast: a cast to another sort may fail, and where there are rows alone.</summary>
    private static Sort SortOfConstant(Expression constant) => constant switch
    {
        Literal { Kind: LiteralKind.Number } => Sort.Number,
        Literal { Kind: LiteralKind.Boolean } => Sort.Boolean,
        TypedLiteral or Cast => Sort.Instant,
        Unary { Operand: var operand } when SortOfConstant(operand) == Sort.Number => Sort.Number,
        Binary binary when Chains.Operands(binary).ToArray() is [var first, .. var others] =>
            others.All(o => o is IntervalLiteral) && SortOfConstant(first) == Sort.Instant ? Sort.Instant
            : SortOfConstant(first) == Sort.Number && others.All(o => SortOfConstant(o) == Sort.Number) ? Sort.Number
            : Sort.Unknown,
        _ => Sort.Unknown,
    };

    private Sort SortOf(Expression expression) => expression switch
    {
        BoundColumn column => TypeOf(column) is { } type ? SortOf(type) : Sort.Unknown,
        ScalarSubquery scalar => KnowsQueries && SubqueryShape.AggregateOf(scalar.Query) is var (name, of, isScaled)
            ? SortOf(name, of, isScaled) : Sort.Unknown,
        FunctionCall call when IsAggregate(call) => Sort.Aggregate,
        _ => IsConstant(expression) ? Sort.Constant : Sort.Unknown,
    };

    /// <summary>
    /// An average is a DOUBLE. A sum is a HUGEINT or a DECIMAL of 38 digits, in which those of a trillion rows have
    /// room; a sum of DOUBLEs can be out of range.
    /// </summary>
    private Sort SortOf(string aggregate, BoundColumn of, bool isScaled) => aggregate switch
    {
        "min" or "max" when !isScaled => SortOf(of),
        "avg" when ExactType(of) is not null => Sort.Number,
        "sum" when ExactType(of) is not null => Sort.Total,
        _ => Sort.Unknown,
    };

    /// <summary>A sum or average of numbers of more digits can be out of range.</summary>
    private bool IsAggregate(FunctionCall call) =>
        call is { Over: null, Filter: null, OrderBy.Count: 0, WithinGroup.Count: 0, ExportState: false }
        && Aggregates.Contains(call.Name.Last, Identifier.Comparer)
        && call.Arguments.All(a => a.Value is Star or BoundColumn)
        && (call.Name.Last.ToLowerInvariant() is not ("sum" or "avg")
            || call.Arguments.All(a => a.Value is BoundColumn column && ExactType(column) is not null));

    /// <summary>A sum's scale must not take from the other side the digits that it needs.</summary>
    private bool HasRoom(Expression sum, Expression other) =>
        sum is ScalarSubquery { Query: var query } && SubqueryShape.AggregateOf(query) is var (_, of, _)
        && ExactType(of) is { } summed && other is BoundColumn column && ExactType(column) is { } compared
        && ScaleOf(compared) <= ScaleOf(summed) && ScaleOf(summed) <= SummedScaleMax;

    private DataType? ExactType(BoundColumn column) =>
        TypeOf(column) is { } type && SortOf(type) == Sort.Number
        && type != PrimitiveType.Float && type != PrimitiveType.Double ? type : null;

    /// <summary>True for a column of a table without a policy.</summary>
    public bool IsOpen(BoundColumn column) => open.Contains(column.Relation);

    /// <summary>The type of a column that is a stored one; null for another.</summary>
    public DataType? TypeOf(BoundColumn column) =>
        stored.TryGetValue(column.Relation, out var types) ? types.GetValueOrDefault(column.Column) : null;

    private static int ScaleOf(DataType type) => type is DecimalType { Scale: var scale } ? scale : 0;

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
        Literal => true,
        TypedLiteral typed => IsInstant(typed.Text, typed.Type),
        Cast { Operand: Literal { Kind: LiteralKind.String } text } cast => IsInstant(text.Text, cast.Type),
        IntervalLiteral { Value: Literal value, Unit: { } unit } => value.Text.Length <= IntervalLengthMax
            && Units.Contains(unit.TrimEnd('s', 'S'), StringComparer.OrdinalIgnoreCase),
        Unary { Operator: UnaryOperator.Negate } unary => IsConstant(unary.Operand),
        Binary { Operator: BinaryOperator.Add or BinaryOperator.Subtract } binary =>
            IsShort(binary) && Chains.Operands(binary).All(IsConstant),
        _ => false,
    };

    /// <summary>A chain has no bound on its length, and signs in it may alternate.</summary>
    private static bool IsShort(Binary chain)
    {
        var length = 1;
        for (Expression left = chain; left is Binary { Left: var next }; left = next)
        {
            if (++length > TermsMax)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What the engine takes for a day or an instant for certain, without an error when it runs.</summary>
    private static bool IsInstant(string text, DataType type) => SortOf(type) == Sort.Instant
        && DateTime.TryParseExact(
            text, type == PrimitiveType.Date ? ["yyyy-MM-dd"] : ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss"],
            CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private enum Sort
    {
        Unknown, Constant, Aggregate, Total, Number, Text, Instant, Boolean,
    }
}
