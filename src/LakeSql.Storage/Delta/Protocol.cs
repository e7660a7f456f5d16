using LakeSql.Common.Names;

namespace LakeSql.Storage.Delta;

/// <summary>What a reader and a writer must know to touch the table.</summary>
/// <param name="MinReaderVersion">The reader version; 3 means that features are listed.</param>
/// <param name="MinWriterVersion">The writer version; 7 means that features are listed.</param>
/// <param name="ReaderFeatures">What readers must know.</param>
/// <param name="WriterFeatures">What writers must know.</param>
public sealed record Protocol(
    int MinReaderVersion, int MinWriterVersion, Sequence<string> ReaderFeatures, Sequence<string> WriterFeatures);
