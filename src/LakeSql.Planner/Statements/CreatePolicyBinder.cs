using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Functions;
using LakeSql.Planner.Policies;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>Policies to be shown, a row each, or all of one.</summary>
public sealed record ShowPoliciesPlan(IReadOnlyList<PolicyRow> Rows, bool IsOne)
    : StatementPlan;

/// <summary>A policy as it is shown.</summary>
public sealed record PolicyRow(CreatePolicy Policy, string OnType, string OnName, string? Function, string SetBy);

/// <summary>Binds CREATE, DROP, SHOW and DESCRIBE POLICY: they are for who manages the securable.</summary>
internal static class CreatePolicyBinder
{
    public static AlterObjectPlan Bind(CreatePolicy create, BindContext context)
    {
        var target = Managed(create.Kind, create.On, context);
        SystemObjects.Refuse(target, create.On.Span, context);
        var securable = context.Names.Object(SecurableKind.Function, create.Function);
        context.Names.RequireNow(securable, Privilege.Execute, create.Function.Span);
        var function = SqlFunction.Of(securable);
        CheckFunction(create, function);
        CheckColumns(create);
        foreach (var principal in create.To.Concat(create.Except))
        {
            _ = context.Metastore.FindPrincipal(principal) ?? throw ErrorCode.PrincipalNotFound.Error(
                $"user or group {Identifier.Quote(principal)} not found", create.Span);
        }

        var fullName = context.Metastore.FullName(target);
        context.Resolution.Target = new ObjectUse(fullName, target.Kind.SqlName(), null);
        var setter = PolicySetter.Of(context.User, context.Metastore);
        return new AlterObjectPlan(target, s =>
        {
            var others = TagPolicy.Of(s).Where(p => !Identifier.Same(p.Definition.Name, create.Name)).ToArray();
            return others.Length < TagPolicy.Of(s).Count && !create.OrReplace
                ? throw ErrorCode.AlreadyExists.Error(
                    $"{fullName} has a policy {Identifier.Quote(create.Name)} already", create.Span,
                    "CREATE OR REPLACE POLICY puts this one in its place")
                : TagPolicy.In(s, others.Append(new TagPolicy(
                    s, securable.Id, create with { OrReplace = false }, setter)));
        });
    }

    public static AlterObjectPlan Bind(DropPolicy drop, BindContext context)
    {
        var target = Managed(drop.Kind, drop.On, context);
        _ = Named(drop.Name, target, drop.Span, context);
        context.Resolution.Target =
            new ObjectUse(context.Metastore.FullName(target), target.Kind.SqlName(), null);
        return new AlterObjectPlan(target, s => TagPolicy.In(
            s, TagPolicy.Of(s).Where(p => !Identifier.Same(p.Definition.Name, drop.Name))));
    }

    public static ShowPoliciesPlan Bind(ShowPolicies show, BindContext context)
    {
        var target = Managed(show.Kind, show.On, context);
        var all = show.Effective ? EffectivePolicies.Chain(target, context.Metastore) : [target];
        return new ShowPoliciesPlan([.. all.SelectMany(TagPolicy.Of).Select(p => RowOf(p, context))], IsOne: false);
    }

    public static ShowPoliciesPlan Bind(DescribePolicy describe, BindContext context)
    {
        var target = Managed(describe.Kind, describe.On, context);
        var policy = Named(describe.Name, target, describe.Span, context);
        return new ShowPoliciesPlan([RowOf(policy, context)], IsOne: true);
    }

    private static Securable Managed(ObjectKind kind, QualifiedName name, BindContext context)
    {
        var target = context.Names.Any(Kinds.Of(kind), name);
        context.Names.RequireNow(target, Privilege.Manage, name.Span);
        return target.Kind == Kinds.Of(kind) ? target : throw ErrorCode.WrongObjectKind.Error(
            $"{context.Metastore.FullName(target)} is a view: what it shows is said by its query", name.Span);
    }

    private static TagPolicy Named(string name, Securable target, SourceSpan span, BindContext context) =>
        TagPolicy.Of(target).FirstOrDefault(p => Identifier.Same(p.Definition.Name, name))
        ?? throw ErrorCode.InvalidUse.Error(
            $"{context.Metastore.FullName(target)} has no policy {Identifier.Quote(name)}", span,
            Identifier.Nearest(name, TagPolicy.Of(target).Select(p => p.Definition.Name)) is { } near
                ? $"did you mean {Identifier.Quote(near)}?" : null);

    private static PolicyRow RowOf(TagPolicy policy, BindContext context) => new(
        policy.Definition, policy.On.Kind.SqlName(), context.Metastore.FullName(policy.On),
        context.Metastore.ById(policy.Function) is { } function ? context.Metastore.FullName(function) : null,
        PolicySetter.Name(policy.SetBy, policy.On, context.Metastore));

    private static void CheckFunction(CreatePolicy create, SqlFunction function)
    {
        var span = create.Function.Span;
        if (function.IsTable)
        {
            throw ErrorCode.InvalidUse.Error("a policy needs a function that gives a value", span);
        }

        if (create.OnColumn is null && function.Definition.Returns != PrimitiveType.Boolean)
        {
            throw ErrorCode.TypeMismatch.Error("a row filter gives BOOLEAN", span, "true for a row that is seen");
        }

        var count = create.Using.Count + (create.OnColumn is null ? 0 : 1);
        var parameters = function.Definition.Parameters;
        if (count < parameters.Count(p => p.Default is null) || count > parameters.Count)
        {
            throw ErrorCode.InvalidUse.Error($"the function takes {function.Signature}", span);
        }
    }

    private static void CheckColumns(CreatePolicy create)
    {
        var aliases = create.Match.Where(m => m.Alias is not null).Select(m => m.Alias!).ToArray();
        if (aliases.GroupBy(a => a, Identifier.Comparer).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw ErrorCode.InvalidUse.Error(
                $"MATCH COLUMNS has two {Identifier.Quote(twice.Key)}", create.Span);
        }

        if (create.OnColumn is { } on && !aliases.Contains(on, Identifier.Comparer))
        {
            throw Unknown(on, create.Span);
        }

        foreach (var argument in create.Using)
        {
            switch (argument)
            {
                case ColumnReference { Parts: [var alias] }:
                    _ = aliases.Contains(alias, Identifier.Comparer) ? alias : throw Unknown(alias, argument.Span);
                    break;
                case Literal or TypedLiteral or Unary { Operand: Literal }: break;
                default:
                    throw ErrorCode.InvalidUse.Error("a policy is given columns and constants", argument.Span);
            }
        }

        static LakeSqlException Unknown(string alias, SourceSpan span) => ErrorCode.ColumnNotFound.Error(
            $"no MATCH COLUMNS … AS {Identifier.Quote(alias)} is there", span, "MATCH COLUMNS has_tag('…') AS name");
    }
}
