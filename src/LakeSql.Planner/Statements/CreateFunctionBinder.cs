using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>A function to be made.</summary>
/// <param name="Schema">Where.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Create">The statement.</param>
/// <param name="Existing">What stands there now.</param>
/// <param name="Properties">What the catalog keeps of it.</param>
/// <param name="Call">A call with NULL for every parameter: what the engine refuses of it is refused now.</param>
public sealed record CreateFunctionPlan(
    Securable Schema, string FullName, CreateFunction Create, Securable? Existing,
    IReadOnlyDictionary<string, string> Properties, BoundQuery Call) : StatementPlan;

internal static class CreateFunctionBinder
{
    public static CreateFunctionPlan Bind(CreateFunction create, BindContext context)
    {
        var (schema, fullName, existing) = NewObject.Bind(
            create.Name, SecurableKind.Function, Privilege.CreateFunction, create.OrReplace, create.IfNotExists,
            context);
        if (existing is not null && create.OrReplace)
        {
            AlterObjectBinder.RequireOwn(existing.Owner, "replaces a function", create.Name.Span, context);
        }

        RowParts.RefuseParameters(create.Body);
        foreach (var parameter in create.Parameters)
        {
            ColumnRules.CheckDefault(parameter, create.Name.Span, context);
        }

        RefuseDuplicates(create.Parameters.Select(c => c.Name), create);
        RefuseDuplicates(create.Columns.Select(c => c.Name), create);
        var made = existing ?? new Securable(
            Guid.NewGuid(), SecurableKind.Function, create.Name.Last, schema.Id, context.User, create.Comment,
            default, default, new Dictionary<string, string>());
        if (!create.IsTable && create.Returns is null)
        {
            create = create with { Returns = TypeOf(create, made, context) };
        }

        var call = Call(Made(create, made, context), context);
        context.Resolution.Target = new ObjectUse(fullName, "FUNCTION", null);
        var kept = made with { Properties = Properties(create, context.LookupNow) };
        var meaning = FunctionBinder.MeaningOf(
            new SqlFunction(kept, (CreateFunction)SqlParser.Parse(kept.Properties[SqlFunction.DefinitionProperty])),
            Nothing(create), context);
        return new CreateFunctionPlan(
            schema, fullName, create, existing,
            Securable.With(Properties(create, context.Lookup), KeptText.Property, meaning), call);
    }

    private static Dictionary<string, string> Properties(
        CreateFunction create, IReadOnlyDictionary<string, string> lookup) => new(lookup)
        {
            [SqlFunction.DefinitionProperty] = (create with { OrReplace = false, IfNotExists = false }).ToSql(),
        };

    /// <summary>The function as it will be, but that its names may still mean what they do now.</summary>
    private static SqlFunction Made(CreateFunction create, Securable made, BindContext context) => new(
        made with { Properties = Properties(create, context.LookupNow) }, create);

    /// <summary>Without RETURNS the type is that of the expression.</summary>
    /// <remarks>Over columns: of a constant NULL, a list of it and its like, the engine forgets the type.</remarks>
    private static DataType TypeOf(CreateFunction create, Securable made, BindContext context)
    {
        var function = Made(create, made, context);
        var call = Call(function, context);
        if (call.Tree.Body is Select { Items: [{ Value: BoundFunction value } item] } select)
        {
            call = new BoundQuery(
                call.Tree with
                {
                    Body = select with
                    {
                        Items = [item with { Value = value.Body }],
                        From = FunctionBinder.Unknown(function, value.Parameters.Relation, create.Body.Span),
                    },
                },
                []);
        }

        return context.Services.ColumnsOf(context.Authorize(call))[0].Type is var type && type is not EngineType ? type
            : throw ErrorCode.TypeMismatch.Error(
                $"the value is of type {type.Name}, which no column can have", create.Body.Span,
                "write RETURNS and a type before RETURN");
    }

    private static Sequence<FunctionArgument> Nothing(CreateFunction create) => create.Parameters.Select(
        p => new FunctionArgument(null, new Cast(
            create.Body.Span, new Literal(create.Body.Span, LiteralKind.Null, "NULL"), p.Type, IsTry: false)))
        .ToSequence();

    private static BoundQuery Call(SqlFunction function, BindContext context)
    {
        var (create, span) = (function.Definition, function.Definition.Body.Span);
        var arguments = Nothing(create);
        try
        {
            if (!function.IsTable)
            {
                var value = FunctionBinder.BindUse(function, arguments, span, context, $"function {create.Name}");
                var select = new Select(span, [new SelectItem(span, value, "value")]);
                return new BoundQuery(new Query(span, select), []);
            }

            var call = new TableFunction(span, create.Name, arguments, false, false, null, null);
            var (query, parameters) = FunctionBinder.BindTable(function, call, arguments, context);
            if (create.Columns.Count > 0 && create.Columns.Count != query.Columns.Count)
            {
                throw ErrorCode.ColumnCountMismatch.Error(
                    $"the query gives {query.Columns.Count} columns, {create.Columns.Count} are declared", span);
            }

            var alias = new TableAlias(
                context.NextRelation(), QueryBinder.Distinct(QueryBinder.Named(query.Columns, [], span))
                    .Select(c => c.Name).ToSequence());
            var view = new BoundView(span, create.Name.ToString(), query.Tree, alias, null) { Parameters = parameters };
            return new BoundQuery(
                new Query(span, new Select(span, [new SelectItem(span, Star.All(span), null)]) { From = view }), []);
        }
        catch (LakeSqlException e) when (e.InnerException is LakeSqlException inner)
        {
            // Who makes the function has its text before them.
            throw new LakeSqlException(inner.Code, inner.Message, inner.Span, inner.Hint, inner);
        }
    }

    private static void RefuseDuplicates(IEnumerable<string> names, CreateFunction create)
    {
        if (names.GroupBy(n => n, Identifier.Comparer).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw ErrorCode.DuplicateColumn.Error(
                $"{Identifier.Quote(twice.Key)} is declared twice", create.Name.Span);
        }
    }
}
