using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LakeSql.Common.Names;
using LakeSql.Storage.Delta.Schema;

namespace LakeSql.Storage.Delta.Log;

/// <summary>The actions of the log as JSON, and back: one method each way for every action.</summary>
internal static class LogActions
{
    private static readonly string EngineVersion =
        "LakeSql/" + (typeof(LogActions).Assembly.GetName().Version?.ToString(3) ?? "0");

    public static JsonObject Add(DataFile file, bool dataChange)
    {
        var node = new JsonObject
        {
            ["path"] = file.LogPath ?? DataPath.Encode(file.Path),
            ["partitionValues"] = PartitionValues(file),
            ["size"] = file.Size,
            ["modificationTime"] = file.ModificationTime.ToUnixTimeMilliseconds(),
            ["dataChange"] = dataChange,
        };
        if (file.Statistics is not null)
        {
            node["stats"] = file.Statistics;
        }

        if (file.Tags is not null)
        {
            node["tags"] = file.Tags.DeepClone();
        }

        AddVectorAndRows(node, file);
        if (file.ClusteringProvider is not null)
        {
            node["clusteringProvider"] = file.ClusteringProvider;
        }

        return node;
    }

    /// <summary>A file that tells what happened to rows; its own coming is no change of the table.</summary>
    public static JsonObject ChangeData(DataFile file) => new()
    {
        ["path"] = DataPath.Encode(file.Path),
        ["partitionValues"] = PartitionValues(file),
        ["size"] = file.Size,
        ["dataChange"] = false,
    };

    /// <summary>Source: the Delta protocol, "Transaction Identifiers".</summary>
    public static JsonObject Transaction(string name, DateTimeOffset now) => new()
    {
        ["appId"] = name,
        ["version"] = 1,
        ["lastUpdated"] = now.ToUnixTimeMilliseconds(),
    };

    /// <summary>A domain that is set, or taken away by a null.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="configuration">What it says from now on.</param>
    /// <param name="before">What it has said; a removal repeats that.</param>
    public static JsonObject Domain(string name, string? configuration, string? before) => new()
    {
        ["domain"] = name,
        ["configuration"] = configuration ?? before ?? "",
        ["removed"] = configuration is null,
    };

    public static JsonObject Remove(DataFile file, bool dataChange, DateTimeOffset now)
    {
        var node = new JsonObject
        {
            ["path"] = file.LogPath ?? DataPath.Encode(file.Path),
            ["deletionTimestamp"] = now.ToUnixTimeMilliseconds(),
            ["dataChange"] = dataChange,
            ["extendedFileMetadata"] = true,
            ["partitionValues"] = PartitionValues(file),
            ["size"] = file.Size,
        };
        AddVectorAndRows(node, file);
        return node;
    }

    private static void AddVectorAndRows(JsonObject node, DataFile file)
    {
        if (file.DeletionVector is not null)
        {
            node["deletionVector"] = Vector(file.DeletionVector);
        }

        if (file.BaseRowId is { } first)
        {
            node["baseRowId"] = first;
        }

        if (file.RowCommitVersion is { } version)
        {
            node["defaultRowCommitVersion"] = version;
        }
    }

    public static DataFile File(JsonObject add)
    {
        // A copy of the tags, since the original holds on to the whole action.
        var file = File(
            add.Text("path") ?? throw new JsonException("an add action without a path"), PartitionValues(add),
            add.Long("size") ?? 0, add.Long("modificationTime") ?? 0,
            add.Text("stats") is { } stats ? Encoding.UTF8.GetBytes(stats) : null,
            add["tags"] is JsonObject { Count: > 0 } tags ? (JsonObject)tags.DeepClone() : null) with
        {
            BaseRowId = add.Long("baseRowId"), RowCommitVersion = add.Long("defaultRowCommitVersion"),
            ClusteringProvider = add.Text("clusteringProvider"),
        };
        return Vector(add) is { } vector ? file with { DeletionVector = vector } : file;
    }

    /// <summary>The file that an <c>add</c> with these members speaks of.</summary>
    public static DataFile File(
        string logPath, IReadOnlyDictionary<string, string?> partitionValues, long size, long modificationTime,
        byte[]? statistics, JsonObject? tags) => new(
            DataPath.Decode(logPath), partitionValues,
            size >= 0 ? size : throw new JsonException($"an add action of a file of {size} bytes"),
            DateTimeOffset.FromUnixTimeMilliseconds(modificationTime), null)
        {
            StatisticsUtf8 = Statistics(statistics), LogPath = logPath, Tags = tags,
        };

    /// <summary>The key of the file that an <c>add</c> or <c>remove</c> speaks of.</summary>
    public static string KeyOf(JsonObject fileAction)
    {
        var path = DataPath.Decode(fileAction.Text("path") ?? throw new JsonException("a file action without a path"));
        return Vector(fileAction) is { } vector ? path + "\0" + vector.UniqueId : path;
    }

    public static JsonObject Metadata(TableMetadata metadata, DateTimeOffset now)
    {
        var node = new JsonObject { ["id"] = metadata.Id };
        if (metadata.Name is not null)
        {
            node["name"] = metadata.Name;
        }

        if (metadata.Description is not null)
        {
            node["description"] = metadata.Description;
        }

        node["format"] = new JsonObject { ["provider"] = "parquet", ["options"] = new JsonObject() };
        node["schemaString"] = metadata.Schema.ToJson();
        node["partitionColumns"] = new JsonArray([.. metadata.PartitionColumns.Select(c => (JsonNode)c)]);
        node["configuration"] = LogJson.Object(metadata.Properties);
        node["createdTime"] = (metadata.CreatedTime ?? now).ToUnixTimeMilliseconds();
        return node;
    }

    public static TableMetadata Metadata(JsonObject node) => new(
        node.Text("id") ?? "",
        TableSchema.Parse(
            node.Text("schemaString") ?? throw new JsonException("a metaData action without a schema")),
        node.List("partitionColumns").ToSequence(), node.Texts("configuration"), node.Text("description"))
    {
        Name = node.Text("name"),
        CreatedTime = node.Instant("createdTime"),
    };

    public static JsonObject Protocol(Protocol protocol)
    {
        var node = new JsonObject
        {
            ["minReaderVersion"] = protocol.MinReaderVersion,
            ["minWriterVersion"] = protocol.MinWriterVersion,
        };
        if (protocol.MinReaderVersion >= 3)
        {
            node["readerFeatures"] = new JsonArray([.. protocol.ReaderFeatures.Select(f => (JsonNode)f)]);
        }

        if (protocol.MinWriterVersion >= 7)
        {
            node["writerFeatures"] = new JsonArray([.. protocol.WriterFeatures.Select(f => (JsonNode)f)]);
        }

        return node;
    }

    public static Protocol Protocol(JsonObject node)
    {
        var reader = node.Int("minReaderVersion")
            ?? throw new JsonException("a protocol action without a reader version");
        var writer = node.Int("minWriterVersion")
            ?? throw new JsonException("a protocol action without a writer version");

        // A list that is missing where the version says that it counts hides what it would have named.
        return (reader == 3 && node["readerFeatures"] is null)
            || (reader <= 3 && writer == 7 && node["writerFeatures"] is null)
            ? throw new JsonException("a protocol action without its lists of features")
            : new Protocol(
                reader, writer, node.List("readerFeatures").ToSequence(), node.List("writerFeatures").ToSequence());
    }

    /// <param name="description">What the commit says of itself.</param>
    /// <param name="now">The time.</param>
    /// <param name="recorded">When it counts as made, where commits say so themselves.</param>
    /// <param name="readVersion">The version that was read; null for a new table.</param>
    /// <param name="isBlindAppend">True when nothing was read.</param>
    public static JsonObject CommitInfo(
        CommitDescription description, DateTimeOffset now, DateTimeOffset? recorded, long? readVersion,
        bool isBlindAppend, string isolation)
    {
        var node = new JsonObject { ["timestamp"] = now.ToUnixTimeMilliseconds() };
        if (recorded is { } instant)
        {
            node["inCommitTimestamp"] = instant.ToUnixTimeMilliseconds();
        }

        if (description.UserName is not null)
        {
            node["userName"] = description.UserName;
        }

        node["operation"] = description.Operation;
        node["operationParameters"] = LogJson.Object(description.OperationParameters);
        if (readVersion is not null)
        {
            node["readVersion"] = readVersion.Value;
        }

        node["isolationLevel"] = isolation;
        node["isBlindAppend"] = isBlindAppend;
        node["operationMetrics"] = LogJson.Object(description.OperationMetrics);
        node["engineInfo"] = EngineVersion;
        node["txnId"] = Guid.NewGuid().ToString();
        node["lakesql"] = LogJson.Object(description.LakeSql);
        return node;
    }

    public static HistoryEntry History(long version, DateTimeOffset timestamp, JsonObject commitInfo) => new(
        version, timestamp, commitInfo.Text("userName"), commitInfo.Text("operation") ?? "UNKNOWN",
        commitInfo.Texts("operationParameters"), commitInfo.Texts("operationMetrics"),
        commitInfo.Long("readVersion"), commitInfo.Texts("lakesql"));

    private static JsonObject PartitionValues(DataFile file)
    {
        var values = new JsonObject();
        foreach (var (name, value) in file.PartitionValues)
        {
            values[name] = value;
        }

        return values;
    }

    private static Dictionary<string, string?> PartitionValues(JsonObject add)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (add.Member("partitionValues") is { } entries)
        {
            foreach (var (name, _) in entries)
            {
                // The protocol says that an empty text is NULL, for any type.
                values[name] = entries.Text(name) is { Length: > 0 } value ? value : null;
            }
        }

        return values;
    }

    private static byte[]? Statistics(byte[]? stats)
    {
        try
        {
            // Some writers encode the JSON twice.
            return stats is [(byte)'"', ..]
                ? Encoding.UTF8.GetBytes(JsonSerializer.Deserialize<string>(stats)!) : stats;
        }
        catch (JsonException)
        {
            // Nobody needs statistics to read the rows.
            return null;
        }
    }

    private static JsonObject Vector(DeletionVectorDescriptor vector)
    {
        var node = new JsonObject
        {
            ["storageType"] = vector.StorageType,
            ["pathOrInlineDv"] = vector.PathOrInlineDv,
            ["sizeInBytes"] = vector.SizeInBytes,
            ["cardinality"] = vector.Cardinality,
        };
        if (vector.Offset is not null)
        {
            node["offset"] = vector.Offset.Value;
        }

        return node;
    }

    private static DeletionVectorDescriptor? Vector(JsonObject fileAction) =>
        fileAction.Member("deletionVector") is { } vector
            ? new DeletionVectorDescriptor(
                vector.Text("storageType") ?? "", vector.Text("pathOrInlineDv") ?? "", vector.Int("offset"),
                vector.Int("sizeInBytes") ?? 0, vector.Long("cardinality") ?? 0)
            : null;
}
