using LakeSql.Catalog;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Statements;
using LakeSql.Syntax;

namespace LakeSql.Engine.Statements;

/// <summary>
/// Walks the lineage tables from one object, nearest first; objects that the asker may not see are left out.
/// </summary>
internal static class ShowLineageOperator
{
    public static OperatorResult Run(ShowLineagePlan plan, StatementContext statement)
    {
        var edges = statement.Metastore.TableLineageEdges();
        var principals = statement.Principals;
        var rows = new List<object?[]>();
        var seen = new HashSet<string> { plan.FullName };
        var open = new Queue<(string Name, int Distance)>([(plan.FullName, 0)]);
        while (open.TryDequeue(out var at))
        {
            foreach (var edge in edges.Where(e => (plan.Upstream ? e.TargetFullName : e.SourceFullName) == at.Name))
            {
                var (name, type, version) = plan.Upstream
                    ? (edge.SourceFullName, edge.SourceType, edge.SourceVersion)
                    : (edge.TargetFullName, edge.TargetType, edge.TargetVersion);
                if (name is null || name == at.Name || !IsVisible(name, type, principals, statement))
                {
                    continue;
                }

                rows.Add([at.Distance + 1, name, type, version, at.Name]);
                if (seen.Add(name))
                {
                    open.Enqueue((name, at.Distance + 1));
                }
            }
        }

        return OperatorResult.Table(
            [
                ("distance", PrimitiveType.Int),
                ("name", PrimitiveType.String),
                ("type", PrimitiveType.String),
                ("version", PrimitiveType.BigInt),
                ("of", PrimitiveType.String),
            ],
            rows.DistinctBy(r => (r[1], r[3], r[4])));
    }

    private static bool IsVisible(
        string name, string? type, IReadOnlySet<string> principals, StatementContext statement)
    {
        if (type == "PATH")
        {
            return statement.Metastore.IsVisible(principals, OutsidePath.Covering(name, statement.Metastore));
        }

        var kind = type switch
        {
            "VIEW" => SecurableKind.View,
            "VOLUME" => SecurableKind.Volume,
            "MODEL" => SecurableKind.Model,
            _ => SecurableKind.Table,
        };
        return statement.Metastore.Resolve(kind, [.. SqlParser.ParseName(name).Parts]) is { } found
            && statement.Metastore.IsVisible(principals, found);
    }
}
