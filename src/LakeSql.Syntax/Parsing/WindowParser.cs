using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Syntax.Parsing;

/// <summary>Window specifications.</summary>
internal sealed class WindowParser(Cursor cursor, QueryParser queries)
{
    public WindowSpecification Window()
    {
        var start = cursor.Here;
        if (!cursor.IsSymbol("("))
        {
            return new WindowSpecification(start, cursor.Name(), [], [], null, true);
        }

        cursor.Advance();
        var baseName = cursor.IsName() && !cursor.IsWord("PARTITION") && !cursor.IsWord("ROWS")
            && !cursor.IsWord("RANGE") && !cursor.IsWord("GROUPS") ? cursor.Name() : null;
        Sequence<Expression> partitionBy =
            cursor.TakeAll("PARTITION", "BY") ? cursor.List(queries.Expressions.Expression) : [];
        var orderBy = queries.OrderBy();
        var frame = Frame();
        cursor.ExpectSymbol(")");
        return new WindowSpecification(cursor.From(start), baseName, partitionBy, orderBy, frame);
    }

    private WindowFrame? Frame()
    {
        FrameUnit? unit = cursor.Take("ROWS") ? FrameUnit.Rows
            : cursor.Take("RANGE") ? FrameUnit.Range
            : cursor.Take("GROUPS") ? FrameUnit.Groups
            : null;
        if (unit is not { } frameUnit)
        {
            return null;
        }

        FrameBound start;
        FrameBound? end = null;
        if (cursor.Take("BETWEEN"))
        {
            start = Bound();
            cursor.Expect("AND");
            end = Bound();
        }
        else
        {
            start = Bound();
        }

        return new WindowFrame(frameUnit, start, end, Exclusion());
    }

    private FrameBound Bound()
    {
        if (cursor.TakeAll("UNBOUNDED", "PRECEDING"))
        {
            return new FrameBound(FrameBoundKind.UnboundedPreceding, null);
        }

        if (cursor.TakeAll("UNBOUNDED", "FOLLOWING"))
        {
            return new FrameBound(FrameBoundKind.UnboundedFollowing, null);
        }

        if (cursor.TakeAll("CURRENT", "ROW"))
        {
            return new FrameBound(FrameBoundKind.CurrentRow, null);
        }

        var offset = queries.Expressions.Expression();
        return cursor.Take("PRECEDING") ? new FrameBound(FrameBoundKind.Preceding, offset)
            : cursor.Take("FOLLOWING") ? new FrameBound(FrameBoundKind.Following, offset)
            : throw cursor.Unexpected();
    }

    private FrameExclusion Exclusion()
    {
        if (!cursor.Take("EXCLUDE"))
        {
            return FrameExclusion.NoOthers;
        }

        return cursor.TakeAll("CURRENT", "ROW") ? FrameExclusion.CurrentRow
            : cursor.Take("GROUP") ? FrameExclusion.Group
            : cursor.Take("TIES") ? FrameExclusion.Ties
            : cursor.TakeAll("NO", "OTHERS") ? FrameExclusion.NoOthers
            : throw cursor.Unexpected();
    }
}
