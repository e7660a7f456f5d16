using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>
/// <c>query('SELECT …')</c> and <c>query_table('t')</c>, <c>query_table(['a', 'b'], by_name)</c>: queries and names of
/// tables as constants.
/// </summary>
internal static class QueryText
{
    /// <summary>The query that the call stands for; null when it is another function.</summary>
    public static Query? Find(TableFunction function)
    {
        var arguments = function.Arguments.Select(a => a.Value).ToArray();
        return function.Name.Last.ToLowerInvariant() switch
        {
            "query" => Parsed(Text(arguments is [var text] ? text : null, function), function),
            "query_table" => Parsed(Tables(arguments, function), function),
            _ => null,
        };
    }

    private static string Tables(Expression[] arguments, TableFunction function)
    {
        var byName = arguments is [_, Literal { Kind: LiteralKind.Boolean, Text: "true" }] ? " BY NAME" : "";
        return arguments.FirstOrDefault() switch
        {
            ArrayLiteral { Items.Count: > 0 } list => string.Join(
                " UNION ALL" + byName + " ", list.Items.Select(i => "FROM " + Text(i, function))),
            var one => "FROM " + Text(one, function),
        };
    }

    private static string Text(Expression? argument, TableFunction function) => argument switch
    {
        Literal { Kind: LiteralKind.String } text => text.Text,
        ColumnReference name => string.Join('.', name.Parts.Select(Identifier.Quote)),
        _ => throw ErrorCode.InvalidUse.Error($"{function.Name} takes a constant", function.Span),
    };

    private static Query Parsed(string text, TableFunction function)
    {
        try
        {
            return SqlParser.ParseQuery(text.TrimEnd(' ', ';', '\n'));
        }
        catch (LakeSqlException e)
        {
            throw new LakeSqlException(e.Code, e.Message, function.Span, e.Hint, e);
        }
    }
}
