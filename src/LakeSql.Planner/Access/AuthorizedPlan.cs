using LakeSql.Planner.Statements;

namespace LakeSql.Planner.Access;

/// <summary>
/// A plan that its user may run. Only <see cref="Authorizer"/> can make one, and the engine runs nothing else:
/// forgetting the check does not compile.
/// </summary>
public sealed class AuthorizedPlan
{
    internal AuthorizedPlan(StatementPlan plan, ResolutionRecord resolution)
    {
        Plan = plan;
        Resolution = resolution;
    }

    /// <summary>What to do.</summary>
    public StatementPlan Plan { get; }

    /// <summary>What its names mean.</summary>
    public ResolutionRecord Resolution { get; }
}
