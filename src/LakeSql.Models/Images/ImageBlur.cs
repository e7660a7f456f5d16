using LakeSql.Common.Errors;
using SkiaSharp;

namespace LakeSql.Models.Images;

/// <summary>
/// <c>image_blur(image, radius)</c>: a picture in which what is smaller than the radius cannot be told.
/// </summary>
public static class ImageBlur
{
    /// <summary>The largest radius, in pixels; more would take long and show nothing else.</summary>
    public const int RadiusMax = 500;

    private const int JpegQuality = 90;

    /// <summary>Blurs up to twice this are of the picture in its own size.</summary>
    private const int RadiusFull = 4;

    /// <summary>
    /// Decodes a picture, turns it upright and blurs it by a Gauss filter. What else stood in the file, such as the
    /// place where it was taken or a small copy of it, is not in the result.
    /// </summary>
    /// <param name="encoded">A JPEG, PNG, GIF, WebP or BMP file; of several pictures the first.</param>
    /// <param name="radius">The filter's standard deviation in pixels, from 1 to <see cref="RadiusMax"/>.</param>
    /// <param name="cancellationToken">Looked at between the steps.</param>
    /// <param name="pixelsMax">Larger pictures are refused, and those above the decoder's own limit.</param>
    /// <returns>A JPEG file for a JPEG file, and a PNG file for others.</returns>
    /// <exception cref="LakeSqlException">LSQ5001 when the picture is broken, cut short or too large.</exception>
    public static byte[] Blur(
        ReadOnlySpan<byte> encoded, int radius, long pixelsMax, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(radius, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(radius, RadiusMax);
        cancellationToken.ThrowIfCancellationRequested();
        using var blurred = ImageDecoder.Decode(encoded, pixelsMax, out var format);
        cancellationToken.ThrowIfCancellationRequested();
        Blur(blurred, radius);
        cancellationToken.ThrowIfCancellationRequested();
        using var data = blurred.Encode(
            format == SKEncodedImageFormat.Jpeg ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png, JpegQuality);
        return data.ToArray();
    }

    /// <summary>
    /// A wide blur is one of a smaller picture, scaled up again: nobody sees the difference, and it takes a part of the
    /// time and the memory.
    /// </summary>
    private static void Blur(SKBitmap picture, int radius)
    {
        var factor = Math.Max(1, radius / RadiusFull);
        using var small = new SKBitmap(picture.Info.WithSize(
            Math.Max(1, picture.Width / factor), Math.Max(1, picture.Height / factor)));
        picture.ScalePixels(small, SKFilterQuality.Medium);
        using var image = SKImage.FromBitmap(small);
        using var filter = SKImageFilter.CreateBlur(
            (float)radius / factor, (float)radius / factor, SKShaderTileMode.Clamp);
        using var blurred = new SKBitmap(small.Info);
        using (var onto = new SKCanvas(blurred))
        using (var paint = new SKPaint { ImageFilter = filter, BlendMode = SKBlendMode.Src })
        {
            onto.DrawImage(image, 0, 0, paint);
        }

        blurred.ScalePixels(picture, SKFilterQuality.Medium);
    }
}
