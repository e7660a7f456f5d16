using Parquet.Schema;

namespace LakeSql.Storage.Delta.Checkpoints;

/// <summary>
/// The columns of checkpoints in Parquet. All are optional, because a row holds just one kind of action.
/// </summary>
internal static class CheckpointSchema
{
    /// <summary>The columns of a sidecar, which holds files that came and went.</summary>
    public static ParquetSchema OfFiles() => new(Add(), Remove());

    /// <summary>
    /// The columns of a checkpoint in one file. A new schema each time: fields remember the one they were put into.
    /// </summary>
    public static ParquetSchema OfAll() => new(
        new StructField("txn", Text("appId"), Long("version"), Long("lastUpdated")),
        new StructField("domainMetadata", Text("domain"), Text("configuration"), Boolean("removed")),
        Add(),
        Remove(),
        new StructField(
            "metaData", Text("id"), Text("name"), Text("description"),
            new StructField("format", Text("provider"), Map("options")), Text("schemaString"), List("partitionColumns"),
            Map("configuration"), Long("createdTime")),
        new StructField(
            "protocol", Int("minReaderVersion"), Int("minWriterVersion"), List("readerFeatures"),
            List("writerFeatures")));

    private static StructField Add() => new(
        "add", Text("path"), Map("partitionValues"), Long("size"), Long("modificationTime"), Boolean("dataChange"),
        Text("stats"), Map("tags"), DeletionVector(), Long("baseRowId"), Long("defaultRowCommitVersion"),
        Text("clusteringProvider"));

    private static StructField Remove() => new(
        "remove", Text("path"), Long("deletionTimestamp"), Boolean("dataChange"), Boolean("extendedFileMetadata"),
        Map("partitionValues"), Long("size"), DeletionVector(), Long("baseRowId"), Long("defaultRowCommitVersion"));

    private static StructField DeletionVector() => new(
        "deletionVector", Text("storageType"), Text("pathOrInlineDv"), Int("offset"), Int("sizeInBytes"),
        Long("cardinality"));

    private static DataField Text(string name) => new(name, typeof(string), true);

    private static DataField Long(string name) => new(name, typeof(long), true);

    private static DataField Int(string name) => new(name, typeof(int), true);

    private static DataField Boolean(string name) => new(name, typeof(bool), true);

    private static MapField Map(string name) =>
        new(name, new DataField("key", typeof(string), false), new DataField("value", typeof(string), true));

    private static ListField List(string name) => new(name, new DataField("element", typeof(string), true));
}
