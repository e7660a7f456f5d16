using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using LakeSql.Common.Errors;
using LakeSql.Models.Images;

namespace LakeSql.Engine.DuckDb;

/// <summary>
/// The functions of pictures. The renderer puts the statement's key behind the arguments of each: by it they find its
/// limit of pixels and whether it has been cancelled.
/// </summary>
/// <remarks>A picture that is broken or too large gives NULL, so that one of them does not end the statement.</remarks>
internal static unsafe class ImageFunctions
{
    private const string Blur = "image_blur";

    /// <summary>Makes <c>image_blur(image BLOB, radius BIGINT, key BIGINT) → BLOB</c> known to a database.</summary>
    public static void Register(DuckDBConnection connection) => DuckDbApi.Register(
        connection, Blur, [DuckDbApi.TypeBlob, DuckDbApi.TypeBigInt, DuckDbApi.TypeBigInt], DuckDbApi.TypeBlob, &Invoke,
        takesNulls: true);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Invoke(nint call, nint input, nint output)
    {
        // An exception must not cross into native code: it would end the process.
        CallingStatement? statement = null;
        try
        {
            var count = (int)DuckDbApi.ChunkSize(input);
            statement = count == 0 ? null
                : CallingStatement.Find(*(long*)DuckDbApi.VectorData(DuckDbApi.ChunkVector(input, 2)));
            Fill(count, DuckDbApi.ChunkVector(input, 0), DuckDbApi.ChunkVector(input, 1), output, statement);
        }
        catch (Exception e)
        {
            statement?.Failure ??= e as LakeSqlException;
            DuckDbApi.SetError(call, e.Message);
        }
    }

    private static void Fill(int count, nint images, nint radii, nint output, CallingStatement? statement)
    {
        var image = DuckDbApi.VectorData(images);
        var radius = (long*)DuckDbApi.VectorData(radii);
        var hasImage = DuckDbApi.VectorValidity(images);
        var hasRadius = DuckDbApi.VectorValidity(radii);
        for (var row = 0; row < count; row++)
        {
            if (DuckDbApi.IsValid(hasImage, row) && DuckDbApi.IsValid(hasRadius, row)
                && Blurred(DuckDbApi.Bytes(image, row), radius[row], statement) is { } blurred)
            {
                DuckDbApi.AssignBytes(output, row, blurred);
            }
            else
            {
                DuckDbApi.SetNull(output, row);
            }
        }
    }

    private static byte[]? Blurred(ReadOnlySpan<byte> image, long radius, CallingStatement? statement)
    {
        if (radius is < 1 or > ImageBlur.RadiusMax)
        {
            throw ErrorCode.InvalidData.Error($"{Blur} takes a radius from 1 to {ImageBlur.RadiusMax}, not {radius}");
        }

        try
        {
            return ImageBlur.Blur(
                image, (int)radius, statement?.PixelsMax ?? ImageDecoder.PixelsMax,
                statement?.Cancellation ?? CancellationToken.None);
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.ImageInvalid)
        {
            return null;
        }
    }
}
