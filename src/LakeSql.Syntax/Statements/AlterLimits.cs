using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>ALTER USER|GROUP name SET LIMIT a = 1, b = '2GB'</c>, <c>… UNSET LIMIT a, b</c></summary>
/// <param name="Span">The whole statement.</param>
/// <param name="Kind">User or group.</param>
/// <param name="Name">Whose limits.</param>
/// <param name="Set">Limits to be set.</param>
/// <param name="Unset">Limits to be taken away, when none are set.</param>
public sealed record AlterLimits(
    SourceSpan Span, ObjectKind Kind, string Name, Sequence<Option> Set, Sequence<string> Unset)
    : Statement(Span)
{
    /// <summary>True at SET and UNSET.</summary>
    internal static bool Follows(Cursor c)
    {
        c.Note("SET");
        c.Note("UNSET");
        return c.IsWord("SET") || c.IsWord("UNSET");
    }

    /// <summary>From SET or UNSET on.</summary>
    internal static Statement Parse(Cursor c, SourceSpan start, ObjectKind kind, string name)
    {
        var isSet = c.Take("SET");
        if (!isSet)
        {
            c.Expect("UNSET");
        }

        c.Expect("LIMIT");
        Sequence<Option> set = isSet ? c.List(() => Limit(c)) : [];
        Sequence<string> unset = isSet ? [] : c.List(() => c.Name());
        return new AlterLimits(c.From(start), kind, name, set, unset);
    }

    private static Option Limit(Cursor c)
    {
        var start = c.Here;
        var name = c.Name();
        c.ExpectSymbol("=");
        return new Option(start, name, Option.Constant(c)) { Span = c.From(start) };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("ALTER ").Raw(Kind.ToString().ToUpperInvariant()).Raw(" ").Name(Name);
        _ = Set.Count > 0
            ? sql.Raw(" SET LIMIT ").List(Set, s => sql.Name(s.Name)
                .Raw(" = '" + s.Value.Replace("'", "''", StringComparison.Ordinal) + "'"))
            : sql.Raw(" UNSET LIMIT ").List(Unset, u => sql.Name(u));
    }
}
