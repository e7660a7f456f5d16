using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>CREATE [EXTERNAL] VOLUME [IF NOT EXISTS] name [LOCATION '…'] [COMMENT '…']</c></summary>
/// <param name="Span">The whole statement.</param>
/// <param name="Name">The volume's name as written.</param>
/// <param name="IfNotExists">IF NOT EXISTS.</param>
/// <param name="Comment">COMMENT.</param>
public sealed record CreateVolume(
    SourceSpan Span, QualifiedName Name, bool IfNotExists, string? Comment)
    : Statement(Span)
{
    /// <summary>EXTERNAL: the files lie in a directory that is not the lake's.</summary>
    public bool IsExternal { get; init; }

    /// <summary>LOCATION: that directory.</summary>
    public string? Location { get; init; }

    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CREATE");
        var isExternal = c.Take("EXTERNAL");
        c.Expect("VOLUME");
        var ifNotExists = Clauses.IfNotExists(c);
        var name = c.QualifiedName();
        var location = c.Take("LOCATION") ? c.StringValue() : null;
        return new CreateVolume(start, name, ifNotExists, Clauses.Comment(c))
        {
            IsExternal = isExternal, Location = location, Span = c.From(start),
        };
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("CREATE ").When(IsExternal, "EXTERNAL ").Raw("VOLUME ").When(IfNotExists, "IF NOT EXISTS ").Name(Name);
        if (Location is not null)
        {
            sql.Raw(" LOCATION ").Text(Location);
        }

        sql.Comment(Comment);
    }
}
