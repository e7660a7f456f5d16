using LakeSql.Common.Errors;

namespace LakeSql.Syntax.Parsing;

/// <summary>Bounds how deep parsers recurse and how high the trees are that they make.</summary>
internal sealed partial class Cursor
{
    /// <summary>One node below another, in the unit of <see cref="HeightMax"/>.</summary>
    private const int LevelHeight = 10;

    /// <summary>
    /// The highest tree: 200 nodes below each other. What works on trees recurses, and so does the engine; chains such
    /// as <c>x.f().f()</c> make trees as high as they are long, without any brackets.
    /// </summary>
    private const int HeightMax = 200 * LevelHeight;

    /// <summary>Enough for the spelling of the highest tree, which may have more brackets than the text.</summary>
    private const int RecursionMax = 800;

    private int recursion;
    private int height;

    /// <summary>Runs a parser that calls itself, down to a bounded depth.</summary>
    public T Deeper<T>(Func<T> parse)
    {
        var around = Enter();
        var result = parse();
        Leave(around);
        return result;
    }

    /// <summary>As <see cref="Deeper{T}"/>, without a delegate: for what runs once an operand.</summary>
    /// <returns>The height of the trees beside this one, for <see cref="Leave"/>.</returns>
    public int Enter()
    {
        if (++recursion > RecursionMax)
        {
            throw TooDeep();
        }

        Recursion.Check();
        var around = height;
        height = 0;
        return around;
    }

    /// <summary>Ends what <see cref="Enter"/> began. An error ends the whole parse and needs no such end.</summary>
    public void Leave(int around)
    {
        recursion--;
        height = Math.Max(around, height);
    }

    /// <summary>Notes that a node is made whose parts were read since <see cref="Enter"/>.</summary>
    public void Grow(int levels = 1) => GrowBy(levels * LevelHeight);

    /// <summary>Notes one more link of a chain of joins or set operations, which may be long.</summary>
    public void GrowLink() => GrowBy(1);

    private void GrowBy(int units)
    {
        if ((height += units) > HeightMax)
        {
            throw TooDeep();
        }
    }

    private LakeSqlException TooDeep() =>
        ErrorCode.NestedTooDeep.Error("nested too deep", Here, "split it with a CTE");
}
