using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Formatting;
using LakeSql.Syntax.Parsing;

namespace LakeSql.Syntax.Statements;

/// <summary>What ALTER COLUMN changes.</summary>
public enum ColumnChange
{
    /// <summary><c>TYPE type</c></summary>
    Type,

    /// <summary><c>SET NOT NULL</c></summary>
    SetNotNull,

    /// <summary><c>DROP NOT NULL</c></summary>
    DropNotNull,

    /// <summary><c>SET DEFAULT value</c></summary>
    SetDefault,

    /// <summary><c>DROP DEFAULT</c></summary>
    DropDefault,

    /// <summary><c>COMMENT '…'</c></summary>
    Comment,

    /// <summary><c>FIRST</c></summary>
    First,

    /// <summary><c>AFTER name</c></summary>
    After,

    /// <summary><c>SYNC IDENTITY</c></summary>
    SyncIdentity,
}

/// <summary><c>ALTER COLUMN name change</c></summary>
/// <param name="Span">Its place.</param>
/// <param name="Column">The column.</param>
/// <param name="Change">What is changed.</param>
/// <param name="NewType">For a change of the type.</param>
/// <param name="Text">The default's SQL, the comment, or the column that it is put behind.</param>
public sealed record AlterColumn(
    SourceSpan Span, QualifiedName Column, ColumnChange Change, DataType? NewType, PlacedText? Text)
    : TableChangeClause(Span)
{
    internal static TableChangeClause Parse(Cursor c, SourceSpan start)
    {
        c.Take("COLUMN");
        var column = c.QualifiedName();
        if (column.Parts is [var name])
        {
            if (c.TakeAll("SET", "MASK"))
            {
                return new SetMask(start, name, PolicyFunction.Mask(c)) { Span = c.From(start) };
            }

            if (c.TakeAll("DROP", "MASK"))
            {
                return new SetMask(c.From(start), name, null);
            }
        }

        var (change, type, text) = What(c);
        return new AlterColumn(c.From(start), column, change, type, text);
    }

    private static (ColumnChange Change, DataType? Type, PlacedText? Text) What(Cursor c)
    {
        if (c.Take("TYPE"))
        {
            return (ColumnChange.Type, TypeParser.Parse(c, TypeDialect.Table), null);
        }

        if (c.Take("COMMENT"))
        {
            return (ColumnChange.Comment, null, c.StringValue());
        }

        if (c.Take("SYNC"))
        {
            c.Expect("IDENTITY");
            return (ColumnChange.SyncIdentity, null, null);
        }

        if (c.Take("FIRST"))
        {
            return (ColumnChange.First, null, null);
        }

        if (c.Take("AFTER"))
        {
            return (ColumnChange.After, null, c.Name());
        }

        var isSet = c.Take("SET");
        if (!isSet)
        {
            c.Expect("DROP");
        }

        if (c.Take("DEFAULT"))
        {
            return isSet
                ? (ColumnChange.SetDefault, null, ColumnText.Default(c)) : (ColumnChange.DropDefault, null, null);
        }

        c.Expect("NOT");
        c.Expect("NULL");
        return (isSet ? ColumnChange.SetNotNull : ColumnChange.DropNotNull, null, null);
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("ALTER COLUMN ").Name(Column);
        switch (Change)
        {
            case ColumnChange.Type: sql.Raw(" TYPE " + TypeFormatter.Name(NewType!, TypeDialect.Table)); break;
            case ColumnChange.SetNotNull: sql.Raw(" SET NOT NULL"); break;
            case ColumnChange.DropNotNull: sql.Raw(" DROP NOT NULL"); break;
            case ColumnChange.SetDefault:
                sql.Raw(" SET DEFAULT ");
                ColumnText.WriteExpression(Text!, sql);
                break;
            case ColumnChange.DropDefault: sql.Raw(" DROP DEFAULT"); break;
            case ColumnChange.SyncIdentity: sql.Raw(" SYNC IDENTITY"); break;
            case ColumnChange.First: sql.Raw(" FIRST"); break;
            case ColumnChange.After: sql.Raw(" AFTER ").Name(Text!); break;
            default: sql.Raw(" COMMENT ").Text(Text!); break;
        }
    }
}
