using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Formatting;

namespace LakeSql.Syntax.Trees;

/// <summary>What a <see cref="Literal"/> is.</summary>
public enum LiteralKind
{
    /// <summary><c>NULL</c></summary>
    Null,

    /// <summary><c>TRUE</c>, <c>FALSE</c>; the text is <c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A number as written, without underscores; hex forms are turned into decimal.</summary>
    Number,

    /// <summary>A string; the text is its value.</summary>
    String,

    /// <summary><c>X'0aff'</c>; the text is the hex digits.</summary>
    Binary,
}

/// <summary>A constant: <c>42</c>, <c>'text'</c>, <c>NULL</c>.</summary>
public sealed record Literal(SourceSpan Span, LiteralKind Kind, string Text) : Expression(Span);

/// <summary><c>DATE '2024-01-01'</c>: a string read as a value of a type.</summary>
public sealed record TypedLiteral(SourceSpan Span, DataType Type, string Text) : Expression(Span);

/// <summary><c>INTERVAL 3 DAY</c>, <c>INTERVAL '1 year'</c> (no unit).</summary>
public sealed record IntervalLiteral(SourceSpan Span, Expression Value, string? Unit) : Expression(Span);

/// <summary>A name in an expression: a column, qualified or not, perhaps followed by struct fields.</summary>
public sealed record ColumnReference(SourceSpan Span, Sequence<string> Parts) : Expression(Span);

/// <summary><c>#1</c>: a column of FROM by its place, from 1.</summary>
public sealed record PositionalReference(SourceSpan Span, int Position) : Expression(Span);

/// <summary><c>?</c>, <c>?1</c>, <c>$1</c>, <c>$name</c>, <c>@name</c>, <c>:name</c>.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Name">The name without its sign; null for a position.</param>
/// <param name="Position">One-based position for <c>?</c>, <c>?1</c> and <c>$1</c>; 0 for a name.</param>
public sealed record Parameter(SourceSpan Span, string? Name, int Position) : Expression(Span);

/// <summary>Operators with one operand.</summary>
public enum UnaryOperator
{
    /// <summary><c>-x</c></summary>
    Negate,

    /// <summary><c>+x</c></summary>
    Plus,

    /// <summary><c>NOT x</c></summary>
    Not,

    /// <summary><c>~x</c></summary>
    BitNot,
}

/// <summary>An operator before its operand.</summary>
public sealed record Unary(SourceSpan Span, UnaryOperator Operator, Expression Operand) : Expression(Span);

/// <summary>Operators between two operands.</summary>
public enum BinaryOperator
{
#pragma warning disable CS1591 // The names say what the operators are.
    Or, And,
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, IsDistinctFrom, IsNotDistinctFrom,
    Add, Subtract, Multiply, Divide, IntegerDivide, Modulo, Power,
    Concat, BitAnd, BitOr, BitXor, ShiftLeft, ShiftRight,
    JsonGet, JsonGetText, RegexMatch, RegexNotMatch, Contains, ContainedBy, Overlaps, StartsWith, Distance,
#pragma warning restore CS1591
}

/// <summary>An operator between its operands.</summary>
public sealed record Binary(SourceSpan Span, BinaryOperator Operator, Expression Left, Expression Right)
    : Expression(Span)
{
    /// <summary>Loops along the left side, which has no bound on its length.</summary>
    public bool Equals(Binary? other)
    {
        Expression mine = this;
        Expression? theirs = other;
        while (mine is Binary a && theirs is Binary b)
        {
            if (a.Operator != b.Operator || !a.Right.Equals(b.Right))
            {
                return false;
            }

            (mine, theirs) = (a.Left, b.Left);
        }

        return mine is not Binary && mine.Equals(theirs);
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        Expression left = this;
        while (left is Binary binary)
        {
            hash.Add(binary.Operator);
            hash.Add(binary.Right);
            left = binary.Left;
        }

        hash.Add(left);
        return hash.ToHashCode();
    }
}

/// <summary>What <c>IS</c> asks.</summary>
public enum IsTestKind
{
#pragma warning disable CS1591
    Null, True, False, Unknown,
#pragma warning restore CS1591
}

/// <summary><c>x IS [NOT] NULL</c> and the like.</summary>
public sealed record IsTest(SourceSpan Span, Expression Operand, IsTestKind Kind, bool Negated)
    : Expression(Span);

/// <summary>Ways to match a pattern.</summary>
public enum LikeKind
{
#pragma warning disable CS1591
    Like, ILike, SimilarTo, Glob, RLike,
#pragma warning restore CS1591
}

/// <summary><c>x [NOT] LIKE p [ESCAPE e]</c></summary>
public sealed record Like(
    SourceSpan Span, Expression Operand, LikeKind Kind, Expression Pattern, Expression? Escape, bool Negated)
    : Expression(Span);

/// <summary><c>x [NOT] BETWEEN [SYMMETRIC] low AND high</c></summary>
public sealed record Between(
    SourceSpan Span, Expression Operand, Expression Low, Expression High, bool Negated, bool Symmetric)
    : Expression(Span);

/// <summary><c>x [NOT] IN (a, b)</c></summary>
public sealed record InList(SourceSpan Span, Expression Operand, Sequence<Expression> Items, bool Negated)
    : Expression(Span);

/// <summary><c>x [NOT] IN (SELECT …)</c></summary>
public sealed record InSubquery(SourceSpan Span, Expression Operand, Query Query, bool Negated)
    : Expression(Span);

/// <summary><c>EXISTS (SELECT …)</c></summary>
public sealed record Exists(SourceSpan Span, Query Query) : Expression(Span);

/// <summary><c>(SELECT …)</c> as a value.</summary>
public sealed record ScalarSubquery(SourceSpan Span, Query Query) : Expression(Span);

/// <summary><c>x &lt; ANY (SELECT …)</c>, <c>ALL</c>; SOME is ANY. The operand may be a subquery or a list.</summary>
public sealed record Quantified(
    SourceSpan Span, Expression Left, BinaryOperator Operator, bool IsAll, Expression Right) : Expression(Span);

/// <summary><c>CASE [x] WHEN … THEN … ELSE … END</c></summary>
public sealed record Case(SourceSpan Span, Expression? Operand, Sequence<CaseWhen> Whens, Expression? Else)
    : Expression(Span);

/// <summary>One <c>WHEN … THEN …</c>.</summary>
public sealed record CaseWhen(Expression When, Expression Then);

/// <summary><c>CAST(x AS t)</c>, <c>x::t</c>, <c>TRY_CAST</c>.</summary>
public sealed record Cast(SourceSpan Span, Expression Operand, DataType Type, bool IsTry) : Expression(Span);

/// <summary>One argument, perhaps named (<c>sep =&gt; ','</c>).</summary>
public sealed record FunctionArgument(string? Name, Expression Value);

/// <summary>
/// A function call of any kind: scalar, aggregate (DISTINCT, ORDER BY, FILTER), window (OVER). The forms with words
/// inside the parentheses (EXTRACT, POSITION, SUBSTRING … FROM, TRIM, AT TIME ZONE) are parsed into plain calls.
/// </summary>
public sealed record FunctionCall(SourceSpan Span, QualifiedName Name, Sequence<FunctionArgument> Arguments)
    : Expression(Span)
{
    /// <summary><c>current_date</c> without parentheses, which may mean a column.</summary>
    public bool IsBare { get; init; }

    /// <summary><c>f(DISTINCT x)</c></summary>
    public bool Distinct { get; init; }

    /// <summary><c>f(x ORDER BY y)</c></summary>
    public Sequence<OrderItem> OrderBy { get; init; } = [];

    /// <summary><c>f(…) WITHIN GROUP (ORDER BY y)</c></summary>
    public Sequence<OrderItem> WithinGroup { get; init; } = [];

    /// <summary>True for IGNORE NULLS, false for RESPECT NULLS, null when neither is written.</summary>
    public bool? IgnoreNulls { get; init; }

    /// <summary><c>FILTER (WHERE …)</c></summary>
    public Expression? Filter { get; init; }

    /// <summary><c>f(…) EXPORT_STATE</c>: the state of an aggregate in place of its value.</summary>
    public bool ExportState { get; init; }

    /// <summary><c>OVER w</c> or <c>OVER (…)</c></summary>
    public WindowSpecification? Over { get; init; }

    /// <summary>A plain call of a function by its bare name.</summary>
    public static FunctionCall Of(SourceSpan span, string name, params Expression[] arguments) => new(
        span, QualifiedName.Of(name), arguments.Select(a => new FunctionArgument(null, a)).ToSequence());
}

/// <summary>
/// <c>w</c> alone, or <c>([base] PARTITION BY … ORDER BY … frame)</c>.
/// </summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Base">The named window it starts from.</param>
/// <param name="PartitionBy">PARTITION BY.</param>
/// <param name="OrderBy">ORDER BY.</param>
/// <param name="Frame">The frame; null when not written.</param>
/// <param name="IsBareName">True for <c>OVER w</c> without parentheses.</param>
public sealed record WindowSpecification(
    SourceSpan Span, string? Base, Sequence<Expression> PartitionBy, Sequence<OrderItem> OrderBy, WindowFrame? Frame,
    bool IsBareName = false) : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => ClauseFormatter.Write(this, sql);
}

/// <summary>The unit in which a frame counts.</summary>
public enum FrameUnit
{
#pragma warning disable CS1591
    Rows, Range, Groups,
#pragma warning restore CS1591
}

/// <summary>What a frame leaves out.</summary>
public enum FrameExclusion
{
#pragma warning disable CS1591
    NoOthers, CurrentRow, Group, Ties,
#pragma warning restore CS1591
}

/// <summary>Where a frame begins or ends.</summary>
public enum FrameBoundKind
{
#pragma warning disable CS1591
    UnboundedPreceding, Preceding, CurrentRow, Following, UnboundedFollowing,
#pragma warning restore CS1591
}

/// <summary>One end of a frame; the offset is there for Preceding and Following alone.</summary>
public sealed record FrameBound(FrameBoundKind Kind, Expression? Offset);

/// <summary><c>ROWS BETWEEN … AND … [EXCLUDE …]</c></summary>
public sealed record WindowFrame(FrameUnit Unit, FrameBound Start, FrameBound? End, FrameExclusion Exclusion);

/// <summary><c>[1, 2]</c>, <c>ARRAY[1, 2]</c></summary>
public sealed record ArrayLiteral(SourceSpan Span, Sequence<Expression> Items) : Expression(Span);

/// <summary><c>[result FOR x IN list IF condition]</c>; a second name is the element's place, from 1.</summary>
public sealed record ListComprehension(
    SourceSpan Span, Expression Result, Sequence<string> Names, Expression List, Expression? Condition)
    : Expression(Span);

/// <summary><c>{'a': 1, b: 2}</c></summary>
public sealed record StructLiteral(SourceSpan Span, Sequence<StructEntry> Entries) : Expression(Span);

/// <summary>One field of a struct literal.</summary>
public sealed record StructEntry(string Name, Expression Value);

/// <summary><c>MAP {k: v, …}</c></summary>
public sealed record MapLiteral(SourceSpan Span, Sequence<MapEntry> Entries) : Expression(Span);

/// <summary>One entry of a map literal.</summary>
public sealed record MapEntry(Expression Key, Expression Value);

/// <summary><c>(a, b)</c>, <c>ROW(a, b)</c></summary>
public sealed record RowValue(SourceSpan Span, Sequence<Expression> Items) : Expression(Span);

/// <summary><c>(x).field</c>: a struct field of an expression that is not a plain name.</summary>
public sealed record FieldAccess(SourceSpan Span, Expression Operand, string Field) : Expression(Span)
{
    /// <summary>The field that the parts of a name from one on say; the value itself where there are none.</summary>
    public static Expression Of(Expression value, Sequence<string> parts, int from) =>
        parts.Skip(from).Aggregate(value, (within, field) => new FieldAccess(value.Span, within, field));
}

/// <summary><c>x[i]</c></summary>
public sealed record Subscript(SourceSpan Span, Expression Operand, Expression Index) : Expression(Span);

/// <summary><c>x[a:b:step]</c></summary>
public sealed record Slice(
    SourceSpan Span, Expression Operand, Expression? From, Expression? To, Expression? Step) : Expression(Span);

/// <summary><c>lambda x, y: …</c>, <c>(x, y) -&gt; …</c></summary>
public sealed record Lambda(SourceSpan Span, Sequence<string> Parameters, Expression Body) : Expression(Span);

/// <summary><c>x COLLATE c</c></summary>
public sealed record Collate(SourceSpan Span, Expression Operand, string Collation) : Expression(Span);

/// <summary><c>PREDICT(model, argument, …)</c></summary>
public sealed record Predict(SourceSpan Span, ModelReference Model, Sequence<Expression> Arguments)
    : Expression(Span);

/// <summary><c>m</c>, <c>m VERSION 2</c>, <c>m@champion</c></summary>
public sealed record ModelReference(SourceSpan Span, QualifiedName Name, int? Version, string? Alias)
    : SyntaxNode(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => ClauseFormatter.Write(this, sql);
}
