namespace LakeSql.Catalog;

/// <summary>One training run.</summary>
/// <param name="RunId">Its identity.</param>
/// <param name="ExperimentName">The experiment it belongs to.</param>
/// <param name="Model">Full name of the model it trains; null for none.</param>
/// <param name="ModelVersion">The version it made; null until there is one.</param>
/// <param name="User">Who started it.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended; null while it runs.</param>
/// <param name="Status"><c>RUNNING</c>, <c>FINISHED</c>, <c>FAILED</c> or <c>KILLED</c>.</param>
/// <param name="Parameters">What it was told.</param>
/// <param name="Metrics">The last value of each metric.</param>
/// <param name="DataVersions">The tables and versions it read.</param>
/// <param name="QueryId">The statement that started it.</param>
public sealed record Run(
    string RunId,
    string ExperimentName,
    string? Model,
    int? ModelVersion,
    string User,
    DateTimeOffset Start,
    DateTimeOffset? End,
    string Status,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, double> Metrics,
    string? DataVersions,
    Guid? QueryId);

/// <summary>One measured value of a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Key">The metric's name.</param>
/// <param name="Value">The value; may be NaN.</param>
/// <param name="Step">Epoch or step.</param>
/// <param name="At">When it was measured.</param>
public sealed record RunMetric(string RunId, string Key, double Value, int Step, DateTimeOffset At);
