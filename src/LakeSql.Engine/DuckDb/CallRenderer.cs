using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>Writes calls of functions, aggregates and windows for DuckDB.</summary>
internal sealed class CallRenderer(
    DuckDbSql sql, QueryRenderer queries, ExpressionRenderer expressions, RenderSettings settings)
{
    public void Write(FunctionCall call)
    {
        // The list is asked again here: this is the last place before DuckDB.
        if (!FunctionList.IsAllowed(call.Name.Last))
        {
            throw ErrorCode.Internal.Error($"function {call.Name} reached the renderer", call.Span);
        }

        call = expressions.CopiesComputed && call.Filter is { } filter ? OfFilteredRows(call, filter) : call;
        var name = call.Name.Last.ToLowerInvariant();
        if (name == "array" && call.Arguments is [{ Value: ScalarSubquery items }])
        {
            sql.Raw("array(");
            queries.Write(items.Query);
            sql.Raw(")");
            return;
        }

        // Quoted, so that no name can be taken for anything else, but for those that DuckDB's grammar knows as words.
        _ = Operators.FunctionWord(name) is { } word ? sql.Raw(word) : sql.Name(Operators.Clock(name) ?? name);
        sql.Raw(call.Distinct ? "(DISTINCT " : "(");
        WriteArguments(name, call);
        if (FunctionList.OfImages.Contains(name))
        {
            sql.Raw(", CAST(").Number(settings.StatementKey).Raw(" AS BIGINT)");
        }

        Ordered(" ORDER BY ", call.OrderBy);
        if (call.IgnoreNulls is { } ignore)
        {
            sql.Raw(ignore ? " IGNORE NULLS" : " RESPECT NULLS");
        }

        sql.Raw(")");
        if (call.WithinGroup.Count > 0)
        {
            Ordered(" WITHIN GROUP (ORDER BY ", call.WithinGroup);
            sql.Raw(")");
        }

        if (call.Filter is not null)
        {
            sql.Raw(" FILTER (WHERE ");
            expressions.Branches.OfRows(() => expressions.Write(call.Filter));
            sql.Raw(")");
        }

        sql.Raw(call.ExportState ? " EXPORT_STATE" : "");
        if (call.Over is not null)
        {
            sql.Raw(" OVER ");
            WriteWindow(call.Over);
        }
    }

    private void WriteArguments(string name, FunctionCall call)
    {
        void All() => sql.List(call.Arguments, JsonGuard.Guards(name) ? a => JsonGuard.Write(a, sql, expressions)
            : MakesLongList(name, call) ? WriteUnfolded : WriteArgument);
        if (name is "coalesce" or "ifnull" or "nvl" or "if" or "iff")
        {
            sql.List(Enumerable.Range(0, call.Arguments.Count), i => WriteChosen(call, i, name is "if" or "iff"));
        }
        else if (call.Over is null && FunctionList.IsAggregate(name))
        {
            expressions.Branches.OfRows(All);
        }
        else
        {
            All();
        }
    }

    /// <summary>An argument that is asked for if those before it are NULL, or as the first one says.</summary>
    private void WriteChosen(FunctionCall call, int at, bool isIf)
    {
        var value = call.Arguments[at].Value;
        if (at == 0)
        {
            expressions.Write(value);
            return;
        }

        var first = call.Arguments[0].Value;
        expressions.WriteBranch(
            () => isIf ? BranchCondition.Of(null, at == 1 ? [] : [first], at == 1 ? first : null)
                : BranchCondition.Of(null, [.. call.Arguments.Take(at).Select(
                    a => new IsTest(a.Value.Span, a.Value, IsTestKind.Null, Negated: true))], null),
            value);
    }

    /// <summary>The same, which computes nothing for rows that the filter leaves out.</summary>
    private static FunctionCall OfFilteredRows(FunctionCall call, Expression filter)
    {
        Expression Of(Expression value) =>
            value is Star or BoundColumn or BoundAlias or Lambda || IsConstant(value) ? value
                : new Case(value.Span, null, [new CaseWhen(filter, value)], null);
        Sequence<OrderItem> InOrder(Sequence<OrderItem> items) =>
            items.Select(o => o with { Value = Of(o.Value) }).ToSequence();
        return call with
        {
            Arguments = call.Arguments.Select(a => a with { Value = Of(a.Value) }).ToSequence(),
            OrderBy = InOrder(call.OrderBy), WithinGroup = InOrder(call.WithinGroup),
        };
    }

    private static bool IsConstant(Expression value) => value switch
    {
        Literal or TypedLiteral or Parameter => true,
        ArrayLiteral list => list.Items.All(IsConstant),
        Unary { Operand: var operand } => IsConstant(operand),
        Cast { Operand: var operand } => IsConstant(operand),
        FunctionCall { Name.Last: "list_value" or "array" } list => list.Arguments.All(a => IsConstant(a.Value)),
        _ => false,
    };

    /// <summary>
    /// A list of constants the engine makes as it plans, with each of its values apart: a hundred bytes for eight.
    /// </summary>
    private static bool MakesLongList(string name, FunctionCall call) =>
        name is "range" or "generate_series" && call.Arguments.Any(
            a => a.Value is not (BoundColumn or Literal { Kind: LiteralKind.Number, Text.Length: < 6 }));

    /// <summary>What is no constant to the engine, and the same value.</summary>
    private void WriteUnfolded(FunctionArgument argument)
    {
        sql.Raw("CASE WHEN random() >= 0 THEN ");
        expressions.Write(argument.Value);
        sql.Raw(" END");
    }

    public void WriteArgument(FunctionArgument argument)
    {
        if (argument.Name is not null)
        {
            sql.Name(argument.Name).Raw(" := ");
        }

        expressions.Write(argument.Value);
    }

    public void WriteWindow(WindowSpecification window)
    {
        if (window.IsBareName)
        {
            sql.Name(window.Base!);
            return;
        }

        sql.Raw("(");
        if (window.Base is not null)
        {
            sql.Name(window.Base).Raw(" ");
        }

        if (window.PartitionBy.Count > 0)
        {
            sql.Raw("PARTITION BY ").List(window.PartitionBy, expressions.Write);
        }

        Ordered(" ORDER BY ", window.OrderBy);
        if (window.Frame is { } frame)
        {
            sql.Raw($" {frame.Unit.ToString().ToUpperInvariant()} ");
            if (frame.End is not null)
            {
                sql.Raw("BETWEEN ");
            }

            WriteBound(frame.Start);
            if (frame.End is not null)
            {
                sql.Raw(" AND ");
                WriteBound(frame.End);
            }

            sql.Raw(Operators.Exclusion(frame.Exclusion));
        }

        sql.Raw(")");
    }

    private void WriteBound(FrameBound bound)
    {
        if (bound.Offset is not null)
        {
            expressions.Write(bound.Offset);
        }

        sql.Raw(Operators.Bound(bound.Kind));
    }

    private void Ordered(string words, IReadOnlyCollection<OrderItem> items)
    {
        if (items.Count > 0)
        {
            sql.Raw(words);
            expressions.WriteOrder(items);
        }
    }
}
