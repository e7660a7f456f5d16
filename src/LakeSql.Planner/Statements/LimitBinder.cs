using System.Globalization;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>Limits of a user or group; without a value one is taken away.</summary>
public sealed record AlterLimitsPlan(string Principal, IReadOnlyList<(string Name, long? Value)> Limits)
    : StatementPlan;

/// <summary>Limits to be shown.</summary>
public sealed record ShowLimitsPlan(string Principal) : StatementPlan;

internal static class LimitBinder
{
    public static AlterLimitsPlan Bind(AlterLimits alter, BindContext context)
    {
        PrincipalBinder.RequireAdmin(alter, context);
        var principal = PrincipalBinder.Existing(alter.Name, alter.Kind == ObjectKind.Group, alter, context);
        if (Identifier.Same(principal.Name, context.Metastore.AdminName))
        {
            throw ErrorCode.SystemObject.Error("the metastore admin has no limits", alter.Span);
        }

        (string, long?)[] limits = alter.Set.Count > 0
            ? [.. alter.Set.Select(s => Known(s.Name, s.Span) is var name ? (name, (long?)Value(name, s)) : default)]
            : [.. alter.Unset.Select(u => (Known(u, alter.Span), (long?)null))];
        return new AlterLimitsPlan(principal.Name, limits);
    }

    /// <remarks>One's own limits are no secret; those of others are told to who sets them.</remarks>
    public static ShowLimitsPlan Bind(ShowLimits show, BindContext context)
    {
        if (show.Principal is null || Identifier.Same(show.Principal, context.User))
        {
            return new ShowLimitsPlan(context.User);
        }

        PrincipalBinder.RequireAdmin(show, context);
        return new ShowLimitsPlan(context.Metastore.FindPrincipal(show.Principal)?.Name
            ?? throw ErrorCode.PrincipalNotFound.Error(
                $"user or group {Identifier.Quote(show.Principal)} not found", show.Span));
    }

    private static string Known(string asked, SourceSpan span)
    {
        if (Limits.Names.FirstOrDefault(n => Identifier.Same(n, asked)) is { } name)
        {
            return name;
        }

        var near = Identifier.Nearest(asked, Limits.Names);
        throw ErrorCode.InvalidOption.Error(
            $"there is no limit {asked}", span,
            near is null ? $"the limits are {string.Join(", ", Limits.Names)}" : $"did you mean {near}?");
    }

    private static long Value(string name, Option option)
    {
        var (value, kind) = name switch
        {
            "statement_timeout" =>
                (Quantity.Milliseconds(option.Value), "a time such as '30s', '500ms', '5min' or '1h'"),
            "memory_limit" => (Quantity.Bytes(option.Value), "a size such as '500MB' or '2GB'"),
            _ => (Count(option.Value), "a whole number above 0"),
        };
        return value is > 0 ? value.Value
            : throw ErrorCode.InvalidOption.Error($"{name} must be {kind}, not {option.Value}", option.Span);
    }

    private static long? Count(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
