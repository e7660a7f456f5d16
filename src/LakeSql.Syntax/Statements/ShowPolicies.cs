using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>SHOW [EFFECTIVE] POLICIES ON CATALOG|SCHEMA|TABLE name</c>: those of the securable, or also of what holds it.
/// </summary>
public sealed record ShowPolicies(SourceSpan Span, bool Effective, ObjectKind Kind, QualifiedName On)
    : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("SHOW");
        var effective = c.Take("EFFECTIVE");
        c.Expect("POLICIES");
        var (kind, on) = CreatePolicy.Place(c);
        return new ShowPolicies(c.From(start), effective, kind, on);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("SHOW ").When(Effective, "EFFECTIVE ")
        .Raw("POLICIES ON " + Kind.SqlName() + " ").Name(On);
}
