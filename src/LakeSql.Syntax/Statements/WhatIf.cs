using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>WHAT IF GRANT|REVOKE …</c>: who would gain or lose what.</summary>
public sealed record WhatIf(SourceSpan Span, Statement Change) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("WHAT");
        c.Expect("IF");
        var change = c.IsWord("GRANT") ? Grant.Parse(c) : c.IsWord("REVOKE") ? Revoke.Parse(c)
            : throw c.Unexpected("GRANT", "REVOKE");
        return new WhatIf(c.From(start), change);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("WHAT IF ").Node(Change);
}
