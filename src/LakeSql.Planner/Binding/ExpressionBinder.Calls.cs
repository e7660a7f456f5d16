using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Functions;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <content>Calls of functions: the engine's, Databricks' and those that users have made.</content>
internal sealed partial class ExpressionBinder
{
    private Expression BindCall(FunctionCall call, Scope scope)
    {
        // Of who asks no column answers: whoever may add one to a table would decide for views and policies.
        if (call.IsBare && !SessionFunctions.AskWho(call.Name.Last) && ColumnResolver.Find(
            new ColumnReference(call.Span, call.Name.Parts), scope, tracker) is { } column)
        {
            return column;
        }

        RowParts.Check(call, scope.Part);
        context.Resolution.Generators += RowParts.GivesRows(call) ? 1 : 0;
        if (call.Name.Parts.Count > 1)
        {
            return UserFunction(call, scope) is { } made
                ? BindUserFunction(made, call, scope) : BindCall(Chained(call, scope), scope);
        }

        if (Identifier.Same(call.Name.Last, "alias") && call.Arguments is [{ Value: var named }])
        {
            var own = NameOf(Bind(named, scope)) ?? ColumnNames.Of(named);
            return new Literal(call.Span, LiteralKind.String, own);
        }

        var name = call.Name.Last;
        if (SessionFunctions.Evaluate(name, context) is { } value && call.Arguments.Count == 0)
        {
            return new Literal(call.Span, LiteralKind.String, value);
        }

        if (SessionFunctions.IsMember(call, context) is { } isMember)
        {
            return new Literal(call.Span, LiteralKind.Boolean, isMember ? "true" : "false");
        }

        var function = DatabricksFunctions.Find(call, scope);
        if (function is null && !FunctionList.IsAllowed(name))
        {
            return FunctionBinder.Find(call.Name, context) is { } found
                ? BindUserFunction(found, call, scope) : throw NotFound(call, name);
        }

        if (call.Arguments is [{ Value: Star { Qualifier: { } table } }] && Identifier.Same(name, "count"))
        {
            // count(t.*) counts the rows of t, as count(t) does.
            var row = new ColumnReference(call.Arguments[0].Value.Span, table.Parts);
            call = call with { Arguments = [new FunctionArgument(null, row)] };
        }

        if (function is null)
        {
            CallChecks.Check(call);
        }

        _ = Uncertain(!RowFunctions.IsOne(call), call);

        var written = call;
        call = function?.WithUnits(call) ?? call;
        if (!RowParts.IsAggregate(call, function))
        {
            return BindParts(call, written, function, scope);
        }

        return scope.Part == RowPart.Query
            ? RowParts.OverOwnRows(call, scope, () => BindParts(call, written, function, scope))
            : throw RowParts.NoPlace($"the aggregate {call.Name.Last}()", call.Span);
    }

    private Expression BindParts(FunctionCall call, FunctionCall written, DatabricksFunction? function, Scope scope)
    {
        // Within a function a name means the column, or an aggregate could hold itself.
        var (isStar, aliasesFirst) = (call.Arguments is [{ Value: Star { Qualifier: null } }], scope.AliasesFirst);
        scope.AliasesFirst = false;
        var around = reducing;
        reducing = RowParts.Reduces(call) ? call : null;
        var arguments = isStar ? call.Arguments : BindArguments(call, scope);
        reducing = around;
        var bound = call with
        {
            Arguments = arguments,
            OrderBy = call.OrderBy.Select(o => BindOrder(o, scope)).ToSequence(),
            WithinGroup = call.WithinGroup.Select(o => BindOrder(o, scope)).ToSequence(),
            Filter = BindOptional(call.Filter, scope),
            Over = call.Over is { } window ? BindWindow(window, scope) : null,
        };
        scope.AliasesFirst = aliasesFirst;
        return function is null ? bound : TemplateExpansion.Of(function, written, bound, scope);
    }

    /// <summary>What a name of several parts calls, if no column or table of that name stands in the way.</summary>
    private SqlFunction? UserFunction(FunctionCall call, Scope scope) =>
        scope.Knows(call.Name.Parts[0]) || (call.Name.Parts.Count == 2 && FunctionList.IsAllowed(call.Name.Last)
            && call.Name.Parts[0] is "main" or "pg_catalog")
            ? null : FunctionBinder.Find(call.Name, context);

    private Expression BindUserFunction(SqlFunction function, FunctionCall call, Scope scope) =>
        scope.Part != RowPart.Rule ? FunctionBinder.Bind(function, call, BindEachOf(call, scope), context)
            : throw RowParts.NoPlace("a function that a user has made", call.Span);

    private static LakeSqlException NotFound(FunctionCall call, string name)
    {
        if (DatabricksFunctions.WrongArguments(call) is { } wrong)
        {
            return wrong;
        }

        if (FunctionList.Refused.TryGetValue(name, out var reason))
        {
            return ErrorCode.FunctionNotFound.Error(
                $"function {name} is not part of LakeSql: {reason}", call.Name.Span);
        }

        var near = Identifier.Nearest(name, FunctionList.Names.Concat(DatabricksFunctions.Names));
        return ErrorCode.FunctionNotFound.Error(
            $"function {name} not found", call.Name.Span, near is null ? null : $"did you mean {near}?");
    }

    /// <summary>
    /// <c>name.upper()</c>: what stands before the function is its first argument, or the schema of all functions.
    /// </summary>
    private static FunctionCall Chained(FunctionCall call, Scope scope)
    {
        var parts = call.Name.Parts;
        var before = parts.Take(parts.Count - 1).ToSequence();
        var name = new QualifiedName(call.Name.Span, [parts[^1]]);
        if (before is ["main" or "pg_catalog"] or ["system", "main"] && !scope.Knows(before[0]))
        {
            return call with { Name = name };
        }

        var operand = new FunctionArgument(null, new ColumnReference(call.Name.Span, before));
        return call with { Name = name, Arguments = [operand, .. call.Arguments] };
    }

    private Sequence<FunctionArgument> BindArguments(FunctionCall call, Scope scope)
    {
        if (!call.Arguments.Any(a => a.Value is Columns { IsUnpacked: true }))
        {
            return IsCopying(call.Name.Last) ? context.Within(call, () => BindEachOf(call, scope))
                : BindEachOf(call, scope);
        }

        // Fields of a struct are called as the columns.
        var named = Identifier.Same(call.Name.Last, "struct_pack");
        return call.Arguments.SelectMany(a => a.Value is Columns { IsUnpacked: true } c
            ? Unpacked(c, scope).Select(u => new FunctionArgument(named ? u.Name : null, u.Value))
            : [a with { Value = Bind(a.Value, scope) }]).ToSequence();
    }

    private Sequence<FunctionArgument> BindEachOf(FunctionCall call, Scope scope) =>
        call.Arguments.Select(a => a with { Value = Bind(a.Value, scope) }).ToSequence();

    /// <summary>True for macros of the engine in which an argument stands twice.</summary>
    private static bool IsCopying(string function) =>
        function.ToLowerInvariant() is "nullif" or "fmod" or "array_pop_back" or "array_pop_front" or "roundbankers";
}
