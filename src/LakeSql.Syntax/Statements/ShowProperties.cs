using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Tokens;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>SHOW TBLPROPERTIES table [(name)]</c></summary>
public sealed record ShowProperties(SourceSpan Span, QualifiedName Table, string? Property) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("SHOW");
        c.Expect("TBLPROPERTIES");
        var table = c.QualifiedName();
        string? property = null;
        if (c.TakeSymbol("("))
        {
            property = c.Kind == SqlToken.Text ? c.StringValue() : string.Join('.', c.QualifiedName().Parts);
            c.ExpectSymbol(")");
        }

        return new ShowProperties(c.From(start), table, property);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("SHOW TBLPROPERTIES ").Name(Table);
        if (Property is not null)
        {
            sql.Raw(" ('" + Property.Replace("'", "''", StringComparison.Ordinal) + "')");
        }
    }
}
