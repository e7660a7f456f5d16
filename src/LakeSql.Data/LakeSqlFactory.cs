using System.Data.Common;

namespace LakeSql.Data;

/// <summary>Makes the provider's objects.</summary>
public sealed class LakeSqlFactory : DbProviderFactory
{
    /// <summary>The one instance.</summary>
    public static readonly LakeSqlFactory Instance = new();

    private LakeSqlFactory()
    {
    }

    /// <inheritdoc/>
    public override bool CanCreateDataAdapter => true;

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => new LakeSqlConnection();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => new LakeSqlCommand();

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new LakeSqlParameter();

    /// <inheritdoc/>
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new LakeSqlConnectionStringBuilder();

    /// <inheritdoc/>
    public override DbDataAdapter CreateDataAdapter() => new LakeSqlDataAdapter();
}

/// <summary>Fills data tables.</summary>
public sealed class LakeSqlDataAdapter : DbDataAdapter
{
}
