using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>One argument. Only as a whole argument is <c>x -&gt; y</c> a lambda; elsewhere it reads JSON.</summary>
internal sealed class ArgumentParser(Cursor cursor, QueryParser queries)
{
    /// <summary><c>x</c>, <c>name =&gt; x</c> or <c>name := x</c>, where x may be a lambda.</summary>
    public FunctionArgument Argument()
    {
        string? name = null;
        if (cursor.IsName() && (cursor.IsSymbol("=>", 1) || cursor.IsSymbol(":=", 1)))
        {
            name = cursor.Name();
            cursor.Advance();
        }

        return new FunctionArgument(name, Lambda() ?? queries.Expressions.Expression());
    }

    private Lambda? Lambda()
    {
        var start = cursor.Here;
        Sequence<string> parameters;
        if (cursor.IsWord("LAMBDA") && cursor.IsName(1))
        {
            cursor.Advance();
            parameters = cursor.List(() => cursor.Name());
            cursor.ExpectSymbol(":");
        }
        else if (cursor.IsName() && cursor.IsSymbol("->", 1))
        {
            parameters = [cursor.Name()];
            cursor.ExpectSymbol("->");
        }
        else if (IsParameterList())
        {
            parameters = cursor.Parenthesized(() => cursor.Name());
            cursor.ExpectSymbol("->");
        }
        else
        {
            return null;
        }

        var body = queries.Expressions.Expression();
        return new Lambda(cursor.From(start), parameters, body);
    }

    /// <summary><c>(x, y) -&gt;</c></summary>
    private bool IsParameterList()
    {
        if (!cursor.IsSymbol("(") || !cursor.IsSymbol("->", cursor.AfterParenthesis(0)))
        {
            return false;
        }

        var ahead = 1;
        while (cursor.IsName(ahead) && cursor.IsSymbol(",", ahead + 1))
        {
            ahead += 2;
        }

        return cursor.IsName(ahead) && cursor.IsSymbol(")", ahead + 1);
    }
}
