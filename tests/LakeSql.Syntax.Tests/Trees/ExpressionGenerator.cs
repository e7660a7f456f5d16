using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Tests.Trees;

/// <summary>Makes random expressions, of nodes in every combination that a text can say.</summary>
internal sealed class ExpressionGenerator(Random random, Func<int, Query> query)
{
    private static readonly string[] NameSamples =
        ["a", "b", "Col", "select", "rows", "interval", "date", "two words", "qu\"ote", "tick`", "名", "values", "x1"];

    private static readonly DataType[] Types =
    [
        PrimitiveType.Int, PrimitiveType.String, PrimitiveType.Timestamp, PrimitiveType.TimestampNtz,
        new DecimalType(10, 2), new EngineType("UBIGINT"), new ArrayType(PrimitiveType.Date),
        new FixedArrayType(PrimitiveType.Float, 3), new MapType(PrimitiveType.String, PrimitiveType.BigInt),
        new StructType([new StructField("a b", PrimitiveType.Int), new StructField("c", PrimitiveType.Binary)]),
    ];

    private static readonly DataType[] LiteralTypes =
        [PrimitiveType.Date, PrimitiveType.Timestamp, PrimitiveType.TimestampNtz, new EngineType("JSON")];

    private static readonly string[] Units = ["YEAR", "MONTH", "DAY", "HOUR", "SECOND"];

    public string Name() => NameSamples[random.Next(NameSamples.Length)];

    public Sequence<T> Some<T>(int most, Func<T> item, int least = 1) =>
        Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => item()).ToSequence();

    public T? Maybe<T>(Func<T> item) where T : class => random.Next(3) == 0 ? item() : null;

    public bool Coin() => random.Next(2) == 0;

    private T Any<T>() where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[random.Next(values.Length)];
    }

    /// <summary>An expression of at most this depth.</summary>
    public Expression Expression(int depth)
    {
        if (depth <= 0)
        {
            return Leaf();
        }

        Expression Part() => Expression(depth - 1);
        return random.Next(25) switch
        {
            0 or 1 or 2 => new Binary(default, Operator(), Part(), Part()),
            3 => new Unary(default, Any<UnaryOperator>(), Part()),
            4 => new IsTest(default, Part(), Any<IsTestKind>(), Coin()),
            5 => new Like(default, Part(), Any<LikeKind>(), Part(), Maybe(Part), Coin()),
            6 => new Between(default, Part(), Part(), Part(), Coin(), Coin()),
            7 => new InList(default, Part(), Some(3, Part), Coin()),
            8 => new InSubquery(default, Part(), query(depth - 1), Coin()),
            9 => new Exists(default, query(depth - 1)),
            10 => new ScalarSubquery(default, query(depth - 1)),
            11 => new Case(
                default, Maybe(Part), Some(2, () => new CaseWhen(Part(), Part())), Maybe(Part)),
            12 => new Cast(default, Part(), Types[random.Next(Types.Length)], Coin()),
            13 => new ArrayLiteral(default, Some(3, Part, 0)),
            14 => new ListComprehension(default, Part(), Some(2, Name), Part(), Maybe(Part)),
            15 => new StructLiteral(default, Some(2, () => new StructEntry(Name(), Part()))),
            16 => new MapLiteral(default, Some(2, () => new MapEntry(Part(), Part()), 0)),
            17 => new RowValue(default, Some(3, Part)),
            18 => new FieldAccess(default, Part(), Name()),
            19 => new Subscript(default, Part(), Part()),
            20 => new Slice(default, Part(), Maybe(Part), Maybe(Part), Maybe(Part)),
            21 => new Collate(default, Part(), "de.nocase"),
            22 => new IntervalLiteral(default, Part(), Maybe(() => Units[random.Next(Units.Length)])),
            23 => new Quantified(
                default, Part(), BinaryOperator.Less, Coin(), new ScalarSubquery(default, query(depth - 1))),
            _ => Call(depth - 1),
        };
    }

    public OrderItem Order(int depth) =>
        new(default, Expression(depth), Coin() ? null : Coin(), Coin() ? null : Coin());

    public WindowSpecification Window(int depth) => random.Next(4) == 0
        ? new WindowSpecification(default, Name(), [], [], null, true)
        : new WindowSpecification(
            default, Maybe(Name), Some(2, () => Expression(depth), 0), Some(2, () => Order(depth), 0),
            Maybe(() => Frame(depth)));

    private FunctionCall Call(int depth) => new(
        default, new QualifiedName(default, [Coin() ? "f" : Name()]), Some(3, () => Argument(depth)))
    {
        Distinct = random.Next(5) == 0,
        OrderBy = random.Next(4) == 0 ? Some(2, () => Order(depth)) : [],
        WithinGroup = random.Next(6) == 0 ? [Order(depth)] : [],
        IgnoreNulls = random.Next(5) == 0 ? Coin() : null,
        Filter = Maybe(() => Expression(depth)),
        ExportState = random.Next(9) == 0,
        Over = Maybe(() => Window(depth)),
    };

    private FunctionArgument Argument(int depth) => new(
        random.Next(5) == 0 ? Name() : null,
        random.Next(4) == 0 ? new Lambda(default, Some(2, Name), Expression(depth)) : Expression(depth));

    private WindowFrame Frame(int depth)
    {
        FrameBound Bound()
        {
            var kind = Any<FrameBoundKind>();
            return new FrameBound(
                kind, kind is FrameBoundKind.Preceding or FrameBoundKind.Following ? Expression(depth) : null);
        }

        return new WindowFrame(Any<FrameUnit>(), Bound(), Maybe(Bound), Any<FrameExclusion>());
    }

    /// <summary>XOR is a function and has no sign.</summary>
    private BinaryOperator Operator()
    {
        var op = Any<BinaryOperator>();
        return op == BinaryOperator.BitXor ? BinaryOperator.Add : op;
    }

    private Expression Leaf() => random.Next(10) switch
    {
        0 => new Literal(default, LiteralKind.Null, "NULL"),
        1 => new Literal(default, LiteralKind.Boolean, Coin() ? "true" : "false"),
        2 => new Literal(default, LiteralKind.Number, Coin() ? "42" : "1.5e-3"),
        3 => new Literal(default, LiteralKind.String, Coin() ? "it's" : "a\nb\\"),
        4 => new Literal(default, LiteralKind.Binary, "0aff"),
        5 => new TypedLiteral(default, LiteralTypes[random.Next(LiteralTypes.Length)], "2024-01-01"),
        6 => new Parameter(default, Coin() ? "p" : null, 0) is { Name: null } p ? p with { Position = 3 }
            : new Parameter(default, "p", 0),
        7 => new PositionalReference(default, 2),
        _ => new ColumnReference(default, Some(3, Name)),
    };
}
