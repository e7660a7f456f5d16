using System.Text;
using System.Text.Json.Nodes;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace LakeSql.Storage.Delta.Checkpoints;

/// <summary>One leaf column of a checkpoint's row group: its values and Parquet's levels.</summary>
internal sealed class CheckpointColumn : IDisposable
{
    private readonly RawColumnData column;
    private readonly DataField field;
    private readonly int[] definitions;
    private readonly int[] repetitions;

    private CheckpointColumn(RawColumnData column, DataField field)
    {
        this.column = column;
        this.field = field;

        // Empty where the schema needs none; asking the column for such levels is an error.
        definitions = field.MaxDefinitionLevel > 0 ? [.. column.DefinitionLevels] : [];
        repetitions = field.MaxRepetitionLevel > 0 ? [.. column.RepetitionLevels] : [];
    }

    /// <summary>How many values it has, counting those that are NULL and those of empty lists.</summary>
    public int SlotCount => definitions.Length > 0 ? definitions.Length : column switch
    {
        RawColumnData<ReadOnlyMemory<char>> c => c.Values.Length,
        RawColumnData<long> c => c.Values.Length,
        RawColumnData<int> c => c.Values.Length,
        RawColumnData<bool> c => c.Values.Length,
        _ => 0,
    };

    public static async Task<CheckpointColumn> ReadAsync(ParquetRowGroupReader group, DataField field) =>
        new(await group.ReadRawColumnDataBaseAsync(field).ConfigureAwait(false), field);

    /// <summary>
    /// Visits the values that are there: their row, their index among them, and their position among all slots.
    /// </summary>
    public void ForEach(Action<int, int, int> visit)
    {
        var slotCount = SlotCount;
        var row = -1;
        var next = 0;
        for (var slot = 0; slot < slotCount; slot++)
        {
            if (repetitions.Length == 0 || repetitions[slot] == 0)
            {
                row++;
            }

            if (definitions.Length == 0 || definitions[slot] == field.MaxDefinitionLevel)
            {
                visit(row, next++, slot);
            }
        }
    }

    /// <summary>
    /// Visits the rows whose list or map is there and holds nothing, which is another thing than absent.
    /// </summary>
    public void ForEachEmpty(int emptyLevel, Action<int> visit)
    {
        var row = -1;
        for (var slot = 0; slot < definitions.Length; slot++)
        {
            row += repetitions[slot] == 0 ? 1 : 0;
            if (definitions[slot] == emptyLevel)
            {
                visit(row);
            }
        }
    }

    /// <summary>The value of an index as a node of JSON.</summary>
    public JsonNode Node(int index) => column switch
    {
        RawColumnData<ReadOnlyMemory<char>> c => JsonValue.Create(c.Values[index].ToString()),
        RawColumnData<bool> c => JsonValue.Create(c.Values[index]),
        RawColumnData<int> c => JsonValue.Create(c.Values[index]),
        _ => JsonValue.Create(Number(index)),
    };

    public long Number(int index) => column switch
    {
        RawColumnData<long> c => c.Values[index],
        RawColumnData<int> c => c.Values[index],
        RawColumnData<DateTime> c => new DateTimeOffset(c.Values[index], TimeSpan.Zero).ToUnixTimeMilliseconds(),
        _ => throw new NotSupportedException($"a checkpoint column of {column.GetType()}"),
    };

    public string Text(int index) => Characters(index).ToString();

    public byte[] Utf8(int index)
    {
        var characters = Characters(index);
        var bytes = new byte[Encoding.UTF8.GetByteCount(characters)];
        Encoding.UTF8.GetBytes(characters, bytes);
        return bytes;
    }

    public void Dispose() => column.Dispose();

    private ReadOnlySpan<char> Characters(int index) => column is RawColumnData<ReadOnlyMemory<char>> texts
        ? texts.Values[index].Span
        : throw new NotSupportedException($"a checkpoint column of {column.GetType()}");
}
