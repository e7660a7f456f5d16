using LakeSql.Storage.Delta.DeletionVectors;
using Xunit;

namespace LakeSql.Storage.Tests.Delta.DeletionVectors;

public sealed class EncodingTests
{
    /// <summary>The test vector of ZeroMQ RFC 32.</summary>
    [Fact]
    public void Base85_is_that_of_its_specification()
    {
        byte[] bytes = [0x86, 0x4F, 0xD2, 0x6F, 0xB5, 0x59, 0xF7, 0x5B];
        Assert.Equal("HelloWorld", Base85.Encode(bytes));
        Assert.Equal(bytes, Base85.Decode("HelloWorld"));
    }

    [Theory]
    [InlineData("Hell")]
    [InlineData("Hell~")]
    [InlineData("#####")]
    [InlineData("HelloWor~d")]
    public void Damaged_Base85_is_an_error(string text) =>
        Assert.Throws<InvalidDataException>(() => Base85.Decode(text));

    /// <summary>Two bytes in the last block: three digits behind a mark for each byte that is missing.</summary>
    [Fact]
    public void The_last_block_may_be_shorter() =>
        Assert.Equal([0x86, 0x4F, 0xD2, 0x6F, 0x03, 0x00], Base85.Decode("Hello##093"));

    /// <summary>The check value that the catalogue of CRC algorithms gives for CRC-32.</summary>
    [Fact]
    public void Checksum_is_that_of_the_standard() => Assert.Equal(0xCBF43926, Checksum.Of("123456789"u8));
}
