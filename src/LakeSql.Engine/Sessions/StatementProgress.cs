namespace LakeSql.Engine.Sessions;

/// <summary>How far the running statement is.</summary>
/// <param name="Activity">What it does now, e.g. <c>epoch 3 of 10, loss 0.71</c>.</param>
/// <param name="Fraction">0 to 1; null when unknown.</param>
public sealed record StatementProgress(string Activity, double? Fraction);
