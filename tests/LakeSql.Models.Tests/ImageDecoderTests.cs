using System.Text.Json;
using LakeSql.Common.Errors;
using LakeSql.Models.Images;
using SkiaSharp;
using Xunit;

namespace LakeSql.Models.Tests;

public sealed class ImageDecoderTests
{
    private static readonly string[] Formats = ["JPEG", "PNG", "GIF", "WEBP", "BMP"];

    /// <summary>
    /// 571 pictures made to hurt decoders: each is decoded or refused by its code, and none does worse.
    /// </summary>
    [Fact]
    public void Hostile_pictures_are_decoded_or_refused()
    {
        var torture = Shared.Data("images", "torture");
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(torture, "manifest.json")));
        var wrong = new List<string>();
        var (decoded, wanted) = (0, 0);
        foreach (var entry in manifest.RootElement.GetProperty("files").EnumerateArray())
        {
            var path = entry.GetProperty("path").GetString()!;
            var bytes = File.ReadAllBytes(Path.Combine(torture, path));
            var mustFail = entry.TryGetProperty("must_fail", out var why) && why.ValueKind == JsonValueKind.String;
            var isGood = !mustFail && entry.GetProperty("pillow").GetString() == "ok"
                && entry.TryGetProperty("format", out var format) && Formats.Contains(format.GetString());
            wanted += isGood ? 1 : 0;
            try
            {
                ImageDecoder.DecodeRgb(bytes, 8, 8, new byte[3 * 8 * 8]);
                decoded += isGood ? 1 : 0;
                var header = ImageDecoder.ReadHeader(bytes);
                if (isGood && header.Width * header.Height != Pixels(entry))
                {
                    wrong.Add($"{path}: {header.Width} × {header.Height}");
                }
            }
            catch (LakeSqlException e) when (e.Code == ErrorCode.ImageInvalid)
            {
                // Refused by its code: an answer.
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{decoded} of {wanted} good pictures decoded");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(decoded >= 0.95 * wanted, $"{decoded} of {wanted} good pictures decoded");
    }

    /// <summary>
    /// A picture of four colours, red, green, blue and white from the top left on, stored as a camera held in each of
    /// eight ways stores it: decoded, it stands as it was seen.
    /// </summary>
    /// <param name="orientation">The EXIF tag.</param>
    /// <param name="stored">The colours as stored, by rows.</param>
    [Theory]
    [InlineData(1, "RGBW")]
    [InlineData(2, "GRWB")]
    [InlineData(3, "WBGR")]
    [InlineData(4, "BWRG")]
    [InlineData(5, "RBGW")]
    [InlineData(6, "GWRB")]
    [InlineData(7, "WGBR")]
    [InlineData(8, "BRWG")]
    public void A_picture_turned_by_its_camera_stands_upright(byte orientation, string stored)
    {
        var pixels = new byte[3 * 4 * 4];
        ImageDecoder.DecodeRgb(WithOrientation(Quarters(stored), orientation), 4, 4, pixels);
        char At(int x, int y) =>
            (pixels[(4 * y) + x] > 128, pixels[16 + (4 * y) + x] > 128, pixels[32 + (4 * y) + x] > 128) switch
        {
            (true, true, true) => 'W', (true, _, _) => 'R', (_, true, _) => 'G', _ => 'B',
        };
        Assert.Equal("RGBW", $"{At(0, 0)}{At(3, 0)}{At(0, 3)}{At(3, 3)}");
    }

    private static byte[] Quarters(string colours)
    {
        using var bitmap = new SKBitmap(64, 64);
        using var canvas = new SKCanvas(bitmap);
        for (var i = 0; i < 4; i++)
        {
            using var paint = new SKPaint
            {
                Color = colours[i] switch { 'R' => SKColors.Red, 'G' => SKColors.Lime, 'B' => SKColors.Blue,
                    _ => SKColors.White },
            };
            canvas.DrawRect(i % 2 * 32, i / 2 * 32, 32, 32, paint);
        }

        canvas.Flush();
        return bitmap.Encode(SKEncodedImageFormat.Jpeg, 95).ToArray();
    }

    /// <summary>An APP1 segment with the one tag, behind the start of the file.</summary>
    private static byte[] WithOrientation(byte[] jpeg, byte orientation) =>
    [
        .. jpeg[..2], 0xff, 0xe1, 0, 34, .. "Exif\0\0MM\0*\0\0\0\b"u8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation,
        0, 0,
        0, 0, 0, 0, .. jpeg[2..],
    ];

    [Fact]
    public void A_picture_that_claims_too_much_is_refused_before_memory_is_taken()
    {
        byte[] png =
        [
            0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0xc3, 0x50, 0,
            0, 0xc3,
            0x50, 8, 2, 0, 0, 0, .. Crc(), 0, 0, 0, 0, 0x49, 0x44, 0x41, 0x54, 0x35, 0xaf, 0x06, 0x1e,
        ];
        var error = Assert.Throws<LakeSqlException>(() => ImageDecoder.DecodeRgb(png, 8, 8, new byte[192]));
        Assert.Equal(ErrorCode.ImageInvalid, error.Code);
        Assert.Contains("50000", error.Message);
    }

    /// <summary>Of the header above.</summary>
    private static byte[] Crc()
    {
        byte[] header = [0x49, 0x48, 0x44, 0x52, 0, 0, 0xc3, 0x50, 0, 0, 0xc3, 0x50, 8, 2, 0, 0, 0];
        var crc = uint.MaxValue;
        foreach (var b in header)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
            }
        }

        crc = ~crc;
        return [(byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc];
    }

    private static long Pixels(JsonElement entry) =>
        (long)entry.GetProperty("width").GetInt32() * entry.GetProperty("height").GetInt32();
}
