using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>The audit to be checked, with the digest that must be part of it.</summary>
public sealed record VerifyAuditPlan(string? Noted) : StatementPlan;

internal static class VerifyAuditBinder
{
    /// <summary>Hexadecimal digits of a SHA-256.</summary>
    private const int DigestLength = 64;

    public static VerifyAuditPlan Bind(VerifyAudit verify, BindContext context)
    {
        context.Names.RequireNow(
            context.Metastore.ById(context.Metastore.RootId)!, Privilege.Manage, verify.Span);
        return verify.Noted is null || (verify.Noted.Length == DigestLength && verify.Noted.All(char.IsAsciiHexDigit))
            ? new VerifyAuditPlan(verify.Noted?.ToLowerInvariant())
            : throw ErrorCode.InvalidOption.Error(
                $"a digest has {DigestLength} hexadecimal digits", verify.Span,
                "give the head_digest of an earlier VERIFY AUDIT");
    }
}
