using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Engine.Execution;
using LakeSql.Engine.Lakes;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Durability;

namespace LakeSql.Engine.Statements;

internal static class DropObjectOperator
{
    public static OperatorResult Run(DropObjectPlan plan, StatementContext statement)
    {
        if (plan.Target is not { } target)
        {
            return OperatorResult.None;
        }

        if (plan.Drop.ModelVersion is { } version)
        {
            return DropVersion(target, version, plan, statement);
        }

        // The name goes first: after a crash in between, bytes are left over, but no name without its bytes.
        var directories = Directories(target, statement).ToArray();
        DiskSteps.Before("metastore");
        statement.Metastore.Drop(target.Id, () => RefuseCloned(target, plan, statement));
        if (target.Kind == SecurableKind.ExternalLocation)
        {
            statement.Lake.Narrow(target.Properties["path"]);
        }

        foreach (var directory in directories)
        {
            Delete(directory);
        }

        return OperatorResult.None;
    }

    /// <summary>A shallow clone must not lose its rows; those that are dropped with the table lose nothing.</summary>
    private static void RefuseCloned(Securable target, DropObjectPlan plan, StatementContext statement)
    {
        var dropped = Tables(target, statement).ToDictionary(t => t.Id);
        foreach (var table in dropped.Values)
        {
            var clones = statement.Metastore.ClonesOf(table.Id).Where(c => !dropped.ContainsKey(c.Id)).ToList();
            if (statement.Lake.FilesNeeded(table, clones).Any())
            {
                throw ErrorCode.InvalidUse.Error(
                    $"a shallow clone needs the files of {statement.Metastore.FullName(table)}", plan.Drop.Span,
                    "drop the clone first; CREATE TABLE … DEEP CLONE makes one that needs no other table");
            }
        }
    }

    private static IEnumerable<Securable> Tables(Securable target, StatementContext statement) => target.Kind switch
    {
        SecurableKind.Table => [target],
        SecurableKind.Catalog or SecurableKind.Schema => statement.Metastore.Children(target.Id, null)
            .SelectMany(c => Tables(c, statement)),
        _ => [],
    };

    private static OperatorResult DropVersion(
        Securable model, int version, DropObjectPlan plan, StatementContext statement)
    {
        var stored = statement.Metastore.FindModelVersion(model.Id, version);
        if (stored is null || !statement.Metastore.DropModelVersion(model.Id, version))
        {
            throw ErrorCode.VersionNotFound.Error($"the model has no version {version}", plan.Drop.Span);
        }

        Delete(Path.Combine(statement.Lake.Path, stored.ArtifactPath));
        return OperatorResult.None;
    }

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory))
        {
            DiskSteps.Before("delete");
            Directory.Delete(directory, recursive: true);
        }
    }

    private static IEnumerable<string> Directories(Securable target, StatementContext statement)
    {
        // The files of an external table or volume stay: others may have made them, and others may use them.
        if (target.OutsidePath is null && target.Properties.TryGetValue("location", out var location))
        {
            yield return Path.Combine(statement.Lake.Path, location);
        }

        if (target.Kind == SecurableKind.Model)
        {
            yield return Path.Combine(statement.Lake.Path, "models", target.Id.ToString("N"));
        }

        foreach (var child in statement.Metastore.Children(target.Id, null))
        {
            foreach (var directory in Directories(child, statement))
            {
                yield return directory;
            }
        }
    }
}
