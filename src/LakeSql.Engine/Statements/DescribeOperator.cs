using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Engine.Execution;
using LakeSql.Models;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;

namespace LakeSql.Engine.Statements;

internal static class DescribeOperator
{
    public static OperatorResult Run(DescribePlan plan, StatementContext statement) => plan.Form switch
    {
        DescribeForm.History => TableReport.History(
            statement.TableOf(plan.Target), plan.Limit, Told(plan.Target, statement)),
        DescribeForm.Detail => TableReport.Detail(
            statement.TableOf(plan.Target), plan.FullName, plan.Target.Comment, plan.Target.OutsidePath),
        DescribeForm.Properties => TableReport.Properties(
            statement.TableOf(plan.Target), plan.FullName, plan.Property),
        DescribeForm.Partitions => TableReport.Partitions(plan.Read!),
        DescribeForm.Create => OperatorResult.Strings(["createtab_stmt"], [[CreateText(plan, statement)]]),
        DescribeForm.Columns => OperatorResult.Strings(
            ["col_name"], RelationColumns.Of(plan.Target, statement.Lake).Select(c => new string?[] { c.Name })),
        _ => plan.Target.Kind switch
        {
            SecurableKind.Table or SecurableKind.View => Relation(plan, statement),
            SecurableKind.Model => Model(plan, statement),
            SecurableKind.Function => OperatorResult.Strings(["function_desc"], Function(plan, statement)),
            _ => OperatorResult.Strings(["info_name", "info_value"], Facts(plan)),
        },
    };

    public static OperatorResult Run(PathDescribePlan plan, StatementContext statement) =>
        plan.Form == DescribeForm.History ? TableReport.History(
                plan.Table, plan.Limit, Told(OutsidePath.Covering(plan.Name, statement.Metastore), statement))
            : TableReport.Detail(plan.Table, null, plan.Table.Latest().Metadata.Description, plan.Name);

    /// <summary>What is told of how a version was asked for, by whether the user manages what holds the log.</summary>
    private static Func<HistoryEntry, IReadOnlyDictionary<string, string>> Told(
        Securable holding, StatementContext statement) => statement.Manages(holding) ? h => h.OperationParameters
            : h => NamesOfOthers.ToldOf(h, statement);

    private static IEnumerable<string?[]> Facts(DescribePlan plan)
    {
        yield return ["Name", plan.FullName];
        yield return ["Kind", plan.Target.Kind.SqlName()];
        yield return ["Owner", plan.Target.Owner];
        yield return ["Comment", plan.Target.Comment];
        yield return ["Created", plan.Target.CreatedAt.ToString("u")];
        if (plan.Target.Kind == SecurableKind.ExternalLocation)
        {
            yield return ["URL", plan.Target.Properties["url"]];
        }
        else if (plan.Target.Kind == SecurableKind.Volume)
        {
            yield return ["Type", plan.Target.OutsidePath is null ? "MANAGED" : "EXTERNAL"];
            if (plan.Target.OutsidePath is { } location)
            {
                yield return ["Location", location];
            }
        }
    }

    /// <summary>How it is called; what it does is told to who manages it.</summary>
    private static IEnumerable<string?[]> Function(DescribePlan plan, StatementContext statement)
    {
        var definition = (CreateFunction)SqlParser.Parse(plan.Target.Properties["definition"]);
        yield return [$"Function: {plan.FullName}"];
        yield return [$"Type:     {(definition.IsTable ? "TABLE" : "SCALAR")}"];
        yield return ["Input:    " + string.Join(
            ", ", definition.Parameters.Select(p => $"{Identifier.Quote(p.Name)} {p.Type.Name}"))];
        yield return ["Returns:  " + (definition.Returns?.Name
            ?? string.Join(", ", definition.Columns.Select(c => $"{Identifier.Quote(c.Name)} {c.Type.Name}")))];
        if (plan.Target.Comment is { } comment)
        {
            yield return [$"Comment:  {comment}"];
        }

        yield return [$"Owner:    {plan.Target.Owner}"];
        if (statement.Manages(plan.Target))
        {
            yield return [$"Body:     {definition.Body.ToSql()}"];
        }
    }

    private static OperatorResult Relation(DescribePlan plan, StatementContext statement)
    {
        var rows = RelationColumns.Of(plan.Target, statement.Lake)
            .Select(c => new[] { c.Name, c.Type, c.Comment }).ToList();
        if (plan.Form == DescribeForm.Extended)
        {
            rows.Add(["", null, null]);
            rows.Add(["# Detailed Table Information", null, null]);
            rows.AddRange(Facts(plan).Select(f => new[] { f[0]!, f[1], null }));
            if (plan.Target.Kind == SecurableKind.View && statement.Manages(plan.Target))
            {
                rows.Add(["View Text", plan.Target.Properties["view_text"], null]);
            }
            else if (plan.Target.Properties.ContainsKey("location"))
            {
                var snapshot = statement.TableOf(plan.Target).Latest();
                rows.Add(["Type", plan.Target.OutsidePath is null ? "MANAGED" : "EXTERNAL", null]);
                if (plan.Target.OutsidePath is { } location)
                {
                    rows.Add(["Location", location, null]);
                }

                rows.AddRange(KeysOf(plan, statement).Select(
                    k => new[] { "Constraint " + k.Name, (k with { Name = null }).ToSql(), null }));
                rows.Add(["Provider", "delta", null]);
                rows.Add(["Version", snapshot.Version.ToString(), null]);
                rows.Add(["Files", snapshot.Files.Count.ToString(), null]);
                rows.Add(["Partition Columns", string.Join(", ", snapshot.Metadata.PartitionColumns), null]);
                rows.Add(["Clustering Columns", string.Join(", ", TableReport.Clustering(snapshot)), null]);
            }
        }

        return OperatorResult.Strings(["col_name", "data_type", "comment"], rows);
    }

    /// <summary>The keys as a statement gives them, but for those to tables that are gone.</summary>
    private static IEnumerable<KeyConstraint> KeysOf(DescribePlan plan, StatementContext statement) =>
        NamesOfOthers.KeysOf(plan.Target, statement).Where(k => k.Key.Parent is null || k.Parent is not null)
            .Select(k => new KeyConstraint(
                SourceSpan.None, k.Key.Name, k.Key.Columns,
                k.Parent is null ? null : SqlParser.ParseName(statement.Metastore.FullName(k.Parent)),
                k.Key.ParentColumns, k.Key.TimeSeries, k.Key.Rely));

    private static OperatorResult Model(DescribePlan plan, StatementContext statement)
    {
        var versions = statement.Metastore.ModelVersions(plan.Target.Id)
            .Where(v => plan.ModelVersion is null || v.Version == plan.ModelVersion);

        // It holds values that it was trained on: texts, classes, means. Who manages it need not see these; who has
        // trained it has seen them.
        var (manages, isAdmin) = (statement.Manages(plan.Target), statement.IsAdmin);
        bool IsTold(ModelVersion version) => isAdmin || (manages && (version.RunId is not { } id
            || (statement.Metastore.RunOf(id) is { } run && Identifier.Same(run.User, statement.Session.User))));
        return OperatorResult.Table(
            [
                ("version", PrimitiveType.Int),
                ("arguments", PrimitiveType.String),
                ("created", PrimitiveType.Timestamp),
                ("run_id", PrimitiveType.String),
                ("trained_on", PrimitiveType.String),
                ("digest", PrimitiveType.String),
                ("description", PrimitiveType.String),
            ],
            versions.OrderByDescending(v => v.Version).Select(v => new object?[]
            {
                v.Version, Arguments(v), v.CreatedAt, v.RunId, IsTold(v) ? v.SourceLineage : null, v.Digest,
                IsTold(v) ? v.DescriptionJson : null,
            }));
    }

    /// <summary>What PREDICT takes, in order: <c>size DOUBLE, quarter STRING</c>.</summary>
    private static string Arguments(ModelVersion version) => string.Join(", ", ModelDescription
        .Parse(version.DescriptionJson).Features.Select(f => Identifier.Quote(f.Name) + f.Kind switch
        {
            FeatureKind.Image => " BINARY", FeatureKind.Numeric => " DOUBLE", _ => " STRING",
        }));

    private static string CreateText(DescribePlan plan, StatementContext statement)
    {
        if (plan.Target.Kind == SecurableKind.View)
        {
            var names = SqlNames.Split(plan.Target.Properties["columns"]).Select(Identifier.Quote);
            return $"CREATE VIEW {plan.FullName} ({string.Join(", ", names)}) AS {plan.Target.Properties["view_text"]}";
        }

        var snapshot = statement.TableOf(plan.Target).Latest();
        var metadata = snapshot.Metadata;
        return new CreateTable(SourceSpan.None, SqlParser.ParseName(plan.FullName))
        {
            Columns = metadata.Columns,
            PartitionedBy = metadata.PartitionColumns,
            ClusterBy = TableReport.Clustering(snapshot).ToSequence(),
            Location = plan.Target.OutsidePath,
            Comment = plan.Target.Comment,
            Constraints = metadata.Constraints.Select(c => new CheckConstraint(c.Key, c.Value)).ToSequence(),
            Keys = KeysOf(plan, statement).ToSequence(),
            Properties = metadata.Properties
                .Where(p => !metadata.Constraints.Any(c => TableMetadata.ConstraintProperty(c.Key) == p.Key)
                    && (p.Key, p.Value) != (TableMetadata.DeletionVectorsProperty, "true"))
                .Select(p => new Option(SourceSpan.None, p.Key, p.Value)).ToSequence(),
        }.ToSql();
    }
}
