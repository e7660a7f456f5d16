using LakeSql.Common.Errors;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE GROUP [IF NOT EXISTS] name</c></summary>
public sealed record CreateGroup(SourceSpan Span, string Name, bool IfNotExists) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CREATE");
        c.Expect("GROUP");
        var ifNotExists = Clauses.IfNotExists(c);
        var name = c.Name();
        return new CreateGroup(c.From(start), name, ifNotExists);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("CREATE GROUP ").When(IfNotExists, "IF NOT EXISTS ").Name(Name);
}
