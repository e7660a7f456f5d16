using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>One argument of a call.</summary>
/// <param name="cursor">The tokens.</param>
/// <param name="expressions">Reads values.</param>
/// <param name="hasArrow">
/// True for the functions that take a lambda: there <c>x -&gt; y</c> as a whole argument is one; elsewhere it reads
/// JSON.
/// </param>
internal sealed class ArgumentParser(Cursor cursor, ExpressionParser expressions, bool hasArrow)
{
    /// <summary><c>x</c>, <c>name =&gt; x</c> or <c>name := x</c>.</summary>
    public FunctionArgument Argument()
    {
        string? name = null;
        if (cursor.IsName() && (cursor.IsSymbol("=>", 1) || cursor.IsSymbol(":=", 1)))
        {
            name = cursor.Name();
            cursor.Advance();
        }

        return new FunctionArgument(name, Value());
    }

    /// <summary>A lambda or an expression.</summary>
    public Expression Value() => (Expression?)Lambda() ?? expressions.Expression();

    private Lambda? Lambda()
    {
        var start = cursor.Here;
        Sequence<string> parameters;
        if (cursor.IsWord("LAMBDA") && (cursor.IsName(1) || cursor.IsSymbol("(", 1)) && IsLambda())
        {
            cursor.Advance();
            parameters = cursor.IsSymbol("(") ? cursor.Parenthesized(() => cursor.Name())
                : cursor.List(() => cursor.Name());
            cursor.ExpectSymbol(":");
        }
        else if (hasArrow && cursor.IsName() && cursor.IsSymbol("->", 1))
        {
            parameters = [cursor.Name()];
            cursor.ExpectSymbol("->");
        }
        else if (hasArrow && IsParameterList(0) && cursor.IsSymbol("->", cursor.AfterParenthesis(0)))
        {
            parameters = cursor.Parenthesized(() => cursor.Name());
            cursor.ExpectSymbol("->");
        }
        else
        {
            return null;
        }

        var body = expressions.Expression();
        return new Lambda(cursor.From(start), parameters, body);
    }

    /// <summary><c>lambda (x, y):</c> is one, <c>lambda(x, y)</c> a call.</summary>
    private bool IsLambda() => !cursor.IsSymbol("(", 1)
        || (IsParameterList(1) && cursor.IsSymbol(":", cursor.AfterParenthesis(1)));

    /// <summary><c>(x, y)</c></summary>
    private bool IsParameterList(int ahead)
    {
        if (!cursor.IsSymbol("(", ahead))
        {
            return false;
        }

        ahead++;
        while (cursor.IsName(ahead) && cursor.IsSymbol(",", ahead + 1))
        {
            ahead += 2;
        }

        return cursor.IsName(ahead) && cursor.IsSymbol(")", ahead + 1);
    }
}
