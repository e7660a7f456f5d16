using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Engine.Models;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Planner.Policies;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>
/// Writes bound expressions for DuckDB. Every operator is parenthesised: precedence is settled already.
/// </summary>
internal sealed class ExpressionRenderer(DuckDbSql sql, QueryRenderer queries, RenderSettings settings)
{
    /// <summary>
    /// DuckDB plans long flat chains in cubic time; from this many operands on they are written balanced.
    /// </summary>
    private const int BalancedFrom = 32;

    /// <summary>Other chains stay as they are. The engine plans so many in seconds, which nobody can cancel.</summary>
    private const int FlatMax = 500;

    /// <summary>Operands of the flat chains that this place begins.</summary>
    private int flat;

    /// <summary>The calls of functions that are being written, by the relation of their parameters.</summary>
    private readonly Dictionary<string, (BoundParameters Parameters, SourceSpan? Place)> calls = [];

    /// <summary>Columns that an inner query gives under names of its own; null where all have their own.</summary>
    public HandedColumns? Handed { get; set; }

    /// <summary>
    /// True within the text of a view or function whose rows the reader is not shown: what it computes is computed of
    /// copies, else it would be computed of rows that its own conditions leave out, as <c>CalmExpressions</c> says.
    /// </summary>
    public bool CopiesComputed { get; private set; }

    /// <summary>True within what is computed there.</summary>
    private bool isComputed;

    /// <summary>What the query that is being written reads itself; null where nothing is copied.</summary>
    private HashSet<string>? relations;

    /// <summary>The branches that are being written in the text of others.</summary>
    public BranchConditions Branches { get; } = new();

    /// <summary>When the query that is being written is asked for, if it stands in one of them; else null.</summary>
    public Expression? WhenAsked { get; private set; }

    private CallRenderer Calls => field ??= new CallRenderer(sql, queries, this, settings);

    private ConditionRenderer Conditions => field ??= new ConditionRenderer(sql, queries, this);

    public void Write(Expression expression)
    {
        Recursion.Check();
        var start = sql.Begin();
        var isWithin = isComputed;
        isComputed |= CopiesComputed && !CalmExpressions.IsOne(expression);
        WritePart(expression);
        isComputed = isWithin;
        sql.End(start, expression.Span);
    }

    /// <summary>Writes the text of a view or function.</summary>
    /// <param name="isCopied">True for one of another owner that computes of rows which it reads.</param>
    /// <param name="write">Writes it.</param>
    public void WithinText(bool isCopied, Action write) =>
        Within(CopiesComputed || isCopied, isComputed, isCopied ? () => Branches.OfRows(write) : write);

    /// <summary>Writes what has nothing to do with the text around it: rows as a policy shows them.</summary>
    public void Apart(Action write) => Within(false, false, () => Branches.Apart(write));

    /// <summary>
    /// Writes a query, in which columns of the queries around it are copied: the engine would else see that it needs
    /// no rows of those to know which values there are, compute what stands there for all rows that the query reads,
    /// and look afterwards which of them were asked for.
    /// </summary>
    public void WithinQuery(Query query, Action write)
    {
        var around = (relations, WhenAsked);
        relations = CopiesComputed ? RelationsOf.Query(query) : null;
        WhenAsked = CopiesComputed && !ViewBarrier.TakesColumnsAlone(query) ? Branches.Current() : null;
        Branches.OfRows(write);
        (relations, WhenAsked) = around;
    }

    /// <summary>
    /// Writes a branch; in the text of others its subqueries compute nothing where it is not asked for.
    /// </summary>
    /// <param name="condition">Makes what is true where it is asked for.</param>
    /// <param name="branch">What is written.</param>
    public void WriteBranch(Func<BranchCondition> condition, Expression branch)
    {
        if (CopiesComputed)
        {
            Branches.Under(condition, () => Write(branch));
        }
        else
        {
            Write(branch);
        }
    }

    private void Within(bool copies, bool computed, Action write)
    {
        var around = (CopiesComputed, isComputed);
        (CopiesComputed, isComputed) = (copies, computed);
        write();
        (CopiesComputed, isComputed) = around;
    }

    private void WritePart(Expression expression)
    {
        switch (expression)
        {
            case Literal l: LiteralRenderer.Write(l, sql); break;
            case TypedLiteral t: sql.Raw("CAST(").Text(t.Text).Raw(" AS ").Type(t.Type).Raw(")"); break;
            case IntervalLiteral i: WriteInterval(i); break;
            case BoundColumn c: WriteColumn(c); break;
            case BoundFunction f: UserFunctionRenderer.Write(f, sql, this); break;
            case BoundAlias a: WriteName(null, a.Name, isComputed); break;
            case BoundPredict p: PredictRenderer.Write(p, sql, this, settings); break;
            case Parameter p: sql.Value(settings.ValueOf(p)); break;
            case Binary b: WriteBinary(b); break;
            case Unary u: sql.Raw("(" + Operators.Text(u.Operator)); Write(u.Operand); sql.Raw(")"); break;
            case IsTest t: Suffix(t.Operand, " IS " + (t.Negated ? "NOT " : "") + t.Kind.ToString()
                .ToUpperInvariant()); break;
            case Like l: Conditions.Write(l); break;
            case Between b: Conditions.Write(b); break;
            case InList l: Conditions.Write(l); break;
            case InSubquery s: Conditions.Write(s); break;
            case Exists e: sql.Raw("EXISTS ("); queries.Write(e.Query); sql.Raw(")"); break;
            case ScalarSubquery s: sql.Raw("("); queries.Write(s.Query); sql.Raw(")"); break;
            case Quantified q: Conditions.Write(q); break;
            case Case c: Conditions.Write(c); break;
            case Cast c: sql.Cast(() => Write(c.Operand), c.Type, c.IsTry); break;
            case FunctionCall f: Calls.Write(f); break;
            default: WriteNested(expression); break;
        }
    }

    /// <summary>Writes the body of a function; its parameters are what the call gives.</summary>
    public void Within(BoundParameters? parameters, Action write)
    {
        if (parameters is null)
        {
            write();
            return;
        }

        // The same call may be written twice, and is the same both times.
        calls[parameters.Relation] = (parameters, sql.Place);
        write();
    }

    private void WriteColumn(BoundColumn column)
    {
        if (Handed?.NameOf(column) is { } handed)
        {
            // In a text of others it is one of a query around.
            WriteName(null, handed, CopiesComputed);
            return;
        }

        var isCall = calls.TryGetValue(column.Relation, out var call);
        var parameters = call.Parameters;
        if (!isCall || parameters.ComputedFirst.Contains(parameters.IndexOf(column.Column)))
        {
            WriteName(
                column.Relation, column.Column,
                isComputed || (CopiesComputed && relations?.Contains(column.Relation) == false));
            return;
        }

        var at = parameters.IndexOf(column.Column);
        sql.Cast(() => sql.At(call.Place, () => Write(parameters.Values[at])), parameters.Types[at]);
    }

    private void WriteName(string? relation, string name, bool isCopied)
    {
        if (isCopied)
        {
            WriteCopy(relation, name);
        }
        else
        {
            WriteName(relation, name);
        }
    }

    private void WriteCopy(string? relation, string name) => sql.Copy(() => WriteName(relation, name));

    private void WriteName(string? relation, string name) =>
        (relation is null ? sql : sql.Name(relation).Raw(".")).Name(name);

    public void WriteArgument(FunctionArgument argument) => Calls.WriteArgument(argument);

    public void WriteWindow(WindowSpecification window) => Calls.WriteWindow(window);

    public void WriteOrder(IEnumerable<OrderItem> items) => sql.List(items, o =>
    {
        Write(o.Value);
        sql.Raw(o.Descending switch { true => " DESC", false => " ASC", null => "" });
        sql.Raw(o.NullsFirst switch { true => " NULLS FIRST", false => " NULLS LAST", null => "" });
    });

    private void WriteNested(Expression expression)
    {
        switch (expression)
        {
            case ArrayLiteral a: sql.Raw("[").List(a.Items, Write).Raw("]"); break;
            case RowValue r: sql.Raw("ROW(").List(r.Items, Write).Raw(")"); break;
            case StructLiteral s:
                sql.Raw("{").List(s.Entries, e => { sql.Text(e.Name).Raw(": "); Write(e.Value); }).Raw("}");
                break;
            case MapLiteral m:
                sql.Raw("MAP {").List(m.Entries, e => { Write(e.Key); sql.Raw(": "); Write(e.Value); }).Raw("}");
                break;
            case FieldAccess f: Wrap("(", f.Operand, ")."); sql.Name(f.Field); break;
            case Subscript s: Wrap("(", s.Operand, ")["); Write(s.Index); sql.Raw("]"); break;
            case Slice s: WriteSlice(s); break;
            case Lambda l:
                sql.Raw("(lambda ").List(l.Parameters, p => sql.Name(p)).Raw(": ");
                Write(l.Body);
                sql.Raw(")");
                break;
            case Collate c: Wrap("(", c.Operand, " COLLATE "); sql.Name(c.Collation).Raw(")"); break;
            case Star: sql.Raw("*"); break;
            default: throw ErrorCode.Internal.Error($"{expression.GetType().Name} cannot be rendered", expression.Span);
        }
    }

    private void WriteInterval(IntervalLiteral interval)
    {
        if (interval.Unit is null)
        {
            Wrap("CAST(", interval.Value, " AS INTERVAL)");
            return;
        }

        // Fractions count for seconds and are cut off of other units, as in DuckDB.
        var (function, isFraction) = Operators.IntervalFunction(interval);
        Wrap(
            isFraction ? $"{function}(CAST(" : $"{function}(CAST(trunc(CAST(", interval.Value,
            isFraction ? " AS DOUBLE))" : " AS DOUBLE)) AS BIGINT))");
    }

    private void WriteBinary(Binary binary)
    {
        var operands = new List<Expression>();
        Expression current = binary;
        while (current is Binary b && b.Operator == binary.Operator)
        {
            operands.Add(b.Right);
            current = b.Left;
        }

        operands.Add(current);
        operands.Reverse();
        if (Operators.IsAssociative(binary.Operator) && operands.Count >= BalancedFrom)
        {
            WriteBalanced(operands, 0, operands.Count, binary.Operator);
        }
        else
        {
            WriteFlat(operands, binary.Operator);
        }
    }

    /// <summary>A left-deep chain, written without recursion along the chain.</summary>
    private void WriteFlat(List<Expression> operands, BinaryOperator op)
    {
        flat += operands.Count - 1;
        if (flat > FlatMax)
        {
            throw ErrorCode.NestedTooDeep.Error(
                $"more than {FlatMax} operators follow each other", operands[^1].Span,
                "put parts of the chain in parentheses");
        }

        // The engine binds what is before an arrow twice, in case it is a lambda; a function it binds once.
        var function = op switch
        {
            BinaryOperator.JsonGet => "json_extract",
            BinaryOperator.JsonGetText => "json_extract_string",
            _ => null,
        };
        for (var i = 1; i < operands.Count; i++)
        {
            sql.Raw(function + "(");
        }

        Write(operands[0]);
        flat -= operands.Count - 1;
        for (var i = 1; i < operands.Count; i++)
        {
            sql.Raw(function is null ? Operators.Text(op) : ", ");
            WriteOperand(operands, i, op);
            sql.Raw(")");
        }
    }

    private void WriteBalanced(List<Expression> operands, int from, int to, BinaryOperator op)
    {
        if (to - from == 1)
        {
            WriteOperand(operands, from, op);
            return;
        }

        var middle = (from + to) / 2;
        sql.Raw("(");
        WriteBalanced(operands, from, middle, op);
        sql.Raw(Operators.Text(op));
        WriteBalanced(operands, middle, to, op);
        sql.Raw(")");
    }

    /// <summary>
    /// What follows OR is asked for where nothing before it is true, what follows AND where nothing is false.
    /// </summary>
    private void WriteOperand(List<Expression> operands, int at, BinaryOperator op)
    {
        if (at == 0 || op is not (BinaryOperator.Or or BinaryOperator.And))
        {
            Write(operands[at]);
            return;
        }

        WriteBranch(() => BranchCondition.Of(null, [.. operands.Take(at).Select(
            o => op == BinaryOperator.Or ? o : new Unary(o.Span, UnaryOperator.Not, o))], null), operands[at]);
    }

    private void WriteSlice(Slice slice)
    {
        Wrap("(", slice.Operand, ")[");
        WriteOptional(slice.From, "");
        sql.Raw(":");
        WriteOptional(slice.To, slice.Step is null ? "" : "-");
        if (slice.Step is not null)
        {
            Wrap(":", slice.Step, "");
        }

        sql.Raw("]");
    }

    private void WriteOptional(Expression? expression, string otherwise)
    {
        if (expression is null)
        {
            sql.Raw(otherwise);
        }
        else
        {
            Write(expression);
        }
    }

    public void Wrap(string before, Expression expression, string after)
    {
        sql.Raw(before);
        Write(expression);
        sql.Raw(after);
    }

    private void Suffix(Expression expression, string words) => Wrap("(", expression, words + ")");
}
