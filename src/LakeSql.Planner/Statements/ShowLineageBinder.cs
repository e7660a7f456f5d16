using LakeSql.Catalog;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>What an object was made from (upstream) or what was made from it.</summary>
public sealed record ShowLineagePlan(bool Upstream, Securable Target, string FullName) : StatementPlan;

internal static class ShowLineageBinder
{
    public static ShowLineagePlan Bind(ShowLineage show, BindContext context)
    {
        var target = context.Names.Any(Kinds.Of(show.Kind), show.Name);
        var privilege = target.Kind switch
        {
            SecurableKind.Model => Privilege.Execute,
            SecurableKind.Volume => Privilege.ReadVolume,
            SecurableKind.ExternalLocation => Privilege.ReadFiles,
            _ => Privilege.Select,
        };
        context.Names.RequireNow(target, privilege, show.Name.Span);
        return new ShowLineagePlan(show.Upstream, target, context.Metastore.FullName(target));
    }
}
