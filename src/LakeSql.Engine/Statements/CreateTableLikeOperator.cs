using LakeSql.Catalog;
using LakeSql.Engine.Execution;
using LakeSql.Planner.Statements;
using LakeSql.Storage.Delta;

namespace LakeSql.Engine.Statements;

internal static class CreateTableLikeOperator
{
    public static OperatorResult Run(CreateTableLikePlan plan, StatementContext statement)
    {
        statement.Resolution.NothingFlows();
        if (plan.Existing is not null)
        {
            return OperatorResult.None;
        }

        var id = Guid.NewGuid();
        var location = Path.Combine("tables", id.ToString("N"));
        var directory = Path.Combine(statement.Lake.Path, location);
        Directory.CreateDirectory(directory);
        try
        {
            // Numbers are given to rows, and there are none yet.
            var metadata = plan.Read.Metadata.ForCopy(Guid.NewGuid().ToString())
                .WithNumbers((_, numbers) => numbers with { Mark = null });
            var parameters = new Dictionary<string, string> { ["source"] = plan.SourceName };
            var snapshot = new DeltaTable(directory).Create(
                metadata, [], statement.Commit("CREATE TABLE LIKE", parameters, 0), plan.Read.Protocol,
                Clustering.Change(before: null, plan.Read));
            statement.Metastore.Create(
                SecurableKind.Table, plan.Schema.Id, plan.Statement.Name.Last, statement.Session.User,
                plan.Source.Comment,
                new Dictionary<string, string> { ["location"] = location, ["table_type"] = "MANAGED" }, id);
            return OperatorResult.None with { VersionMade = snapshot.Version };
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }
}
