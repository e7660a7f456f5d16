using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>WITH: common table expressions.</summary>
internal sealed class WithParser(Cursor cursor, QueryParser queries)
{
    public With With()
    {
        var start = cursor.Here;
        cursor.Expect("WITH");
        var recursive = cursor.IsName(1) && cursor.Take("RECURSIVE");
        var tables = cursor.List(Table);
        return new With(cursor.From(start), recursive, tables);
    }

    private CommonTableExpression Table()
    {
        var start = cursor.Here;
        var name = cursor.Name();
        Sequence<string> columns = cursor.IsSymbol("(") ? cursor.Parenthesized(() => cursor.Name()) : [];
        Sequence<string> key = cursor.TakeAll("USING", "KEY") ? cursor.Parenthesized(() => cursor.Name()) : [];
        cursor.Expect("AS");
        bool? materialized = cursor.TakeAll("NOT", "MATERIALIZED") ? false
            : cursor.Take("MATERIALIZED") ? true
            : null;
        cursor.ExpectSymbol("(");
        var query = cursor.Deeper(() =>
        {
            var inner = queries.Query();
            cursor.Grow();
            return inner;
        });
        cursor.ExpectSymbol(")");
        return new CommonTableExpression(cursor.From(start), name, columns, materialized, query) { Key = key };
    }
}
