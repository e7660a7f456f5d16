using System.Buffers.Binary;
using System.Text.Json.Nodes;
using LakeSql.Common.Errors;
using static TorchSharp.torch;

namespace LakeSql.Models.Torch;

/// <summary>
/// The safetensors format: a length of 8 bytes, a JSON header of types, shapes and offsets, then the values.
/// No code is in such a file, unlike in a pickle.
/// </summary>
internal static class SafeTensors
{
    private const int HeaderMax = 100_000_000;

    public static byte[] Write(IReadOnlyDictionary<string, Tensor> tensors)
    {
        var header = new JsonObject();
        long offset = 0;
        var ordered = tensors.OrderBy(t => t.Key, StringComparer.Ordinal).ToArray();
        foreach (var (name, tensor) in ordered)
        {
            var length = tensor.NumberOfElements * tensor.ElementSize;
            header[name] = new JsonObject
            {
                ["dtype"] = TypeName(tensor.dtype),
                ["shape"] = new JsonArray([.. tensor.shape.Select(s => (JsonNode)JsonValue.Create(s)!)]),
                ["data_offsets"] = new JsonArray(offset, offset + length),
            };
            offset += length;
        }

        var json = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        var file = new byte[8 + json.Length + offset];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        var at = 8 + json.Length;
        foreach (var (_, tensor) in ordered)
        {
            using var plain = tensor.cpu().contiguous();
            plain.bytes.CopyTo(file.AsSpan(at));
            at += plain.bytes.Length;
        }

        return file;
    }

    /// <summary>Every offset is checked against the file before a value is read.</summary>
    public static Dictionary<string, Tensor> Read(byte[] file)
    {
        if (file.Length < 8 || BinaryPrimitives.ReadInt64LittleEndian(file) is var length && (length < 2
            || length > Math.Min(HeaderMax, file.Length - 8)))
        {
            throw Damaged("its header is cut short");
        }

        var headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        var tensors = new Dictionary<string, Tensor>();
        try
        {
            var header = JsonNode.Parse(file.AsSpan(8, headerLength))!.AsObject();
            foreach (var (name, entry) in header.Where(e => e.Key != "__metadata__"))
            {
                tensors[name] = ReadOne(file, 8 + headerLength, name, entry!.AsObject());
            }
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or FormatException)
        {
            throw Damaged("its header is not readable");
        }

        return tensors;
    }

    private static Tensor ReadOne(byte[] file, int start, string name, JsonObject entry)
    {
        var shape = entry["shape"]!.AsArray().Select(s => s!.GetValue<long>()).ToArray();
        var from = entry["data_offsets"]![0]!.GetValue<long>();
        var to = entry["data_offsets"]![1]!.GetValue<long>();
        var type = entry["dtype"]!.GetValue<string>() switch
        {
            "F32" => ScalarType.Float32,
            "I64" => ScalarType.Int64,
            var other => throw Damaged($"tensor {name} is of type {other}"),
        };
        var size = type == ScalarType.Float32 ? 4 : 8;
        var count = shape.Aggregate(1L, (a, b) => b < 0 ? throw Damaged($"tensor {name} has no size") : checked(a * b));
        if (from < 0 || to < from || to > file.Length - start || to - from != count * size)
        {
            throw Damaged($"tensor {name} lies outside of it");
        }

        var tensor = empty(shape, type);
        file.AsSpan(start + (int)from, (int)(to - from)).CopyTo(tensor.bytes);
        return tensor;
    }

    private static string TypeName(ScalarType type) => type switch
    {
        ScalarType.Float32 => "F32",
        ScalarType.Int64 => "I64",
        _ => throw ErrorCode.Internal.Error($"weights of type {type}"),
    };

    private static LakeSqlException Damaged(string what) =>
        ErrorCode.ModelFileInvalid.Error($"the weights file is damaged: {what}");
}
