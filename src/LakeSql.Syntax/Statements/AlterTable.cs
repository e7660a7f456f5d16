using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Formatting;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>ALTER TABLE name …</c>: columns, properties, constraints, or the name.</summary>
public sealed record AlterTable(SourceSpan Span, QualifiedName Table, TableChangeClause Change) : Statement(Span)
{
    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("ALTER");
        c.Expect("TABLE");
        var name = c.QualifiedName();
        if (c.IsWord("OWNER") || (c.IsWord("SET") && c.IsWord("OWNER", 1)))
        {
            return AlterOwner.Rest(c, start, ObjectKind.Table, name);
        }

        if (SetTags.IsNext(c))
        {
            return SetTags.Rest(c, start, ObjectKind.Table, name);
        }

        var change = TableChangeClause.Parse(c);
        return new AlterTable(c.From(start), name, change);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("ALTER TABLE ").Name(Table).Raw(" ").Node(Change);
}

/// <summary>What ALTER TABLE changes.</summary>
public abstract record TableChangeClause(SourceSpan Span) : SyntaxNode(Span)
{
    internal static TableChangeClause Parse(Cursor c)
    {
        var start = c.Here;
        if (c.Take("ADD"))
        {
            return KeyConstraint.IsNext(c) ? new AddKey(start, KeyConstraint.Parse(c)) { Span = c.From(start) }
                : c.IsWord("CONSTRAINT")
                ? new AddConstraint(start, CheckConstraint.Parse(c)) { Span = c.From(start) }
                : AddColumns.Parse(c, start);
        }

        if (c.Take("DROP"))
        {
            if (c.TakeAll("ROW", "FILTER"))
            {
                return new SetRowFilter(c.From(start), null);
            }

            return c.IsWord("PRIMARY") || c.IsWord("FOREIGN") ? DropKey.Parse(c, start)
                : c.Take("CONSTRAINT") ? DropConstraint.Parse(c, start) : DropColumns.Parse(c, start);
        }

        if (c.Take("RENAME"))
        {
            return c.Take("TO") ? new RenameTable(start, c.QualifiedName()) { Span = c.From(start) }
                : RenameColumn.Parse(c, start);
        }

        if (c.Take("ALTER") || c.Take("CHANGE"))
        {
            return AlterColumn.Parse(c, start);
        }

        if (c.Take("CLUSTER"))
        {
            return ClusterTable.Parse(c, start);
        }

        var isSet = c.Take("SET");
        if (!isSet)
        {
            c.Expect("UNSET");
        }
        else if (c.TakeAll("ROW", "FILTER"))
        {
            return new SetRowFilter(start, PolicyFunction.RowFilter(c)) { Span = c.From(start) };
        }

        c.Expect("TBLPROPERTIES");
        return isSet
            ? new SetProperties(start, c.Parenthesized(() => Option.Parse(c))) { Span = c.From(start) }
            : UnsetProperties.Parse(c, start);
    }
}

/// <summary>A new column, or field of a struct, and its place.</summary>
/// <param name="Parents">The column and the fields in which it lies; none for a column.</param>
/// <param name="Definition">The column.</param>
/// <param name="IsFirst">FIRST.</param>
/// <param name="After">AFTER this column; null with <paramref name="IsFirst"/> false puts it last.</param>
public sealed record NewColumn(
    Sequence<string> Parents, ColumnDefinition Definition, bool IsFirst, string? After)
{
    internal static NewColumn Parse(Cursor c)
    {
        var parents = new List<string>();
        while (c.IsName() && c.IsSymbol(".", 1))
        {
            parents.Add(c.Name());
            c.Advance();
        }

        var column = ColumnText.Parse(c);
        var isFirst = c.Take("FIRST");
        return new NewColumn(
            parents.ToSequence(), column, isFirst, !isFirst && c.Take("AFTER") ? c.Name() : null);
    }

    internal void WriteTo(SqlWriter sql)
    {
        foreach (var parent in Parents)
        {
            sql.Name(parent).Raw(".");
        }

        ColumnText.Write(Definition, sql);
        sql.When(IsFirst, " FIRST");
        if (After is not null)
        {
            sql.Raw(" AFTER ").Name(After);
        }
    }
}

/// <summary><c>ADD COLUMN[S] (name type …, …)</c></summary>
public sealed record AddColumns(SourceSpan Span, Sequence<NewColumn> Columns) : TableChangeClause(Span)
{
    internal static AddColumns Parse(Cursor c, SourceSpan start)
    {
        if (!c.Take("COLUMNS"))
        {
            c.Expect("COLUMN");
        }

        var columns = c.IsSymbol("(") ? c.Parenthesized(() => NewColumn.Parse(c)) : c.List(() => NewColumn.Parse(c));
        return new AddColumns(c.From(start), columns);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("ADD COLUMNS (").List(Columns, n => n.WriteTo(sql)).Raw(")");
}

/// <summary><c>DROP COLUMN[S] [IF EXISTS] (name, …)</c></summary>
public sealed record DropColumns(SourceSpan Span, bool IfExists, Sequence<QualifiedName> Columns)
    : TableChangeClause(Span)
{
    internal static DropColumns Parse(Cursor c, SourceSpan start)
    {
        if (!c.Take("COLUMNS"))
        {
            c.Expect("COLUMN");
        }

        var ifExists = c.TakeAll("IF", "EXISTS");
        var columns = c.IsSymbol("(") ? c.Parenthesized(() => c.QualifiedName())
            : c.List(() => c.QualifiedName());
        return new DropColumns(c.From(start), ifExists, columns);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("DROP COLUMNS ").When(IfExists, "IF EXISTS ")
        .Raw("(").List(Columns, n => sql.Name(n)).Raw(")");
}

/// <summary><c>RENAME COLUMN name TO name</c></summary>
public sealed record RenameColumn(SourceSpan Span, QualifiedName Column, string NewName) : TableChangeClause(Span)
{
    internal static RenameColumn Parse(Cursor c, SourceSpan start)
    {
        c.Expect("COLUMN");
        var column = c.QualifiedName();
        c.Expect("TO");
        var name = c.Name();
        return new RenameColumn(c.From(start), column, name);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("RENAME COLUMN ").Name(Column).Raw(" TO ").Name(NewName);
}

/// <summary><c>RENAME TO name</c></summary>
public sealed record RenameTable(SourceSpan Span, QualifiedName NewName) : TableChangeClause(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("RENAME TO ").Name(NewName);
}

/// <summary><c>ADD CONSTRAINT name CHECK (condition)</c></summary>
public sealed record AddConstraint(SourceSpan Span, CheckConstraint Constraint) : TableChangeClause(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("ADD ");
        Constraint.WriteTo(sql);
    }
}

/// <summary><c>DROP CONSTRAINT [IF EXISTS] name [RESTRICT|CASCADE]</c></summary>
/// <param name="Span">The clause.</param>
/// <param name="IfExists">When true, an absent constraint is not an error.</param>
/// <param name="Name">The constraint's name.</param>
/// <param name="Cascade">When true, the foreign keys that refer to a primary key go with it.</param>
public sealed record DropConstraint(SourceSpan Span, bool IfExists, string Name, bool Cascade)
    : TableChangeClause(Span)
{
    internal static DropConstraint Parse(Cursor c, SourceSpan start)
    {
        var ifExists = c.TakeAll("IF", "EXISTS");
        var name = c.Name();
        var cascade = DropKey.TakeCascade(c);
        return new DropConstraint(c.From(start), ifExists, name, cascade);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("DROP CONSTRAINT ").When(IfExists, "IF EXISTS ").Name(Name).When(Cascade, " CASCADE");
}

/// <summary><c>CLUSTER BY (name, …)</c> or <c>CLUSTER BY NONE</c></summary>
public sealed record ClusterTable(SourceSpan Span, Sequence<string> Columns) : TableChangeClause(Span)
{
    internal static ClusterTable Parse(Cursor c, SourceSpan start)
    {
        c.Expect("BY");
        Sequence<string> columns = c.Take("NONE") ? [] : c.Parenthesized(() => c.Name());
        return new ClusterTable(c.From(start), columns);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("CLUSTER BY ");
        if (Columns.Count == 0)
        {
            sql.Raw("NONE");
        }
        else
        {
            sql.Raw("(").List(Columns, c => sql.Name(c)).Raw(")");
        }
    }
}

/// <summary><c>SET TBLPROPERTIES (name = value, …)</c></summary>
public sealed record SetProperties(SourceSpan Span, Sequence<Option> Properties) : TableChangeClause(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw("SET TBLPROPERTIES (").List(Properties, p => sql.Node(p)).Raw(")");
}

/// <summary><c>UNSET TBLPROPERTIES [IF EXISTS] (name, …)</c></summary>
public sealed record UnsetProperties(SourceSpan Span, bool IfExists, Sequence<string> Names) : TableChangeClause(Span)
{
    internal static UnsetProperties Parse(Cursor c, SourceSpan start)
    {
        var ifExists = c.TakeAll("IF", "EXISTS");
        var names = c.Parenthesized(() => c.Kind == Tokens.SqlToken.Text
            ? c.StringValue() : string.Join('.', c.QualifiedName().Parts));
        return new UnsetProperties(c.From(start), ifExists, names);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("UNSET TBLPROPERTIES ").When(IfExists, "IF EXISTS ")
        .Raw("(").List(Names, n => sql.Raw("'" + n.Replace("'", "''", StringComparison.Ordinal) + "'")).Raw(")");
}
