using LakeSql.Engine.Execution;
using LakeSql.Engine.Sessions;
using LakeSql.Models;
using LakeSql.Planner.Statements;

namespace LakeSql.Engine.Statements;

internal static class DrawFlowersOperator
{
    public static OperatorResult Run(DrawFlowersPlan plan, StatementContext statement)
    {
        var volume = statement.Lake.FilesOf(plan.Target.Volume);
        var drawn = 0;
        foreach (var (label, png) in FlowerSketches.Draw(plan.Count, plan.Seed, plan.Size))
        {
            statement.Cancellation.ThrowIfCancellationRequested();
            var relative = $"{plan.Target.Relative.TrimEnd('/')}/{label}/{drawn:D5}.png".TrimStart('/');
            var file = volume.Resolve(relative);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, png);
            drawn++;
            statement.Session.Report(
                new StatementProgress($"{drawn} of {plan.Count} pictures", (double)drawn / plan.Count));
        }

        return OperatorResult.Affected(drawn);
    }
}
