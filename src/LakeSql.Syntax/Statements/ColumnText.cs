using LakeSql.Common.Types;
using LakeSql.Syntax.Formatting;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary><c>name type [NOT NULL] [DEFAULT value] [GENERATED ALWAYS AS (expression)] [COMMENT '…']</c></summary>
internal static class ColumnText
{
    /// <param name="c">Where.</param>
    /// <param name="keys">Gets the keys that the column is by itself; null where it cannot be one.</param>
    public static ColumnDefinition Parse(Cursor c, List<KeyConstraint>? keys = null)
    {
        var name = c.Name();
        var column = new ColumnDefinition(name, TypeParser.Parse(c, TypeDialect.Table));
        while (true)
        {
            if (c.TakeAll("NOT", "NULL"))
            {
                column = column with { Nullable = false };
            }
            else if (c.Take("COMMENT"))
            {
                column = column with { Comment = c.StringValue() };
            }
            else if (c.Take("DEFAULT"))
            {
                column = column with { Default = Default(c) };
            }
            else if (c.TakeAll("GENERATED", "ALWAYS", "AS"))
            {
                column = column with { Generated = Parenthesized(c) };
            }
            else if (keys is not null && (KeyConstraint.IsNext(c) || c.IsWord("REFERENCES")))
            {
                keys.Add(KeyConstraint.OfColumn(c, name));
            }
            else
            {
                return column;
            }
        }
    }

    /// <summary>The SQL of a default: no operators, as <c>1 NOT NULL</c> would be one.</summary>
    public static string Default(Cursor c)
    {
        var sql = new QueryParser(c).Expressions.Signed().ToSql();
        return SqlParser.IsOperand(sql) ? sql : $"({sql})";
    }

    /// <summary>The SQL of an expression in parentheses.</summary>
    public static string Parenthesized(Cursor c)
    {
        c.ExpectSymbol("(");
        var sql = new QueryParser(c).Expressions.Expression().ToSql();
        c.ExpectSymbol(")");
        return sql;
    }

    public static void Write(ColumnDefinition column, SqlWriter sql)
    {
        sql.Name(column.Name).Raw(" " + TypeFormatter.Name(column.Type, TypeDialect.Table))
            .When(!column.Nullable, " NOT NULL");
        if (column.Default is not null)
        {
            sql.Raw(" DEFAULT ");
            WriteExpression(column.Default, sql);
        }

        if (column.Generated is not null)
        {
            sql.Raw(" GENERATED ALWAYS AS (");
            WriteExpression(column.Generated, sql);
            sql.Raw(")");
        }

        sql.Comment(column.Comment);
    }

    /// <summary>An expression that is kept as its SQL, from which constants are taken out where they must be.</summary>
    public static void WriteExpression(string text, SqlWriter sql) =>
        sql.Raw(sql.Redacted ? SqlParser.ParseExpression(text).ToSql(redacted: true) : text);
}

/// <summary><c>CONSTRAINT name CHECK (condition)</c></summary>
/// <param name="Name">The constraint's name.</param>
/// <param name="Condition">Its SQL.</param>
public sealed record CheckConstraint(string Name, string Condition)
{
    internal static CheckConstraint Parse(Cursor c)
    {
        c.Expect("CONSTRAINT");
        var name = c.Name();
        c.Expect("CHECK");
        return new CheckConstraint(name, ColumnText.Parenthesized(c));
    }

    internal void WriteTo(SqlWriter sql)
    {
        sql.Raw("CONSTRAINT ").Name(Name).Raw(" CHECK (");
        ColumnText.WriteExpression(Condition, sql);
        sql.Raw(")");
    }
}
