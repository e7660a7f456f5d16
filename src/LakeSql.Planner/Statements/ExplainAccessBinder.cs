using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>Rights of somebody, with what gives them.</summary>
public sealed record ExplainAccessPlan(IReadOnlyList<AccessRow> Rows) : StatementPlan;

/// <summary>Rights that grants or revokes would change.</summary>
public sealed record WhatIfPlan(ChangeGrantsPlan Change) : StatementPlan;

/// <summary>
/// Binds EXPLAIN ACCESS: about oneself it may be asked by everybody, about others by who manages the object.
/// </summary>
internal static class ExplainAccessBinder
{
    public static ExplainAccessPlan Bind(ExplainAccess explain, BindContext context)
    {
        var asked = explain.Principal ?? context.User;
        var isOwn = context.Metastore.EffectivePrincipals(context.User).Contains(asked);
        return explain.Name is { } name
            ? OfObject(context.Names.Any(Kinds.Of(explain.Kind!.Value), name), name.Span, asked, isOwn, context)
            : OfStatement(explain, asked, isOwn, context);
    }

    public static WhatIfPlan Bind(WhatIf what, BindContext context)
    {
        var change = (ChangeGrantsPlan)StatementBinders.Bind(what.Change, context);
        context.Resolution.NothingFlows();
        return new WhatIfPlan(change);
    }

    private static ExplainAccessPlan OfObject(
        Securable target, SourceSpan span, string asked, bool isOwn, BindContext context)
    {
        if (!isOwn)
        {
            context.Names.RequireNow(target, Privilege.Manage, span);
        }

        var report = new AccessReport(context.Metastore, Known(asked, span, context), context.User);
        foreach (var privilege in Privileges.ValidOn(target.Kind).Order().Where(p => p != Privilege.AllPrivileges))
        {
            report.Add(target, privilege);
        }

        return new ExplainAccessPlan(report.Rows);
    }

    /// <summary>
    /// What the statement needs is what binding it for the asker records. Where that ends with a denial, what was
    /// needed so far is known.
    /// </summary>
    private static ExplainAccessPlan OfStatement(
        ExplainAccess explain, string asked, bool isOwn, BindContext context)
    {
        var inner = context.Aside();
        context.Resolution.Inner = inner.Resolution;
        try
        {
            Bound(explain.Target!, inner, context);
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.PermissionDenied && inner.Resolution.Required.Count > 0)
        {
            // The rows say the same.
        }

        context.Resolution.Outside.UnionWith(inner.Resolution.Outside);
        if (!isOwn)
        {
            var needed = inner.Resolution.Required.FindAll(a => a.View is null);
            if (needed.Count == 0)
            {
                // Else everybody would be told whether there is such a user.
                context.Names.RequireNow(
                    context.Metastore.ById(context.Metastore.RootId)!, Privilege.Manage, explain.Span);
            }

            foreach (var access in needed)
            {
                if (access.IsPath)
                {
                    // Which location covers a path is not told.
                    context.Names.RequirePath(
                        access.Target, access.FullName, Privilege.Manage, explain.Target!.Span);
                }
                else
                {
                    context.Names.RequireNow(access.Target, Privilege.Manage, explain.Target!.Span);
                }
            }
        }

        var ofAsked = new AccessReport(
            context.Metastore, Known(asked, explain.Span, context), context.User);
        var ofLogin = new AccessReport(context.Metastore, context.Login, context.Login);
        foreach (var access in inner.Resolution.Required)
        {
            // Who logged in may act as somebody, and back; that somebody need not.
            var report = explain.Principal is null && Identifier.Same(access.Principal, context.Login)
                ? ofLogin : ofAsked;
            if (access.View is not null)
            {
                report.AddView(access);
            }
            else if (access.IsPath)
            {
                report.AddPath(access.Target, access.Privilege, access.FullName);
            }
            else
            {
                report.Add(access.Target, access.Privilege);
            }
        }

        return new ExplainAccessPlan([.. ofAsked.Rows, .. ofLogin.Rows]);
    }

    private static void Bound(Statement statement, BindContext inner, BindContext context)
    {
        try
        {
            StatementBinders.Bind(statement, inner);
        }
        catch (LakeSqlException e) when (e.Code != ErrorCode.PermissionDenied)
        {
            // As for the statement itself: a denial comes before what else is wrong with it.
            Authorizer.Check(inner.Resolution, context.Metastore);
            throw;
        }
    }

    private static string Known(string principal, SourceSpan span, BindContext context) =>
        context.Metastore.FindPrincipal(principal)?.Name ?? throw ErrorCode.PrincipalNotFound.Error(
            $"user or group {Identifier.Quote(principal)} not found", span);
}
