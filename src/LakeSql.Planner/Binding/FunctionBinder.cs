using System.Text.RegularExpressions;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Planner.Policies;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Binds calls of functions that users have made: the body stands where the call stood.</summary>
/// <remarks>
/// The body is bound with the rights of the function's owner, as a view is, and its parameters are columns of a
/// relation that the renderer puts the arguments in the place of.
/// </remarks>
internal static class FunctionBinder
{
    private static Regex? manyRows;

    /// <summary>Functions and views in each other.</summary>
    private const int DepthMax = 20;

    /// <summary>Few words make a large tree: a function calls another twice, which calls another twice.</summary>
    private const int CallCountMax = 1000;

    /// <summary>The function of that name which the asker may see; null when there is none.</summary>
    public static SqlFunction? Find(QualifiedName name, BindContext context) =>
        name.Parts.Count <= 3 && context.Names.Find(SecurableKind.Function, name) is { } found
            ? SqlFunction.Of(found) : null;

    /// <summary>A call for a value.</summary>
    public static Expression Bind(
        SqlFunction function, FunctionCall call, Sequence<FunctionArgument> arguments, BindContext context)
    {
        var fullName = context.Metastore.FullName(function.Securable);
        if (function.IsTable)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{fullName} gives a table: it stands in FROM", call.Name.Span);
        }

        if (call.Over is not null || call.Filter is not null || call.Distinct || call.OrderBy.Count > 0)
        {
            throw ErrorCode.InvalidUse.Error($"{fullName} is no aggregate function", call.Span);
        }

        RequireExecute(function, fullName, call, context);
        var scanCount = context.Resolution.Scans.Count;
        var bound = BindUse(function, arguments, call.Span, context, $"function {fullName}");
        context.Resolution.OthersMayFail |= !Identifier.Same(function.Securable.Owner, context.StatementUser);
        return AsMeant(
            context.Resolution.Scans.Count == scanCount ? bound : Ordered(function, bound, context), context);
    }

    /// <summary>In a text that is kept: the value with the fields that it had.</summary>
    private static Expression AsMeant(BoundFunction bound, BindContext context) =>
        bound.Type is { } type && context.Text?.TypeMeant(bound.Span, bound.FullName, type) is { } meant
            ? FieldsMeant.Within(type, meant, bound, [], 0, bound.FullName) : bound;

    /// <summary>The call of a function that reads rows with the rights of another.</summary>
    private static BoundFunction Ordered(SqlFunction function, BoundFunction bound, BindContext context)
    {
        var parameters = Ordered(bound.Parameters, function, context);
        if (parameters.ComputedFirst.Select(i => parameters.Values[i])
            .FirstOrDefault(v => OfManyRows().IsMatch(v.ToHistory())) is { } many)
        {
            throw ErrorCode.InvalidUse.Error(
                $"{bound.FullName} reads rows with the rights of another: aggregates and windows have no place in its "
                + "arguments", many.Span, "compute them in a subquery in FROM");
        }

        return bound with
        {
            Parameters = parameters,
            CopiesComputed = bound.CopiesComputed && !Identifier.Same(function.Securable.Owner, context.User),
        };
    }

    /// <summary>Where the values of a call are computed first, these would be computed over that one row.</summary>
    private static Regex OfManyRows() => manyRows ??= new Regex(
        $@"\bOVER\b|(?<![\w.])({string.Join('|', FunctionList.Aggregates)})`?\(",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>
    /// The same for a policy of a table: its reader needs no right on the function, and is not told of it.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="span">Where the statement uses it.</param>
    /// <param name="context">Who uses it.</param>
    /// <param name="shownName">What errors call it.</param>
    public static BoundFunction BindUse(
        SqlFunction function, Sequence<FunctionArgument> arguments, SourceSpan span, BindContext context,
        string shownName)
    {
        var resolution = context.Resolution;
        var (scanCount, harmful) = (resolution.Scans.Count, resolution.Conditions.HarmfulCount);
        var (parameters, scope, inner) = Enter(function, arguments, span, context, shownName);
        var body = Guarded(function, span, context, shownName, () => new QueryBinder(inner).BindIn(
            function.Definition.Body, scope));
        return new BoundFunction(
            span, context.Metastore.FullName(function.Securable), parameters, body, function.Definition.Returns)
        {
            CopiesComputed = resolution.Scans.Count > scanCount
                && (resolution.Conditions.HarmfulCount > harmful || !ViewBarrier.TakesColumnsAlone(body)),
        };
    }

    /// <summary>A call in FROM.</summary>
    public static (BoundQuery Query, BoundParameters Parameters) BindTable(
        SqlFunction function, TableFunction call, Sequence<FunctionArgument> arguments, BindContext context)
    {
        var fullName = context.Metastore.FullName(function.Securable);
        if (!function.IsTable)
        {
            throw ErrorCode.InvalidUse.Error($"{fullName} gives a value: it cannot stand in FROM", call.Name.Span);
        }

        RequireExecute(function, fullName, call, context);
        var shownName = $"function {fullName}";
        var (parameters, scope, inner) = Enter(function, arguments, call.Span, context, shownName);
        var query = Guarded(function, call.Span, context, shownName, () => new QueryBinder(inner).Bind(
            ((ScalarSubquery)function.Definition.Body).Query, scope));
        var declared = function.Definition.Columns;
        return (
            declared.Count == query.Columns.Count
                ? query with { Tree = AsDeclared(query.Tree, declared, call.Span, context) } : query,
            Ordered(parameters, function, context));
    }

    /// <summary>The query with its columns cast to the declared types, unless they surely have them.</summary>
    private static Query AsDeclared(
        Query query, IReadOnlyList<ColumnDefinition> declared, SourceSpan span, BindContext context)
    {
        bool HasType(Expression value, DataType type) => value is Cast { IsTry: false } cast ? cast.Type == type
            : PlainConstant.HasType(value, type) || context.Resolution.Conditions.IsStored(value, type);
        if (query.Body is Select { Items: var items } && items.Count == declared.Count
            && items.Zip(declared).All(p => HasType(p.First.Value, p.Second.Type)))
        {
            return query;
        }

        var alias = new TableAlias(
            context.NextRelation(), Enumerable.Range(1, declared.Count).Select(i => $"c{i}").ToSequence());
        return new Query(span, new Select(span, declared.Select((column, at) => new SelectItem(
            span, new Cast(span, new BoundColumn(span, alias.Name, alias.Columns[at]), column.Type, IsTry: false),
            column.Name)).ToSequence())
        {
            From = new DerivedTable(span, query, false, alias, null),
        });
    }

    /// <summary>The parameters of a function that reads rows with the rights of another.</summary>
    private static BoundParameters Ordered(BoundParameters parameters, SqlFunction function, BindContext context)
    {
        bool IsPlain(Expression value, DataType type) => value is Parameter parameter
            ? PlainConstant.Becomes(context.Services.ValueOf(parameter), type)
            : PlainConstant.Becomes(value, type) || context.Resolution.Conditions.IsStored(value, type);
        return Identifier.Same(function.Securable.Owner, context.User) ? parameters : parameters with
        {
            ComputedFirst = Enumerable.Range(0, parameters.Values.Count)
                .Where(i => !IsPlain(parameters.Values[i], parameters.Types[i])).ToSequence(),
        };
    }

    /// <summary>What the names in the text of a function that is about to be made mean.</summary>
    /// <param name="function">The function, parsed from the text that will be kept.</param>
    /// <param name="arguments">One for each parameter.</param>
    /// <param name="context">Who makes it; nothing is recorded for the statement.</param>
    public static string MeaningOf(
        SqlFunction function, Sequence<FunctionArgument> arguments, BindContext context)
    {
        var body = function.Definition.Body;
        var (_, scope, inner) = Enter(function, arguments, body.Span, context.Aside(), "the function");
        if (function.IsTable)
        {
            new QueryBinder(inner).Bind(((ScalarSubquery)body).Query, scope);
        }
        else
        {
            new QueryBinder(inner).BindIn(body, scope);
        }

        return inner.Text!.ToMeaning();
    }

    private static void RequireExecute(
        SqlFunction function, string fullName, SyntaxNode call, BindContext context)
    {
        context.Names.Require(function.Securable, Privilege.Execute, call.Span);
        context.Resolution.Reads.Add(new ObjectUse(fullName, "FUNCTION", null));
    }

    private static (BoundParameters Parameters, Scope Scope, BindContext Inner) Enter(
        SqlFunction function, Sequence<FunctionArgument> arguments, SourceSpan span, BindContext context,
        string shownName)
    {
        var fullName = context.Metastore.FullName(function.Securable);
        if (context.OpenViews.Contains(function.Securable.Id))
        {
            throw ErrorCode.InvalidUse.Error($"function {fullName} calls itself", span);
        }

        if (context.OpenViews.Count >= DepthMax)
        {
            throw ErrorCode.NestedTooDeep.Error($"more than {DepthMax} functions and views use each other", span);
        }

        if (++context.Resolution.FunctionCalls > CallCountMax)
        {
            throw ErrorCode.NestedTooDeep.Error($"more than {CallCountMax} functions are called, one by another", span);
        }

        var given = Arranged(function, fullName, arguments, span, context, out var defaulted);
        var relation = new Relation(
            context.NextParameters(), [function.Securable.Name],
            [.. function.Definition.Parameters.Select(p => new RelationColumn(p.Name, new HashSet<ColumnSource>()))]);
        var scope = new Scope(null)
        {
            From = Unknown(function, relation.Id, span), Part = function.IsTable ? RowPart.Query : RowPart.Row,
            IsParameters = true,
        };
        scope.Add(relation, span);
        var inner = context.ForView(function.Securable, shownName, span);
        return (new BoundParameters(
            relation.Id, [.. function.Definition.Parameters.Select(p => p.Name)],
            [.. function.Definition.Parameters.Select(p => p.Type)], given) { Defaulted = defaulted }, scope, inner);
    }

    /// <summary>The parameters as a table, for questions about types; no call renders it.</summary>
    public static DerivedTable? Unknown(SqlFunction function, string relation, SourceSpan span) =>
        function.Definition.Parameters is { Count: > 0 } parameters
            ? new DerivedTable(
                span, new Query(span, new Select(span, parameters.Select(p => new SelectItem(
                    span, new Cast(span, new Literal(span, LiteralKind.Null, "NULL"), p.Type, IsTry: false), p.Name))
                    .ToSequence())), false, new TableAlias(relation, parameters.Select(p => p.Name).ToSequence()), null)
            : null;

    /// <summary>The arguments in the order of the parameters, with defaults for those that are missing.</summary>
    /// <remarks>A default is a rule as that of a column: it asks nothing, with nobody's rights.</remarks>
    private static Sequence<Expression> Arranged(
        SqlFunction function, string fullName, Sequence<FunctionArgument> arguments, SourceSpan span,
        BindContext context, out Sequence<int> defaulted)
    {
        var parameters = function.Definition.Parameters;
        var values = new Expression?[parameters.Count];
        for (var i = 0; i < arguments.Count; i++)
        {
            var at = arguments[i].Name is { } name
                ? parameters.ToList().FindIndex(p => Identifier.Same(p.Name, name)) : i;
            if (at < 0 || at >= values.Length || values[at] is not null)
            {
                throw Wrong();
            }

            values[at] = arguments[i].Value;
        }

        defaulted = [.. Enumerable.Range(0, values.Length).Where(i => values[i] is null)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] ??= parameters[i].Default is { } text
                ? QueryBinder.BindOver(
                    SqlParser.ParseExpression(text), new Relation(context.NextRelation(), [], []), null, context,
                    RowPart.Rule)
                : throw Wrong();
        }

        return values.Select(v => v!).ToSequence();

        LakeSqlException Wrong() => ErrorCode.InvalidUse.Error(
            $"{fullName} cannot be called so", span, $"it takes {function.Signature}");
    }

    /// <summary>Places in the body's text mean nothing to the caller, who may not know it either.</summary>
    private static T Guarded<T>(
        SqlFunction function, SourceSpan span, BindContext context, string shownName, Func<T> bind)
    {
        try
        {
            return bind();
        }
        catch (LakeSqlException e)
        {
            throw new LakeSqlException(
                ErrorCode.InvalidUse, $"{shownName} cannot be used", span,
                context.User == function.Securable.Owner ? e.Message : null, e);
        }
    }
}
