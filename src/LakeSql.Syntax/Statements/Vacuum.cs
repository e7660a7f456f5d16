using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>VACUUM table [FULL] [RETAIN n HOURS] [DRY RUN]</c></summary>
/// <param name="Span">The whole statement.</param>
/// <param name="Table">The table.</param>
/// <param name="RetainHours">How long files are kept; null for as long as the table says.</param>
/// <param name="IsDryRun">True to list the files instead of deleting them.</param>
public sealed record Vacuum(SourceSpan Span, QualifiedName Table, int? RetainHours, bool IsDryRun) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("VACUUM");
        var table = c.QualifiedName();
        c.Take("FULL");
        int? hours = null;
        if (c.Take("RETAIN"))
        {
            hours = c.WholeNumber();
            c.Expect("HOURS");
        }

        var isDryRun = c.Take("DRY");
        if (isDryRun)
        {
            c.Expect("RUN");
        }

        return new Vacuum(c.From(start), table, hours, isDryRun);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("VACUUM ").Name(Table);
        if (RetainHours is { } hours)
        {
            sql.Raw(string.Create(System.Globalization.CultureInfo.InvariantCulture, $" RETAIN {hours} HOURS"));
        }

        sql.When(IsDryRun, " DRY RUN");
    }
}
