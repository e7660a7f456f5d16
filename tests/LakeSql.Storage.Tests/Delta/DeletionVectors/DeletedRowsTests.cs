using CsCheck;
using LakeSql.Storage.Delta.DeletionVectors;
using Xunit;

namespace LakeSql.Storage.Tests.Delta.DeletionVectors;

public sealed class DeletedRowsTests
{
    /// <summary>Dense and thin stretches, and rows beyond what 32 bits hold.</summary>
    private static readonly Gen<long[]> Rows = Gen.OneOf(
        Gen.Long[0, 200_000].Array[0, 300], Gen.Long[0, 70_000].Array[4_000, 9_000],
        Gen.Long[0, 1L << 40].Array[0, 50]);

    [Fact]
    public void Bytes_give_the_rows_again() => Rows.Sample(rows =>
    {
        var deleted = DeletedRows.Of(rows);
        Assert.Equal(rows.Distinct().Order(), DeletedRows.Read(deleted.ToBytes()).Rows);
        Assert.Equal(rows.Distinct().LongCount(), deleted.Count);
    }, iter: 100);

    [Fact]
    public void Union_has_the_rows_of_both() => Gen.Select(Rows, Rows).Sample((a, b) => Assert.Equal(
        a.Union(b).Order(), DeletedRows.Of(a).Union(DeletedRows.Of(b)).Rows), iter: 50);

    [Fact]
    public void Rows_in_any_order_are_marked() =>
        Gen.Select(Rows, Gen.Long[0, 200_000].Array[0, 500]).Sample(CheckMarks, iter: 50);

    private static void CheckMarks(long[] rows, long[] asked)
    {
        var live = new bool[asked.Length];
        DeletedRows.Of(rows).MarkLive(asked, live);
        var set = rows.ToHashSet();
        Assert.Equal(asked.Select(r => !set.Contains(r)), live);
    }

    [Fact]
    public void Runs_are_read()
    {
        // One bitmap with the cookie for runs: rows 10 to 14 and 65535.
        var bytes = Convert.FromHexString(
            "D1D33964" + "0100000000000000" + "00000000"
            + "3B300000" + "01" + "00000500" + "0200" + "0A000400" + "FFFF0000");
        var rows = DeletedRows.Read(bytes);
        Assert.Equal([10, 11, 12, 13, 14, 65535], rows.Rows);
        Assert.False(rows.Contains(15));
        Assert.True(rows.Contains(12));
    }

    [Fact]
    public void Damaged_bytes_are_an_error_and_nothing_else() =>
        Gen.Select(Rows, Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Bool).Sample((rows, place, value, cut) =>
        {
            var bytes = DeletedRows.Of(rows).ToBytes();
            var at = place % bytes.Length;
            bytes[at] = value;
            try
            {
                DeletedRows.Read(cut ? bytes.AsSpan(0, at) : bytes);
            }
            catch (InvalidDataException)
            {
                // What damaged bytes should give, unless they still are a bitmap.
            }
        }, iter: 300);
}
