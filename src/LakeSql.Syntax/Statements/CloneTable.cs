using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>CREATE [OR REPLACE] TABLE [IF NOT EXISTS] name [DEEP | SHALLOW] CLONE source [VERSION | TIMESTAMP AS OF …]</c>
/// </summary>
public sealed record CloneTable(SourceSpan Span, QualifiedName Name, QualifiedName Source, TimeTravel? Version)
    : Statement(Span)
{
    /// <summary>SHALLOW: the files stay where they are.</summary>
    public bool IsShallow { get; init; }

    /// <summary>OR REPLACE.</summary>
    public bool OrReplace { get; init; }

    /// <summary>IF NOT EXISTS.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>What follows CREATE TABLE and the name; null when that is no clone.</summary>
    internal static CloneTable? ParseRest(Cursor c, SourceSpan start, QualifiedName name)
    {
        var isShallow = c.TakeAll("SHALLOW", "CLONE");
        if (!isShallow && !c.TakeAll("DEEP", "CLONE") && !c.Take("CLONE"))
        {
            return null;
        }

        var source = c.QualifiedName();
        var version = new FromParser(c, new QueryParser(c)).TimeTravel();
        return new CloneTable(c.From(start), name, source, version) { IsShallow = isShallow };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("CREATE ").When(OrReplace, "OR REPLACE ").Raw("TABLE ").When(IfNotExists, "IF NOT EXISTS ").Name(Name)
            .Raw(IsShallow ? " SHALLOW CLONE " : " DEEP CLONE ").Name(Source);
        if (Version is not null)
        {
            sql.Raw(" ").Node(Version);
        }
    }
}
