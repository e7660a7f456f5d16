using SkiaSharp;

namespace LakeSql.Models;

/// <summary>
/// Draws labelled pictures of flowers, so that everything can be tried without data. Colours, size, place, turn,
/// background and noise vary and overlap between the classes: the shape has to be learned.
/// </summary>
public static class FlowerSketches
{
    private static readonly (string Name, int PetalsMin, int PetalsMax, float Roundness, float Center)[] Kinds =
    [
        ("daisy", 12, 17, 0.22f, 0.30f),
        ("rose", 5, 6, 0.95f, 0.12f),
        ("sunflower", 18, 26, 0.16f, 0.52f),
        ("tulip", 3, 3, 0.70f, 0.08f),
        ("violet", 5, 5, 0.48f, 0.16f),
    ];

    /// <summary>Draws pictures, the classes in turn.</summary>
    /// <param name="count">How many, all classes together.</param>
    /// <param name="seed">The same seed draws the same pictures.</param>
    /// <param name="size">Width and height in pixels.</param>
    public static IEnumerable<(string Class, byte[] Png)> Draw(int count, long seed, int size = 96)
    {
        for (var i = 0; i < count; i++)
        {
            var kind = Kinds[i % Kinds.Length];
            var random = new Random(HashCode(seed, i));
            using var bitmap = new SKBitmap(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque);
            using (var canvas = new SKCanvas(bitmap))
            {
                Paint(canvas, kind, random, size);
            }

            Noise(bitmap, random);
            using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            yield return (kind.Name, data.ToArray());
        }
    }

    private static int HashCode(long seed, int index) => unchecked((int)((seed * 1_000_003) ^ (index * 7919L)));

    private static void Paint(
        SKCanvas canvas, (string Name, int PetalsMin, int PetalsMax, float Roundness, float Center) kind, Random random,
        int size)
    {
        float Between(double low, double high) => (float)(low + (random.NextDouble() * (high - low)));
        canvas.Clear(SKColor.FromHsl(Between(70, 230), Between(20, 60), Between(25, 65)));
        using var paint = new SKPaint { IsAntialias = true };
        for (var leaf = 0; leaf < 6; leaf++)
        {
            paint.Color = SKColor.FromHsl(Between(80, 150), Between(30, 70), Between(15, 45));
            canvas.Save();
            canvas.RotateDegrees(Between(0, 360), size / 2f, size / 2f);
            canvas.DrawOval(Between(0, size), Between(0, size), size * Between(0.05, 0.2), size * 0.05f, paint);
            canvas.Restore();
        }

        var radius = size * Between(0.24, 0.44);
        canvas.Translate(size * Between(0.4, 0.6), size * Between(0.4, 0.6));
        canvas.RotateDegrees(Between(0, 360));
        var hue = Between(0, 360);
        var petals = random.Next(kind.PetalsMin, kind.PetalsMax + 1);
        for (var petal = 0; petal < petals; petal++)
        {
            paint.Color = SKColor.FromHsl((hue + Between(-8, 8) + 360) % 360, Between(55, 95), Between(50, 80));
            canvas.Save();
            canvas.RotateDegrees(petal * 360f / petals);
            canvas.DrawOval(radius * 0.55f, 0, radius * 0.45f, radius * 0.45f * kind.Roundness, paint);
            canvas.Restore();
        }

        paint.Color = SKColor.FromHsl(Between(15, 60), Between(50, 90), Between(15, 60));
        canvas.DrawCircle(0, 0, radius * kind.Center, paint);
    }

    /// <summary>Brightens or darkens each pixel; its alpha stays.</summary>
    private static unsafe void Noise(SKBitmap bitmap, Random random)
    {
        var pixels = new Span<byte>((void*)bitmap.GetPixels(), bitmap.ByteCount);
        for (var pixel = 0; pixel < pixels.Length; pixel += 4)
        {
            var shift = random.Next(-18, 19);
            for (var channel = pixel; channel < pixel + 3; channel++)
            {
                pixels[channel] = (byte)Math.Clamp(pixels[channel] + shift, 0, 255);
            }
        }
    }
}
