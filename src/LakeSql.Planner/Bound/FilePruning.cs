using System.Globalization;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Pruning;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Bound;

/// <summary>Which files of a table a query has to read, by what the log knows of their values.</summary>
/// <remarks>
/// Only conditions that compare a plain column with a constant are looked at. They must hold for every row that leaves
/// the scan: those of WHERE and of inner joins, as far as no outer join lies between.
/// </remarks>
public sealed class FilePruning
{
    /// <summary>No condition is known.</summary>
    public static readonly FilePruning None = new([], null);

    private readonly IReadOnlyList<Expression> conditions;
    private readonly Func<Parameter, object?>? valueOf;

    private FilePruning(IReadOnlyList<Expression> conditions, Func<Parameter, object?>? valueOf)
    {
        this.conditions = conditions;
        this.valueOf = valueOf;
    }

    /// <summary>The conditions that a SELECT puts on what it reads.</summary>
    /// <param name="select">The query.</param>
    /// <param name="valueOf">The values of parameters; null when they are not known.</param>
    public static FilePruning Of(Select select, Func<Parameter, object?>? valueOf) =>
        new(select.Where is null ? [] : [select.Where], valueOf);

    /// <summary>The files of a table that may hold rows which a statement changes.</summary>
    /// <param name="table">The table.</param>
    /// <param name="relation">What the condition calls it.</param>
    /// <param name="condition">What holds for the rows; null when all are changed.</param>
    /// <param name="valueOf">The values of parameters.</param>
    public static IReadOnlyList<DataFile> FilesOf(
        DeltaScan table, string relation, Expression? condition, Func<Parameter, object?> valueOf) =>
        FilePredicate.Filter(table.Snapshot.Files, ConditionOf(table, relation, condition, valueOf));

    /// <summary>What a statement that changes rows asks of their files.</summary>
    /// <inheritdoc cref="FilesOf(DeltaScan, string, Expression, Func{Parameter, object})"/>
    public static FilePredicate ConditionOf(
        DeltaScan table, string relation, Expression? condition, Func<Parameter, object?> valueOf)
    {
        var (pruning, scan) = Changing(table, relation, condition, valueOf);
        return pruning.ConditionOf(scan);
    }

    /// <summary>Of the condition on a walled table that a statement changes what is asked behind the wall.</summary>
    /// <inheritdoc cref="FilesOf(DeltaScan, string, Expression, Func{Parameter, object})"/>
    public static IReadOnlyList<Expression> InsideOf(
        DeltaScan table, string relation, Expression? condition, Func<Parameter, object?> valueOf)
    {
        var (pruning, scan) = Changing(table, relation, condition, valueOf);
        return pruning.Inside(scan);
    }

    private static (FilePruning Pruning, BoundScan Scan) Changing(
        DeltaScan table, string relation, Expression? condition, Func<Parameter, object?> valueOf)
    {
        // What the log says of hidden columns is not what rows have: most have it from their file.
        var alias = new TableAlias(relation, table.Snapshot.Metadata.Schema.Fields
            .Where(f => f.Trace == RowTrace.None).Select(f => f.Name).ToSequence());
        return (new FilePruning(condition is null ? [] : [condition], valueOf),
            new BoundScan(SourceSpan.None, alias, table, null));
    }

    /// <summary>The conditions on one side of a join.</summary>
    public FilePruning Within(Join join, bool isLeft) => join.Kind switch
    {
        JoinKind.Inner or JoinKind.Cross =>
            join.On is null ? this : new FilePruning([.. conditions, join.On], valueOf),
        JoinKind.Semi when isLeft && join.On is not null => new FilePruning([.. conditions, join.On], valueOf),
        JoinKind.Left or JoinKind.Semi or JoinKind.Anti => isLeft ? this : None,
        JoinKind.Right => isLeft ? None : this,
        _ => None,
    };

    /// <summary>The files that may hold rows which the query wants.</summary>
    public IReadOnlyList<DataFile> FilesOf(BoundScan scan) =>
        FilePredicate.Filter(((DeltaScan)scan.Scan).Snapshot.Files, ConditionOf(scan));

    /// <summary>What the query asks of a file that may hold rows which it wants.</summary>
    public FilePredicate ConditionOf(BoundScan scan)
    {
        var asked = scan.Scan.IsWalled ? Inside(scan) : conditions;

        // A sample is one of the whole table.
        return scan.Sample is not null || asked.Count == 0
            ? AnythingHolds.Instance
            : asked.Select(c => Predicate(c, scan, negated: false)).Aggregate((a, b) => new BothHold(a, b));
    }

    /// <summary>Of the conditions on a walled scan those that are asked behind the wall.</summary>
    public IReadOnlyList<Expression> Inside(BoundScan scan) =>
        scan is not { Sample: null, Scan: { AloneUnder: { } rules, IsWalled: true, IsRestricted: true } } ? []
            : [.. conditions.SelectMany(Conjuncts).Where(
                c => rules.IsHarmless(c) && Predicate(c, scan, negated: false) is not AnythingHolds)];

    private static IEnumerable<Expression> Conjuncts(Expression condition) =>
        condition is Binary { Operator: BinaryOperator.And } both ? Chains.Operands(both) : [condition];

    private FilePredicate Predicate(Expression condition, BoundScan scan, bool negated)
    {
        switch (condition)
        {
            case Unary { Operator: UnaryOperator.Not } not:
                return Predicate(not.Operand, scan, !negated);
            case Binary { Operator: BinaryOperator.And or BinaryOperator.Or } both:
                return Combined(both, scan, negated);
            case Binary binary:
                return Compared(binary, scan, negated);
            case IsTest { Kind: IsTestKind.Null } test when ColumnOf(test.Operand, scan) is { } column:
                return new NullTest(column, test.Negated == negated);
            case Between { Symmetric: false } between:
                return Combined(
                    new Binary(
                        between.Span, BinaryOperator.And,
                        new Binary(between.Span, BinaryOperator.GreaterOrEqual, between.Operand, between.Low),
                        new Binary(between.Span, BinaryOperator.LessOrEqual, between.Operand, between.High)),
                    scan, negated != between.Negated);
            case InList list when list.Negated == negated:
                return list.Items.Select(i => Compared(
                        new Binary(list.Span, BinaryOperator.Equal, list.Operand, i), scan, negated: false))
                    .Aggregate((a, b) => new EitherHolds(a, b));
            case Like { Kind: LikeKind.Like, Escape: null } like when like.Negated == negated:
                return Prefixed(like, scan);
            default:
                return AnythingHolds.Instance;
        }
    }

    private FilePredicate Combined(Binary binary, BoundScan scan, bool negated)
    {
        var isAnd = (binary.Operator == BinaryOperator.And) != negated;
        return Chains.Operands(binary).Select(p => Predicate(p, scan, negated))
            .Aggregate((a, b) => isAnd ? new BothHold(a, b) : new EitherHolds(a, b));
    }

    private FilePredicate Compared(Binary binary, BoundScan scan, bool negated)
    {
        var (column, other, swapped) = ColumnOf(binary.Left, scan) is { } left
            ? (left, binary.Right, false) : (ColumnOf(binary.Right, scan), binary.Left, true);
        // NOT (x <=> 1) holds for NULL, of which bounds tell nothing.
        if (column is null || (negated && binary.Operator == BinaryOperator.IsNotDistinctFrom)
            || OperatorOf(binary.Operator) is not { } comparison
            || ConstantOf(other, column.Type) is not { } constant)
        {
            return AnythingHolds.Instance;
        }

        comparison = swapped ? Swapped(comparison) : comparison;
        return new Comparison(column, negated ? Negated(comparison) : comparison, constant);
    }

    private FilePredicate Prefixed(Like like, BoundScan scan)
    {
        if (ColumnOf(like.Operand, scan) is not { } column || column.Type != PrimitiveType.String
            || like.Pattern is not Literal { Kind: LiteralKind.String } pattern)
        {
            return AnythingHolds.Instance;
        }

        var length = pattern.Text.AsSpan().IndexOfAny('%', '_', '\\');
        var prefix = length < 0 ? pattern.Text : pattern.Text[..length];
        return prefix.Length > 0 && ColumnValue.Of(prefix, column.Type) is { } value
            ? new BeginsWith(column, value) : AnythingHolds.Instance;
    }

    private static PrunedColumn? ColumnOf(Expression expression, BoundScan scan)
    {
        if (expression is not BoundColumn column || column.Relation != scan.Alias.Name)
        {
            return null;
        }

        // Of a masked column the files know what the reader does not.
        var at = scan.Alias.Columns.ToList().FindIndex(c => Identifier.Same(c, column.Column));
        return at < 0 || scan.Scan.Visible?.Masks.ContainsKey(at) == true ? null
            : PrunedColumn.Of(((DeltaScan)scan.Scan).Snapshot, scan.Scan.Columns[at].Name);
    }

    private ColumnValue? ConstantOf(Expression expression, DataType column) => expression switch
    {
        Literal { Kind: LiteralKind.String } l => OfText(l.Text, column),
        Literal { Kind: LiteralKind.Number } l => OfNumber(l.Text, column),
        Unary { Operator: UnaryOperator.Negate, Operand: Literal { Kind: LiteralKind.Number } l } =>
            OfNumber("-" + l.Text, column),
        TypedLiteral t => OfInstant(t.Text, t.Type, column),
        Cast { IsTry: false, Operand: Literal { Kind: LiteralKind.String } l } c => OfInstant(l.Text, c.Type, column),
        Parameter p when valueOf is not null => OfValue(valueOf(p), column),
        _ => null,
    };

    private static ColumnValue? OfValue(object? value, DataType column) => value switch
    {
        string text => OfText(text, column),
        sbyte or short or int or long or byte or ushort or uint or ulong or decimal =>
            OfNumber(Convert.ToString(value, CultureInfo.InvariantCulture)!, column),
        DateOnly date => OfInstant(
            date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), PrimitiveType.Date, column),
        DateTime time => OfInstant(
            time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture), PrimitiveType.TimestampNtz,
            column),
        _ => null,
    };

    /// <summary>A text is cast to the column's type; a day is what a longer text is cut down to.</summary>
    private static ColumnValue? OfText(string text, DataType column) =>
        column == PrimitiveType.String ? ColumnValue.Of(text, column)
        : IsNumber(column) ? OfNumber(text, column)
        : column == PrimitiveType.Date && text.Length != 10 ? null
        : IsInstant(column) && IsWholeMicroseconds(text) ? ColumnValue.Of(text, column) : null;

    /// <summary>A number is cast to FLOAT, and not always to the nearest one that is spelled so.</summary>
    private static ColumnValue? OfNumber(string text, DataType column) =>
        column == PrimitiveType.Float ? null : IsNumber(column) ? ColumnValue.Of(text, column) : null;

    private static ColumnValue? OfInstant(string text, DataType type, DataType column) =>
        IsInstant(type) && IsInstant(column) && IsWholeMicroseconds(text)
        && !(type == PrimitiveType.Date && text.Length != 10) ? ColumnValue.Of(text, column) : null;

    private static bool IsInstant(DataType type) =>
        type == PrimitiveType.Date || type == PrimitiveType.Timestamp || type == PrimitiveType.TimestampNtz;

    private static bool IsNumber(DataType type) =>
        type is DecimalType || type == PrimitiveType.TinyInt || type == PrimitiveType.SmallInt
        || type == PrimitiveType.Int || type == PrimitiveType.BigInt || type == PrimitiveType.Double;

    /// <summary>More digits are rounded by rules of the engine.</summary>
    private static bool IsWholeMicroseconds(string text)
    {
        var point = text.LastIndexOf('.');
        return point < 0 || text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9') is var digits
            && (digits < 0 ? text.Length - point - 1 : digits) <= 6;
    }

    private static ComparisonOperator? OperatorOf(BinaryOperator op) => op switch
    {
        BinaryOperator.Equal or BinaryOperator.IsNotDistinctFrom => ComparisonOperator.Equal,
        BinaryOperator.NotEqual => ComparisonOperator.NotEqual,
        BinaryOperator.Less => ComparisonOperator.Less,
        BinaryOperator.LessOrEqual => ComparisonOperator.LessOrEqual,
        BinaryOperator.Greater => ComparisonOperator.Greater,
        BinaryOperator.GreaterOrEqual => ComparisonOperator.GreaterOrEqual,
        _ => null,
    };

    private static ComparisonOperator Swapped(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => op,
    };

    private static ComparisonOperator Negated(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        ComparisonOperator.NotEqual => ComparisonOperator.Equal,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        _ => ComparisonOperator.Less,
    };
}
