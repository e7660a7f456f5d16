using LakeSql.Models;

namespace LakeSql.Engine.Models;

/// <summary>Rows to learn from, held in memory: training passes over them many times.</summary>
internal sealed class TrainingRows(IReadOnlyList<FeatureColumn> features, string target,
    IReadOnlyList<TrainingRow> rows)
    : ITrainingData
{
    public IReadOnlyList<FeatureColumn> Features => features;

    public string Target => target;

    public int? Count => rows.Count;

    public IEnumerable<TrainingRow> Rows() => rows;
}
