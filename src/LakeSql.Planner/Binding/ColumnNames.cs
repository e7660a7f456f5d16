using System.Globalization;
using LakeSql.Common.Types;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>What a column without an alias is called: <c>(a + 1)</c>, <c>count_star()</c>.</summary>
/// <remarks>
/// The text of the expression as DuckDB writes it, so that a query that reads such a name reads it here, too. Where
/// DuckDB shows functions of its own making, as list_value for brackets, the name keeps what was written. Quotes are
/// left out.
/// </remarks>
internal static class ColumnNames
{
    /// <summary>A longer chain of operators is no name that anyone would read.</summary>
    private const int ChainMax = 100;

    /// <summary>The name of an item of a SELECT list; a column's is its own, whatever stands before it.</summary>
    public static string Of(Expression expression) =>
        expression is ColumnReference c ? c.Parts[^1] : TextOf(expression).Replace('\0', '\uFFFD');

    private static string TextOf(Expression expression) => expression switch
    {
        ColumnReference c => string.Join('.', c.Parts),
        FieldAccess f => $"({TextOf(f.Operand)}).{f.Field}",
        Predict => "predict",
        Literal l => Of(l),
        TypedLiteral t => $"CAST({Quoted(t.Text)} AS {Of(t.Type)})",
        IntervalLiteral { Unit: null } i => $"CAST({TextOf(i.Value)} AS INTERVAL)",
        Unary u => Of(u),
        Binary b => Of(b),
        IsTest t => $"({TextOf(t.Operand)} IS {(t.Negated ? "NOT " : "")}{t.Kind.ToString().ToUpperInvariant()})",
        Between b when !b.Symmetric => Negated(
            b.Negated, $"({TextOf(b.Operand)} BETWEEN {TextOf(b.Low)} AND {TextOf(b.High)})"),
        InList i => $"({TextOf(i.Operand)} {(i.Negated ? "NOT " : "")}IN ({List(i.Items)}))",
        Like l => Of(l),
        Case c => Of(c),
        Cast c => $"{(c.IsTry ? "TRY_" : "")}CAST({TextOf(c.Operand)} AS {Of(c.Type)})",
        FunctionCall f => Of(f),
        RowValue r => $"row({List(r.Items)})",
        ArrayLiteral a => $"[{List(a.Items)}]",
        Subscript s => $"{TextOf(s.Operand)}[{TextOf(s.Index)}]",
        Lambda l => $"(lambda {string.Join(", ", l.Parameters)}: {TextOf(l.Body)})",
        _ => expression.ToSql(),
    };

    private static string List(IEnumerable<Expression> items) => string.Join(", ", items.Select(TextOf));

    private static string Negated(bool negated, string text) => negated ? $"(NOT {text})" : text;

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Of(Literal literal) => literal.Kind switch
    {
        LiteralKind.String => Quoted(literal.Text),
        LiteralKind.Number => literal.Text.TrimEnd('.'),
        LiteralKind.Boolean => literal.Text,
        _ => literal.ToSql(),
    };

    private static string Of(Unary unary) => unary.Operator switch
    {
        UnaryOperator.Not when unary.Operand is Binary b && Opposite(b.Operator) is { } opposite =>
            Of(b with { Operator = opposite }),
        UnaryOperator.Not => $"(NOT {TextOf(unary.Operand)})",
        UnaryOperator.Negate when unary.Operand is Literal { Kind: LiteralKind.Number } l => "-" + Of(l),
        UnaryOperator.Negate => $"-({TextOf(unary.Operand)})",
        UnaryOperator.Plus => $"+({TextOf(unary.Operand)})",
        _ => $"~({TextOf(unary.Operand)})",
    };

    private static BinaryOperator? Opposite(BinaryOperator op) => op switch
    {
        BinaryOperator.Equal => BinaryOperator.NotEqual,
        BinaryOperator.NotEqual => BinaryOperator.Equal,
        BinaryOperator.Less => BinaryOperator.GreaterOrEqual,
        BinaryOperator.GreaterOrEqual => BinaryOperator.Less,
        BinaryOperator.Greater => BinaryOperator.LessOrEqual,
        BinaryOperator.LessOrEqual => BinaryOperator.Greater,
        _ => null,
    };

    /// <summary>Walks the left side without recursion, as that has no bound.</summary>
    private static string Of(Binary binary)
    {
        var chain = new Stack<Binary>();
        Expression first = binary;
        while (first is Binary b)
        {
            chain.Push(b);
            first = b.Left;
        }

        if (chain.Count > ChainMax)
        {
            return "expression";
        }

        var text = TextOf(first);
        while (chain.TryPop(out var node))
        {
            var right = TextOf(node.Right);
            var continues = node.Operator is BinaryOperator.And or BinaryOperator.Or
                && node.Left is Binary left && left.Operator == node.Operator;
            text = node.Operator switch
            {
                BinaryOperator.RegexMatch => $"regexp_full_match({text}, {right})",
                BinaryOperator.RegexNotMatch => $"(NOT regexp_full_match({text}, {right}))",
                _ when continues => $"{text[..^1]} {Sign(node)} {right})",
                _ => $"({text} {Sign(node)} {right})",
            };
        }

        return text;
    }

    /// <summary>The operator as the tree's own text spells it, but for one that DuckDB spells otherwise.</summary>
    private static string Sign(Binary binary)
    {
        if (binary.Operator == BinaryOperator.NotEqual)
        {
            return "!=";
        }

        var operand = new ColumnReference(binary.Span, ["x"]);
        return (binary with { Left = operand, Right = operand }).ToSql()[2..^2];
    }

    private static string Of(Like like)
    {
        if (like is { Escape: not null } or { Kind: LikeKind.RLike } or { Kind: LikeKind.Glob, Negated: true })
        {
            return like.ToSql();
        }

        var (operand, pattern) = (TextOf(like.Operand), TextOf(like.Pattern));
        return like.Kind switch
        {
            LikeKind.Like => $"({operand} {(like.Negated ? "!" : "")}~~ {pattern})",
            LikeKind.ILike => $"({operand} {(like.Negated ? "!" : "")}~~* {pattern})",
            LikeKind.Glob => $"({operand} ~~~ {pattern})",
            _ => Negated(like.Negated, $"regexp_full_match({operand}, {pattern})"),
        };
    }

    private static string Of(Case @case)
    {
        var whens = string.Concat(@case.Whens.Select(w =>
        {
            var condition = @case.Operand is { } operand ? $"({TextOf(operand)} = {TextOf(w.When)})" : TextOf(w.When);
            return $" WHEN ({condition}) THEN ({TextOf(w.Then)})";
        }));
        return $"CASE {whens} ELSE {(@case.Else is { } e ? TextOf(e) : "NULL")} END";
    }

    private static string Of(FunctionCall call)
    {
        var arguments = call.Arguments.Select(a => (a.Name is { } n ? n + " := " : "") + TextOf(a.Value)).ToList();
        if (call.Name.Parts.Count > 1 && call.Name.Parts is not ["main" or "pg_catalog", ..])
        {
            arguments.Insert(0, string.Join('.', call.Name.Parts.SkipLast(1)));
        }

        var name = call.Name.Last.ToLowerInvariant();
        if (arguments.Count == 0
            && name is "current_date" or "current_time" or "current_timestamp" or "localtime" or "localtimestamp")
        {
            return name;
        }

        var isCount = name == "count" && call.Arguments is [] or [{ Value: Star }];
        if (call.Arguments is [{ Value: Star }])
        {
            arguments.Clear();
        }

        name = name switch
        {
            _ when isCount => call.Over is null ? "count_star" : "count",
            _ when call.Arguments is [{ Value: Star }] => name + "_star",
            "coalesce" or "ifnull" => "COALESCE",
            "grouping" or "grouping_id" => "GROUPING",
            _ => name,
        };
        var sorting = call.OrderBy.Count == 0 ? ""
            : (arguments.Count > 0 ? " " : "") + "ORDER BY " + string.Join(", ", call.OrderBy.Select(Of));
        var nulls = call.IgnoreNulls switch { true => " IGNORE NULLS", false => " RESPECT NULLS", null => "" };
        var distinct = call.Distinct ? "DISTINCT " : "";
        var within = call.WithinGroup.Count == 0 ? ""
            : $" WITHIN GROUP (ORDER BY {string.Join(", ", call.WithinGroup.Select(Of))})";
        var filter = call.Filter is { } f ? $" FILTER (WHERE {TextOf(f)})" : "";
        return $"{name}({distinct}{string.Join(", ", arguments)}{sorting}{nulls}){within}{filter}{Of(call.Over)}";
    }

    private static string Of(OrderItem item) => TextOf(item.Value)
        + item.Descending switch { true => " DESC", false => " ASC", null => "" }
        + item.NullsFirst switch { true => " NULLS FIRST", false => " NULLS LAST", null => "" };

    private static string Of(WindowSpecification? window)
    {
        if (window is null || window.IsBareName)
        {
            return window is null ? "" : " OVER " + window.Base;
        }

        var parts = new List<string>();
        if (window.PartitionBy.Count > 0)
        {
            parts.Add($"PARTITION BY {List(window.PartitionBy)}");
        }

        if (window.OrderBy.Count > 0)
        {
            parts.Add("ORDER BY " + string.Join(", ", window.OrderBy.Select(Of)));
        }

        // The frame that is meant without one is left out.
        var isDefault = window.Frame is null or
        {
            Unit: FrameUnit.Range, Start.Kind: FrameBoundKind.UnboundedPreceding,
            End: null or { Kind: FrameBoundKind.CurrentRow }, Exclusion: FrameExclusion.NoOthers,
        };
        if (!isDefault)
        {
            var bare = window with { Base = null, PartitionBy = [], OrderBy = [] };
            parts.Add(bare.ToSql()[1..^1]);
        }

        return $" OVER ({string.Join(' ', parts)})";
    }

    private static string Of(DataType type) => type switch
    {
        PrimitiveType p when p == PrimitiveType.Int => "INTEGER",
        PrimitiveType p when p == PrimitiveType.String => "VARCHAR",
        PrimitiveType p when p == PrimitiveType.Binary => "BLOB",
        PrimitiveType p when p == PrimitiveType.Timestamp => "TIMESTAMP WITH TIME ZONE",
        PrimitiveType p when p == PrimitiveType.TimestampNtz => "TIMESTAMP",
        DecimalType d => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({d.Precision}, {d.Scale})"),
        ArrayType a => Of(a.Element) + "[]",
        FixedArrayType f => string.Create(CultureInfo.InvariantCulture, $"{Of(f.Element)}[{f.Length}]"),
        MapType m => $"MAP({Of(m.Key)}, {Of(m.Value)})",
        StructType s => $"STRUCT({string.Join(", ", s.Fields.Select(f => $"{f.Name} {Of(f.Type)}"))})",
        _ => type.Name,
    };
}
