using System.Text.RegularExpressions;
using LakeSql.Catalog;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;
using LakeSql.Syntax.Statements;

namespace LakeSql.Engine.Statements;

internal static class ShowObjectsOperator
{
    public static OperatorResult Run(ShowObjectsPlan plan, StatementContext statement)
    {
        var like = Pattern(plan.Show.Like);
        var objects = plan.Objects.Where(o => like(o.Name)).OrderBy(o => o.Name, StringComparer.Ordinal);
        return plan.Show.Kind switch
        {
            ObjectKind.Catalog => OperatorResult.Strings(["catalog"], objects.Select(o => new string?[] { o.Name })),
            ObjectKind.Schema => OperatorResult.Strings(
                ["databaseName"], objects.Select(o => new string?[] { o.Name })),
            ObjectKind.User or ObjectKind.Group => Principals(plan.Show, like, statement),
            ObjectKind.Model => Models(objects, statement),
            ObjectKind.ExternalLocation => OperatorResult.Strings(
                ["name", "url", "comment"], objects.Select(o => new[] { o.Name, o.Properties["url"], o.Comment })),
            ObjectKind.Volume => OperatorResult.Strings(
                ["database", "volume_name"], objects.Select(o => new[] { SchemaOf(o, statement), o.Name })),
            ObjectKind.Function => OperatorResult.Strings(
                ["function"], objects.Select(o => new string?[] { statement.Metastore.FullName(o) })),
            ObjectKind.View => OperatorResult.Strings(
                ["namespace", "viewName"], objects.Select(o => new[] { SchemaOf(o, statement), o.Name })),
            _ => OperatorResult.Table(
                [
                    ("database", PrimitiveType.String),
                    ("tableName", PrimitiveType.String),
                    ("isTemporary", PrimitiveType.Boolean),
                ],
                objects.Select(o => new object?[] { SchemaOf(o, statement), o.Name, false })),
        };
    }

    private static OperatorResult Models(IEnumerable<Securable> models, StatementContext statement) =>
        OperatorResult.Table(
            [
                ("database", PrimitiveType.String),
                ("modelName", PrimitiveType.String),
                ("latestVersion", PrimitiveType.Int),
                ("owner", PrimitiveType.String),
            ],
            models.Select(m => new object?[]
            {
                SchemaOf(m, statement), m.Name, statement.Metastore.FindModelVersion(m.Id, null)?.Version, m.Owner,
            }));

    private static OperatorResult Principals(ShowObjects show, Func<string, bool> like, StatementContext statement)
    {
        var holders = show.Member is { } member ? statement.Metastore.EffectivePrincipals(member) : null;
        return OperatorResult.Strings(
            ["name"],
            statement.Metastore.Principals().Where(
                p => (p.Kind == PrincipalKind.Group) == (show.Kind == ObjectKind.Group) && like(p.Name)
                    && holders?.Contains(p.Name) != false && p.Name != show.Member)
                .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new string?[] { p.Name }));
    }

    private static string? SchemaOf(Securable o, StatementContext statement) =>
        statement.Metastore.ById(o.ParentId!.Value)?.Name;

    /// <summary>
    /// Databricks' patterns: <c>*</c> any text, <c>|</c> alternatives, without case; <c>%</c> is taken too.
    /// </summary>
    private static Func<string, bool> Pattern(string? like)
    {
        if (like is null)
        {
            return _ => true;
        }

        var regex = string.Join('|', like.Split('|').Select(p =>
            Regex.Escape(p).Replace("\\*", ".*", StringComparison.Ordinal)
            .Replace("%", ".*", StringComparison.Ordinal)));
        var compiled = new Regex($"^(?:{regex})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return compiled.IsMatch;
    }
}
