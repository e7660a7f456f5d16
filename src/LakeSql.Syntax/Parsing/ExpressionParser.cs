using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>
/// Expressions by precedence climbing: one loop over operators, recursion only for what binds tighter.
/// </summary>
internal sealed class ExpressionParser(Cursor cursor, QueryParser queries)
{
    private readonly PrimaryParser primaries = new(cursor, queries);

    public Expression Expression() => Operand(Precedence.Or);

    /// <summary>An operand with its sign: the value of an INTERVAL, the list of IN without parentheses.</summary>
    public Expression Signed() => Operand(Precedence.Sign);

    /// <summary>An expression that stops before IN: the needle of POSITION.</summary>
    public Expression BeforeIn() => Operand(Precedence.In + 1);

    private Expression Operand(int minimum)
    {
        var around = cursor.Enter();
        var operand = Climb(minimum);
        cursor.Leave(around);
        return operand;
    }

    private Expression Climb(int minimum)
    {
        var start = cursor.Here;
        var left = Prefix(minimum);
        var isChain = false;
        while (true)
        {
            if (Suffix(left, start, minimum) is { } suffixed)
            {
                cursor.Grow();
                left = suffixed;
                continue;
            }

            if (Precedence.Binary(cursor) is not { } op || op.Level < minimum)
            {
                return left;
            }

            for (var i = 0; i < op.TokenCount; i++)
            {
                cursor.Advance();
            }

            if (op.Level == Precedence.Comparison && op.Operator != BinaryOperator.IsNotDistinctFrom
                && Quantifier(left, op.Operator, start) is { } quantified)
            {
                cursor.Grow();
                left = quantified;
                continue;
            }

            var right = Operand(op.Level + 1);
            if (!isChain)
            {
                // Chains of operators have no bound: whatever works on trees loops along them.
                isChain = true;
                cursor.Grow();
            }

            left = new Binary(cursor.From(start), op.Operator, left, right);
        }
    }

    private Expression Prefix(int minimum)
    {
        var start = cursor.Here;
        if (cursor.IsWord("NOT") && minimum <= Precedence.Not)
        {
            cursor.Advance();
            var operand = Operand(Precedence.Not);
            cursor.Grow();
            return new Unary(cursor.From(start), UnaryOperator.Not, operand);
        }

        UnaryOperator? sign = cursor.IsSymbol("-") ? UnaryOperator.Negate
            : cursor.IsSymbol("+") ? UnaryOperator.Plus
            : null;
        if (sign is { } op)
        {
            cursor.Advance();
            var operand = Operand(Precedence.Sign);
            cursor.Grow();
            return new Unary(cursor.From(start), op, operand);
        }

        return LoosePrefix(start) ?? primaries.WithPostfix();
    }

    /// <summary>Signs that take a whole sum after them: <c>~1 + 2</c> is <c>~(1 + 2)</c>.</summary>
    private Expression? LoosePrefix(SourceSpan start)
    {
        if (cursor.IsSymbol("~"))
        {
            cursor.Advance();
            var operand = Operand(Precedence.Other + 1);
            cursor.Grow();
            return new Unary(cursor.From(start), UnaryOperator.BitNot, operand);
        }

        if (cursor.IsSymbol("@"))
        {
            cursor.Advance();
            var operand = Operand(Precedence.Other + 1);
            cursor.Grow();
            return FunctionCall.Of(cursor.From(start), "abs", operand);
        }

        return null;
    }

    /// <summary>What follows an operand in words: IS, IN, LIKE, BETWEEN, COLLATE, AT TIME ZONE.</summary>
    private Expression? Suffix(Expression left, SourceSpan start, int minimum)
    {
        if (cursor.Kind == SqlToken.Symbol)
        {
            return SuffixSign(left, start, minimum);
        }

        if (cursor.Kind != SqlToken.Word || cursor.IsWord("AND") || cursor.IsWord("OR"))
        {
            return null;
        }

        if (minimum <= Precedence.Is && Is(left, start) is { } test)
        {
            return test;
        }

        if (minimum <= Precedence.Postfix && cursor.TakeAll("AT", "TIME", "ZONE"))
        {
            var zone = Operand(Precedence.Postfix + 1);
            return FunctionCall.Of(cursor.From(start), "timezone", zone, left);
        }

        if (minimum <= Precedence.Postfix && cursor.Take("COLLATE"))
        {
            var name = string.Join('.', cursor.QualifiedName().Parts);
            if (name.Split('.').Contains(""))
            {
                throw ErrorCode.InvalidName.Error("a collation cannot be empty", cursor.From(start));
            }

            return new Collate(cursor.From(start), left, name);
        }

        if (minimum > Precedence.In)
        {
            return null;
        }

        var negated = cursor.IsWord("NOT") && Precedence.IsNegatable(cursor, 1);
        return Precedence.IsNegatable(cursor, negated ? 1 : 0) ? Predicate(left, start, negated) : null;
    }

    /// <summary><c>x!</c>, and LIKE and its like as signs: <c>~~</c>.</summary>
    private Expression? SuffixSign(Expression left, SourceSpan start, int minimum)
    {
        if (minimum <= Precedence.Other && cursor.TakeSymbol("!"))
        {
            return FunctionCall.Of(cursor.From(start), "factorial", left);
        }

        if (minimum > Precedence.Other || Precedence.LikeSign(cursor) is not { } sign)
        {
            return null;
        }

        cursor.Advance();
        var pattern = Operand(Precedence.Other + 1);
        return new Like(cursor.From(start), left, sign.Kind, pattern, null, sign.Negated);
    }

    private Expression? Is(Expression left, SourceSpan start)
    {
        if (cursor.Take("ISNULL"))
        {
            return new IsTest(cursor.From(start), left, IsTestKind.Null, false);
        }

        if (cursor.Take("NOTNULL"))
        {
            return new IsTest(cursor.From(start), left, IsTestKind.Null, true);
        }

        if (cursor.IsWord("NULL", 1) && cursor.IsWord("NOT"))
        {
            cursor.Advance();
            cursor.Advance();
            return new IsTest(cursor.From(start), left, IsTestKind.Null, true);
        }

        if (!cursor.Take("IS"))
        {
            return null;
        }

        var negated = cursor.Take("NOT");
        if (cursor.TakeAll("DISTINCT", "FROM"))
        {
            var right = Operand(Precedence.Is + 1);
            var op = negated ? BinaryOperator.IsNotDistinctFrom : BinaryOperator.IsDistinctFrom;
            return new Binary(cursor.From(start), op, left, right);
        }

        IsTestKind kind;
        if (cursor.Take("NULL"))
        {
            kind = IsTestKind.Null;
        }
        else if (cursor.Take("TRUE"))
        {
            kind = IsTestKind.True;
        }
        else if (cursor.Take("FALSE"))
        {
            kind = IsTestKind.False;
        }
        else if (cursor.Take("UNKNOWN"))
        {
            kind = IsTestKind.Unknown;
        }
        else
        {
            throw cursor.Unexpected();
        }

        return new IsTest(cursor.From(start), left, kind, negated);
    }

    private Expression Predicate(Expression left, SourceSpan start, bool negated)
    {
        if (negated)
        {
            cursor.Advance();
        }

        if (cursor.Take("BETWEEN"))
        {
            var symmetric = cursor.Take("SYMMETRIC");
            var low = Operand(Precedence.In + 1);
            cursor.Expect("AND");
            var high = Operand(Precedence.In + 1);
            return new Between(cursor.From(start), left, low, high, negated, symmetric);
        }

        if (cursor.Take("IN"))
        {
            return In(left, start, negated);
        }

        var kind = cursor.Take("LIKE") ? LikeKind.Like
            : cursor.Take("ILIKE") ? LikeKind.ILike
            : cursor.Take("GLOB") ? LikeKind.Glob
            : cursor.Take("RLIKE") ? LikeKind.RLike
            : cursor.TakeAll("SIMILAR", "TO") ? LikeKind.SimilarTo
            : throw cursor.Unexpected();
        if (AnyPattern(left, kind, negated, start) is { } any)
        {
            return any;
        }

        var pattern = Operand(Precedence.In + 1);
        var escape = cursor.Take("ESCAPE") ? Operand(Precedence.In + 1) : null;
        return new Like(cursor.From(start), left, kind, pattern, escape, negated);
    }

    /// <summary><c>x LIKE ANY ('a%', 'b%')</c> is <c>x LIKE 'a%' OR x LIKE 'b%'</c>; ALL joins with AND.</summary>
    private Expression? AnyPattern(Expression left, LikeKind kind, bool negated, SourceSpan start)
    {
        var isAll = cursor.IsWord("ALL");
        if (!(isAll || cursor.IsWord("ANY") || cursor.IsWord("SOME")) || !cursor.IsSymbol("(", 1)
            || kind is LikeKind.Glob or LikeKind.SimilarTo)
        {
            return null;
        }

        cursor.Advance();
        var patterns = cursor.Parenthesized(Expression);
        var span = cursor.From(start);
        return patterns.Select(p => (Expression)new Like(span, left, kind, p, null, negated))
            .Aggregate((a, b) => new Binary(span, isAll ? BinaryOperator.And : BinaryOperator.Or, a, b));
    }

    private Expression In(Expression left, SourceSpan start, bool negated)
    {
        if (!cursor.IsSymbol("("))
        {
            // IN list: membership in a list value.
            var list = Signed();
            cursor.Grow(negated ? 1 : 0);
            Expression contains = FunctionCall.Of(cursor.From(start), "list_contains", list, left);
            return negated ? new Unary(cursor.From(start), UnaryOperator.Not, contains) : contains;
        }

        cursor.Advance();
        if (queries.StartsQuery())
        {
            var query = queries.Query();
            cursor.ExpectSymbol(")");
            return new InSubquery(cursor.From(start), left, query, negated);
        }

        var items = cursor.List(Expression, ")");
        cursor.ExpectSymbol(")");
        return new InList(cursor.From(start), left, items, negated);
    }

    private Quantified? Quantifier(Expression left, BinaryOperator op, SourceSpan start)
    {
        var isAll = cursor.IsWord("ALL");
        if (!(isAll || cursor.IsWord("ANY") || cursor.IsWord("SOME")) || !cursor.IsSymbol("(", 1))
        {
            return null;
        }

        cursor.Advance();
        var inner = cursor.Here;
        cursor.ExpectSymbol("(");
        Expression right = queries.StartsQuery()
            ? new ScalarSubquery(inner, queries.Query())
            : Expression();
        cursor.ExpectSymbol(")");
        return new Quantified(cursor.From(start), left, op, isAll, right);
    }
}
