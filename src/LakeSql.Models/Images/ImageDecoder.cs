using LakeSql.Common.Errors;
using SkiaSharp;

namespace LakeSql.Models.Images;

/// <summary>What a picture's header says.</summary>
public sealed record ImageHeader(int Width, int Height, string Format);

/// <summary>Encoded pictures to pixels. The size is checked before memory for pixels is taken.</summary>
public static class ImageDecoder
{
    /// <summary>Larger pictures are refused: a file of a few kilobytes can claim any size.</summary>
    public const long PixelsMax = 100_000_000;

    /// <summary>Reads the header alone.</summary>
    /// <exception cref="LakeSqlException">LSQ5001 when the bytes are no picture.</exception>
    public static ImageHeader ReadHeader(ReadOnlySpan<byte> encoded)
    {
        using var data = SKData.CreateCopy(encoded);
        using var codec = Open(data, PixelsMax);
        return new ImageHeader(codec.Info.Width, codec.Info.Height, codec.EncodedFormat.ToString().ToUpperInvariant());
    }

    /// <summary>Decodes a picture, turns it as its EXIF orientation says, and scales it.</summary>
    /// <param name="encoded">A JPEG, PNG, GIF, WebP or BMP file.</param>
    /// <param name="width">Width wanted.</param>
    /// <param name="height">Height wanted.</param>
    /// <param name="destination">3 × height × width bytes: all red values, then green, then blue.</param>
    /// <param name="pixelsMax">Larger pictures are refused, and those above <see cref="PixelsMax"/>.</param>
    /// <exception cref="LakeSqlException">LSQ5001 when the picture is broken, cut short or too large.</exception>
    public static void DecodeRgb(
        ReadOnlySpan<byte> encoded, int width, int height, Span<byte> destination, long pixelsMax = PixelsMax)
    {
        using var data = SKData.CreateCopy(encoded);
        using var codec = Open(data, Math.Min(pixelsMax, PixelsMax));
        using var full = Decode(codec, width, height);
        using var upright = Upright(full, codec.EncodedOrigin);
        using var scaled = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        if (!(upright ?? full).ScalePixels(scaled, SKFilterQuality.Medium))
        {
            throw ErrorCode.ImageInvalid.Error("the picture cannot be scaled");
        }

        var pixels = scaled.GetPixelSpan();
        var plane = width * height;
        for (var i = 0; i < plane; i++)
        {
            destination[i] = pixels[4 * i];
            destination[plane + i] = pixels[(4 * i) + 1];
            destination[(2 * plane) + i] = pixels[(4 * i) + 2];
        }
    }

    /// <summary>Decodes a picture at its own size and turns it as its EXIF orientation says.</summary>
    /// <exception cref="LakeSqlException">LSQ5001 when the picture is broken, cut short or too large.</exception>
    internal static SKBitmap Decode(ReadOnlySpan<byte> encoded, long pixelsMax, out SKEncodedImageFormat format)
    {
        using var data = SKData.CreateCopy(encoded);
        using var codec = Open(data, Math.Min(pixelsMax, PixelsMax));
        format = codec.EncodedFormat;
        var full = Decode(codec, codec.Info.Width, codec.Info.Height);
        if (Upright(full, codec.EncodedOrigin) is not { } upright)
        {
            return full;
        }

        full.Dispose();
        return upright;
    }

    private static SKCodec Open(SKData data, long pixelsMax)
    {
        var codec = SKCodec.Create(data) ?? throw ErrorCode.ImageInvalid.Error("the bytes are not a picture");
        if ((long)codec.Info.Width * codec.Info.Height > pixelsMax)
        {
            var message = $"the picture has {codec.Info.Width} × {codec.Info.Height} pixels, "
                + $"at most {pixelsMax} are read";
            codec.Dispose();
            throw ErrorCode.ImageInvalid.Error(message);
        }

        return codec;
    }

    /// <summary>Decodes at the smallest size the format offers that is not below the wanted one.</summary>
    private static SKBitmap Decode(SKCodec codec, int width, int height)
    {
        var scale = Math.Max((float)width / codec.Info.Width, (float)height / codec.Info.Height);
        var size = scale < 1 ? codec.GetScaledDimensions(scale) : codec.Info.Size;
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
        {
            bitmap.Dispose();
            throw ErrorCode.ImageInvalid.Error(
                result == SKCodecResult.IncompleteInput ? "the picture is cut short"
                    : $"the picture is broken ({result})");
        }

        return bitmap;
    }

    /// <summary>The picture turned upright, or null when it is already.</summary>
    private static SKBitmap? Upright(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default)
        {
            return null;
        }

        var swapped = origin >= SKEncodedOrigin.LeftTop;
        var (w, h) = (bitmap.Width, bitmap.Height);
        var turned = new SKBitmap(swapped ? h : w, swapped ? w : h, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var canvas = new SKCanvas(turned);
        canvas.SetMatrix(origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
            _ => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
        });
        canvas.DrawBitmap(bitmap, 0, 0);
        return turned;
    }
}
