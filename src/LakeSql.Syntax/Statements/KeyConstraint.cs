using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>[CONSTRAINT name] PRIMARY KEY (column [TIMESERIES], …)</c> or <c>[CONSTRAINT name] FOREIGN KEY (column, …)
/// REFERENCES table [(column, …)]</c>, which tell of the rows and are not enforced.
/// </summary>
/// <param name="Span">Its place.</param>
/// <param name="Name">Its name; null to make one.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Parent">The table that is referred to; null for a primary key.</param>
/// <param name="ParentColumns">The columns there; none for those of its primary key.</param>
/// <param name="TimeSeries">The column that tells times; null for none.</param>
/// <param name="Rely">RELY.</param>
public sealed record KeyConstraint(
    SourceSpan Span, string? Name, Sequence<string> Columns, QualifiedName? Parent, Sequence<string> ParentColumns,
    string? TimeSeries, bool Rely) : SyntaxNode(Span)
{
    /// <summary>True where a key begins, and no CHECK.</summary>
    internal static bool IsNext(Cursor c, int ahead = 0) => c.IsWord("PRIMARY", ahead) || c.IsWord("FOREIGN", ahead)
        || (c.IsWord("CONSTRAINT", ahead) && c.IsName(ahead + 1) && !c.IsWord("CHECK", ahead + 2));

    /// <summary>A key of a table.</summary>
    internal static KeyConstraint Parse(Cursor c)
    {
        var start = c.Here;
        var name = c.Take("CONSTRAINT") ? c.Name() : null;
        if (c.Take("PRIMARY"))
        {
            c.Expect("KEY");
            string? timeSeries = null;
            var columns = c.Parenthesized(() =>
            {
                var column = c.Name();
                timeSeries = c.Take("TIMESERIES") ? column : timeSeries;
                return column;
            });
            var rely = Options(c);
            return new KeyConstraint(c.From(start), name, columns, null, [], timeSeries, rely);
        }

        c.Expect("FOREIGN");
        c.Expect("KEY");
        return References(c, start, name, c.Parenthesized(() => c.Name()));
    }

    /// <summary>A key of one column, behind its type.</summary>
    internal static KeyConstraint OfColumn(Cursor c, string column)
    {
        var start = c.Here;
        var name = c.Take("CONSTRAINT") ? c.Name() : null;
        if (c.Take("PRIMARY"))
        {
            c.Expect("KEY");
            var rely = Options(c);
            return new KeyConstraint(c.From(start), name, [column], null, [], null, rely);
        }

        if (c.Take("FOREIGN"))
        {
            c.Expect("KEY");
        }

        return References(c, start, name, [column]);
    }

    private static KeyConstraint References(Cursor c, SourceSpan start, string? name, Sequence<string> columns)
    {
        c.Expect("REFERENCES");
        var parent = c.QualifiedName();
        var parentColumns = c.IsSymbol("(") ? c.Parenthesized(() => c.Name()) : [];
        var rely = Options(c);
        return new KeyConstraint(c.From(start), name, columns, parent, parentColumns, null, rely);
    }

    /// <summary>NOT ENFORCED says what is so anyway.</summary>
    private static bool Options(Cursor c)
    {
        var rely = false;
        while (true)
        {
            if (c.Take("RELY"))
            {
                rely = true;
            }
            else if (c.Take("NORELY"))
            {
                rely = false;
            }
            else if (!c.TakeAll("NOT", "ENFORCED"))
            {
                return rely;
            }
        }
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        if (Name is not null)
        {
            sql.Raw("CONSTRAINT ").Name(Name).Raw(" ");
        }

        sql.Raw(Parent is null ? "PRIMARY KEY (" : "FOREIGN KEY (")
            .List(Columns, c => sql.Name(c).When(TimeSeries == c, " TIMESERIES")).Raw(")");
        if (Parent is not null)
        {
            sql.Raw(" REFERENCES ").Name(Parent);
        }

        if (ParentColumns.Count > 0)
        {
            sql.Raw(" (").List(ParentColumns, c => sql.Name(c)).Raw(")");
        }

        sql.When(Rely, " RELY");
    }
}

/// <summary><c>ADD [CONSTRAINT name] {PRIMARY | FOREIGN} KEY …</c></summary>
public sealed record AddKey(SourceSpan Span, KeyConstraint Key) : TableChangeClause(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("ADD ").Node(Key);
}

/// <summary>
/// <c>DROP PRIMARY KEY [IF EXISTS] [RESTRICT|CASCADE]</c> or <c>DROP FOREIGN KEY [IF EXISTS] (columns)</c>
/// </summary>
/// <param name="Span">The clause.</param>
/// <param name="IfExists">When true, an absent key is not an error.</param>
/// <param name="ForeignColumns">The columns of a foreign key; null for the primary key.</param>
/// <param name="Cascade">When true, the foreign keys that refer to the primary key go as well.</param>
public sealed record DropKey(SourceSpan Span, bool IfExists, Sequence<string>? ForeignColumns, bool Cascade)
    : TableChangeClause(Span)
{
    /// <summary>True for <c>CASCADE</c>; <c>RESTRICT</c> is what goes without saying.</summary>
    internal static bool TakeCascade(Cursor c)
    {
        var cascade = c.Take("CASCADE");
        if (!cascade)
        {
            c.Take("RESTRICT");
        }

        return cascade;
    }

    internal static DropKey Parse(Cursor c, SourceSpan start)
    {
        var isPrimary = c.Take("PRIMARY");
        if (!isPrimary)
        {
            c.Expect("FOREIGN");
        }

        c.Expect("KEY");
        var ifExists = c.TakeAll("IF", "EXISTS");
        var columns = isPrimary ? null : c.Parenthesized(() => c.Name());
        var cascade = isPrimary && TakeCascade(c);
        return new DropKey(c.From(start), ifExists, columns, cascade);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw(ForeignColumns is null ? "DROP PRIMARY KEY" : "DROP FOREIGN KEY").When(IfExists, " IF EXISTS")
            .When(Cascade, " CASCADE");
        if (ForeignColumns is not null)
        {
            sql.Raw(" (").List(ForeignColumns, c => sql.Name(c)).Raw(")");
        }
    }
}
