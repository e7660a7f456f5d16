using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Formatting;
using LakeSql.Syntax.Parsing;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Statements;

/// <summary>
/// <c>CREATE [OR REPLACE] FUNCTION [IF NOT EXISTS] name ([parameter type [DEFAULT value], …])
/// [RETURNS type | RETURNS TABLE [(column type, …)]] [LANGUAGE SQL] [[NOT] DETERMINISTIC] [COMMENT '…']
/// RETURN expression | query</c>
/// </summary>
/// <param name="Span">Its place.</param>
/// <param name="Name">The function.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Returns">
/// The type of its value; null for a table function, and where the type is that of the expression.
/// </param>
/// <param name="Columns">The columns of a table function; none when its query says them.</param>
/// <param name="Body">What it gives: for a value the expression, for a table a subquery.</param>
public sealed record CreateFunction(
    SourceSpan Span, QualifiedName Name, Sequence<ColumnDefinition> Parameters, DataType? Returns,
    Sequence<ColumnDefinition> Columns, Expression Body) : Statement(Span)
{
    /// <summary>RETURNS TABLE: it stands in FROM.</summary>
    public bool IsTable { get; init; }

    /// <summary>OR REPLACE.</summary>
    public bool OrReplace { get; init; }

    /// <summary>IF NOT EXISTS.</summary>
    public bool IfNotExists { get; init; }

    /// <summary>COMMENT.</summary>
    public string? Comment { get; init; }

    internal static Statement Parse(Cursor c)
    {
        var start = c.Here;
        c.Expect("CREATE");
        var orReplace = c.TakeAll("OR", "REPLACE");
        c.Expect("FUNCTION");
        var ifNotExists = Clauses.IfNotExists(c);
        var name = c.QualifiedName();
        var parameters = Definitions(c);
        var isTyped = c.Take("RETURNS");
        var isTable = isTyped && c.Take("TABLE");
        var returns = isTyped && !isTable ? TypeParser.Parse(c, TypeDialect.Table) : null;
        Sequence<ColumnDefinition> columns = isTable && c.IsSymbol("(") ? Definitions(c) : [];
        string? comment = null;
        while (Characteristic(c, ref comment))
        {
        }

        c.Expect("RETURN");
        var body = Returned(c, isTable);
        return new CreateFunction(c.From(start), name, parameters, returns, columns, body)
        {
            IsTable = isTable, OrReplace = orReplace, IfNotExists = ifNotExists, Comment = comment,
        };
    }

    private static Sequence<ColumnDefinition> Definitions(Cursor c)
    {
        if (c.IsSymbol("(") && c.IsSymbol(")", 1))
        {
            c.ExpectSymbol("(");
            c.ExpectSymbol(")");
            return [];
        }

        return c.Parenthesized(() =>
        {
            var column = new ColumnDefinition(c.Name(), TypeParser.Parse(c, TypeDialect.Table));
            column = c.Take("DEFAULT") ? column with { Default = ColumnText.Default(c) } : column;
            return c.Take("COMMENT") ? column with { Comment = c.StringValue() } : column;
        });
    }

    /// <summary>Words that say what is so anyhow, and the comment.</summary>
    private static bool Characteristic(Cursor c, ref string? comment)
    {
        if (c.Take("COMMENT"))
        {
            comment = c.StringValue();
            return true;
        }

        return c.TakeAll("LANGUAGE", "SQL") || c.Take("DETERMINISTIC") || c.TakeAll("NOT", "DETERMINISTIC")
            || c.TakeAll("CONTAINS", "SQL") || c.TakeAll("READS", "SQL", "DATA");
    }

    private static Expression Returned(Cursor c, bool isTable)
    {
        var start = c.Here;
        if (isTable || c.IsWord("SELECT") || c.IsWord("WITH"))
        {
            var query = new QueryParser(c).Query();
            return new ScalarSubquery(c.From(start), query);
        }

        return new QueryParser(c).Expressions.Expression();
    }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql)
    {
        sql.Raw("CREATE ").When(OrReplace, "OR REPLACE ").Raw("FUNCTION ").When(IfNotExists, "IF NOT EXISTS ")
            .Name(Name).Raw("(");
        Write(Parameters, sql);
        sql.Raw(")");
        if (Returns is not null)
        {
            sql.Raw(" RETURNS " + TypeFormatter.Name(Returns, TypeDialect.Table));
        }
        else if (IsTable)
        {
            sql.Raw(" RETURNS TABLE");
            if (Columns.Count > 0)
            {
                sql.Raw(" (");
                Write(Columns, sql);
                sql.Raw(")");
            }
        }

        sql.Comment(Comment).Raw(" RETURN ");
        if (IsTable)
        {
            sql.Node(((ScalarSubquery)Body).Query);
        }
        else
        {
            sql.Node(Body);
        }
    }

    private static void Write(Sequence<ColumnDefinition> columns, SqlWriter sql) =>
        sql.List(columns, c => ColumnText.Write(c, sql));
}
