using Xunit;

namespace LakeSql.Data.Tests;

/// <summary>Real photos from a directory to a model, in SQL alone.</summary>
public sealed class FlowersTests
{
    [Fact]
    public void A_small_network_learns_from_250_photos()
    {
        var photos = Shared.Data("images", "flowers");
        using var lake = new TemporaryLake();
        using var connection = lake.Open();
        connection.Run("CREATE VOLUME raw");
        foreach (var part in (string[])["train", "val"])
        {
            connection.Run($"PUT '{photos}/{part}/**/*.jpg' INTO '/Volumes/main/default/raw/{part}/'");
            connection.Run(
                $"""
                CREATE TABLE {part} AS
                SELECT path, regexp_extract(path, '/{part}/([a-z]+)/', 1) AS species, content
                FROM read_files('/Volumes/main/default/raw/{part}/', format => 'binaryFile')
                """);
        }

        Assert.Equal(250L, connection.Scalar("SELECT count(*) FROM train"));
        connection.Run(
            """
            TRAIN MODEL flowers OPTIONS (task = 'image_classification', epochs = 25, seed = 7, validation_fraction = 0)
            TARGET species AS SELECT content, species FROM train
            """);
        var accuracy = (double)connection.Scalar(
            "SELECT avg((PREDICT(flowers, content).label = species)::INT) FROM val")!;
        TestContext.Current.TestOutputHelper?.WriteLine($"accuracy on 35 unseen photos: {accuracy:F3} (chance is 0.2)");
        Assert.True(accuracy > 0.4, $"accuracy on 35 unseen photos is {accuracy:F3}");
    }
}
