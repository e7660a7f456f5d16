using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Whom DESCRIBE MODEL tells what a model was made from: it holds values of the rows.</summary>
public sealed class ModelDescriptionTests : IDisposable
{
    private readonly TemporaryLake lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public void Who_manages_a_model_is_not_told_what_it_was_trained_on()
    {
        using var connection = lake.Open();
        connection.Run(
            "CREATE SCHEMA sec; CREATE TABLE sec.pay AS SELECT 'word' || (i % 3) AS note, CAST(i AS DOUBLE) AS salary, "
            + "CASE WHEN i % 2 = 0 THEN 'y' ELSE 'n' END AS lab FROM range(40) AS r (i); "
            + "CREATE USER ana; CREATE USER bob; GRANT USE CATALOG ON CATALOG main TO ana, bob; "
            + "GRANT USE SCHEMA, CREATE MODEL ON SCHEMA default TO ana, bob; GRANT USE SCHEMA ON SCHEMA sec TO bob; "
            + "GRANT SELECT ON TABLE sec.pay TO bob; SET SESSION AUTHORIZATION bob; "
            + "TRAIN MODEL m OPTIONS (task = 'classification', epochs = 1) TARGET lab AS SELECT lab, note, salary "
            + "FROM sec.pay; GRANT MANAGE, EXECUTE ON MODEL m TO ana");
        RequireTold(connection, isTold: true);
        connection.Run("RESET SESSION AUTHORIZATION; SET SESSION AUTHORIZATION ana");
        RequireTold(connection, isTold: false);
        connection.Run("ALTER MODEL m OWNER TO ana");
        RequireTold(connection, isTold: false);
        connection.Run("RESET SESSION AUTHORIZATION");
        RequireTold(connection, isTold: true);
    }

    private static void RequireTold(LakeSqlConnection connection, bool isTold)
    {
        var row = Assert.Single(connection.Rows("DESCRIBE MODEL m"));
        Assert.Equal(isTold, Equals(row[4], "main.sec.pay@0"));
        Assert.Equal(isTold, row[6] is string text && text.Contains("word1", StringComparison.Ordinal));
        Assert.Equal(isTold, row[4] is not DBNull && row[6] is not DBNull);
    }
}
