using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using LakeSql.Common.Errors;
using LakeSql.Engine.DuckDb;
using LakeSql.Models;
using LakeSql.Models.Images;
using LakeSql.Planner.Bound;

namespace LakeSql.Engine.Models;

/// <summary>One scalar function of the engine for each version of a model that a statement predicts with.</summary>
/// <remarks>
/// Registered through DuckDB's C API, because the driver can register neither BLOB arguments nor STRUCT results. It is
/// volatile: DuckDB may call a pure function on values that no row holds (whole dictionaries), and a picture there
/// would be decoded for nothing. The network is loaded when the first chunk arrives.
/// </remarks>
internal sealed unsafe class PredictFunction
{
    /// <summary>Begins the name of every such function.</summary>
    public const string NamePrefix = "predict_";

    private static readonly ConcurrentDictionary<nint, PredictFunction> ByKey = new();
    private static int nextKey;

    private readonly Lazy<Predictor> predictor;
    private readonly ModelDescription description;

    public PredictFunction(string directory, ModelDescription description, string device)
    {
        this.description = description;
        predictor = new Lazy<Predictor>(() => Predictor.Load(directory, Devices.Resolve(device), 1));
    }

    /// <summary>
    /// One name for each version and device: a session's setting changes nothing for another session.
    /// </summary>
    public static string NameOf(PinnedModel model, string device) =>
        $"{NamePrefix}{model.Id:N}_{model.Version}_{device.Replace(':', '_')}";

    private bool IsRegression => description.Task == ModelTask.Regression;

    public void Register(DuckDBConnection connection, string name)
    {
        var key = (nint)Interlocked.Increment(ref nextKey);
        ByKey[key] = this;
        var function = DuckDbApi.CreateScalarFunction();
        DuckDbApi.SetName(function, name);
        foreach (var feature in description.Features)
        {
            DuckDbApi.AddParameter(function, feature.Kind switch
            {
                FeatureKind.Image => DuckDbApi.TypeBlob,
                FeatureKind.Numeric => DuckDbApi.TypeDouble,
                _ => DuckDbApi.TypeVarchar,
            });
        }

        DuckDbApi.AddParameter(function, DuckDbApi.TypeBigInt);
        var result = IsRegression ? DuckDbApi.CreateLogicalType(DuckDbApi.TypeDouble) : ClassificationType();
        DuckDbApi.SetReturnType(function, result);
        DuckDbApi.DestroyLogicalType(&result);
        DuckDbApi.SetVolatile(function);
        DuckDbApi.SetSpecialHandling(function);
        DuckDbApi.SetExtra(function, key, 0);
        DuckDbApi.SetFunction(function, &Invoke);
        DuckDbApi.Register(connection, name, function);
    }

    /// <summary><c>STRUCT(label VARCHAR, score DOUBLE, scores MAP(VARCHAR, DOUBLE))</c></summary>
    private static nint ClassificationType()
    {
        var text = DuckDbApi.CreateLogicalType(DuckDbApi.TypeVarchar);
        var number = DuckDbApi.CreateLogicalType(DuckDbApi.TypeDouble);
        var scores = DuckDbApi.CreateMapType(text, number);
        var types = stackalloc nint[] { text, number, scores };
        var names = stackalloc nint[]
        {
            Marshal.StringToCoTaskMemUTF8("label"), Marshal.StringToCoTaskMemUTF8("score"),
            Marshal.StringToCoTaskMemUTF8("scores"),
        };
        var result = DuckDbApi.CreateStructType(types, names, 3);
        for (var i = 0; i < 3; i++)
        {
            Marshal.FreeCoTaskMem(names[i]);
            DuckDbApi.DestroyLogicalType(&types[i]);
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Invoke(nint call, nint input, nint output)
    {
        // An exception must not cross into native code: it would end the process.
        CallingStatement? run = null;
        try
        {
            var function = ByKey[DuckDbApi.GetExtra(call)];
            run = function.RunOf(input);
            function.Fill(input, output, run);
        }
        catch (Exception e)
        {
            if (run is not null)
            {
                run.Failure ??= e as LakeSqlException;
            }

            DuckDbApi.SetError(call, e.Message);
        }
    }

    private CallingStatement? RunOf(nint input)
    {
        var keys = (long*)DuckDbApi.VectorData(DuckDbApi.ChunkVector(input, (ulong)description.Features.Count));
        return DuckDbApi.ChunkSize(input) > 0 ? CallingStatement.Find(keys[0]) : null;
    }

    private void Fill(nint input, nint output, CallingStatement? run)
    {
        var count = (int)DuckDbApi.ChunkSize(input);
        var rows = new object?[count][];
        for (var row = 0; row < count; row++)
        {
            rows[row] = new object?[description.Features.Count];
        }

        for (var column = 0; column < description.Features.Count; column++)
        {
            ReadColumn(DuckDbApi.ChunkVector(input, (ulong)column), description.Features[column].Kind, rows, column);
        }

        var predictions = predictor.Value.Predict(
            rows, run?.PixelsMax ?? ImageDecoder.PixelsMax, run?.Cancellation ?? CancellationToken.None);
        if (IsRegression)
        {
            WriteNumbers(output, predictions);
        }
        else
        {
            WriteClasses(output, predictions);
        }
    }

    private static void ReadColumn(nint vector, FeatureKind kind, object?[][] rows, int column)
    {
        var data = DuckDbApi.VectorData(vector);
        var validity = DuckDbApi.VectorValidity(vector);
        for (var row = 0; row < rows.Length; row++)
        {
            if (!DuckDbApi.IsValid(validity, row))
            {
                continue;
            }

            rows[row][column] = kind switch
            {
                FeatureKind.Numeric => ((double*)data)[row],
                FeatureKind.Image => DuckDbApi.Bytes(data, row).ToArray(),
                _ => System.Text.Encoding.UTF8.GetString(DuckDbApi.Bytes(data, row)),
            };
        }
    }

    private static void WriteNumbers(nint output, Prediction?[] predictions)
    {
        var data = (double*)DuckDbApi.VectorData(output);
        for (var row = 0; row < predictions.Length; row++)
        {
            if (predictions[row]?.Value is { } value)
            {
                data[row] = value;
            }
            else
            {
                DuckDbApi.SetNull(output, row);
            }
        }
    }

    private void WriteClasses(nint output, Prediction?[] predictions)
    {
        var label = DuckDbApi.StructChild(output, 0);
        var scoreVector = DuckDbApi.StructChild(output, 1);
        var score = (double*)DuckDbApi.VectorData(scoreVector);
        var map = DuckDbApi.StructChild(output, 2);
        var classes = description.Classes;
        var entryCount = (ulong)predictions.Count(p => p?.Label is not null) * (ulong)classes.Count;
        DuckDbApi.ListReserve(map, entryCount);
        DuckDbApi.ListSetSize(map, entryCount);
        var entries = DuckDbApi.ListChild(map);
        var keys = DuckDbApi.StructChild(entries, 0);
        var values = (double*)DuckDbApi.VectorData(DuckDbApi.StructChild(entries, 1));
        var lists = (ulong*)DuckDbApi.VectorData(map);
        ulong offset = 0;
        for (var row = 0; row < predictions.Length; row++)
        {
            lists[2 * row] = offset;
            lists[(2 * row) + 1] = 0;
            if (predictions[row] is not { Label: { } name, Scores: { } scores } prediction)
            {
                // The engine takes a field as it lies there, whatever is said of the whole.
                DuckDbApi.SetNull(output, row);
                DuckDbApi.SetNull(label, row);
                DuckDbApi.SetNull(scoreVector, row);
                DuckDbApi.SetNull(map, row);
                continue;
            }

            DuckDbApi.AssignText(label, row, name);
            score[row] = prediction.Score ?? 0;
            for (var i = 0; i < classes.Count; i++)
            {
                DuckDbApi.AssignText(keys, (int)offset + i, classes[i]);
                values[(int)offset + i] = scores[i];
            }

            lists[(2 * row) + 1] = (ulong)classes.Count;
            offset += (ulong)classes.Count;
        }
    }
}
