using System.Globalization;
using FluentMigrator.Runner;
using LakeSql.Common.Errors;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LakeSql.Catalog.Storage;

/// <summary>Opens the metastore's file and brings it to this build's version.</summary>
internal static class MetastoreFile
{
    /// <summary>The highest migration of this build; stored as the file's user_version.</summary>
    public const int Version = 5;

    private static readonly TimeSpan LongestUpgrade = TimeSpan.FromSeconds(60);

    public static Database Open(string directory, Action<Database> seed)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"The lake's directory '{directory}' cannot be created.", exception);
        }

        var file = Path.Combine(directory, "metastore.db");
        var database = Database.Open(file);
        try
        {
            if (VersionOf(database) != Version)
            {
                Upgrade(directory, file, database, seed);
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>One process at a time upgrades; the others wait and then find it done.</summary>
    private static void Upgrade(string directory, string file, Database database, Action<Database> seed)
    {
        // A metastore that was lost is no new lake: what is there would belong to whoever came next.
        var tables = Path.Combine(directory, "tables");
        if (VersionOf(database) == 0 && Directory.Exists(tables) && Directory.EnumerateFileSystemEntries(tables).Any())
        {
            throw Unusable("The lake's metastore is empty, but its tables are not.", null, "Bring metastore.db back.");
        }

        using var turn = TakeTurn(Path.Combine(directory, "metastore.lock"));
        if (VersionOf(database) == Version)
        {
            return;
        }

        database.Pragma("journal_mode=WAL");
        Migrate(file);

        // The version is set last and together with the seed: whoever sees it sees a whole metastore.
        database.Write(() =>
        {
            seed(database);
            database.Pragma(string.Create(CultureInfo.InvariantCulture, $"user_version={Version}"));
        });
    }

    private static long VersionOf(Database database)
    {
        var found = (long)database.Pragma("user_version")!;
        return found <= Version ? found : throw Unusable(
            $"The lake's metastore has version {found}; this build of LakeSql knows versions up to {Version}.",
            null,
            "Open the lake with a newer LakeSql.");
    }

    private static FileStream TakeTurn(string path)
    {
        var deadline = DateTime.UtcNow + LongestUpgrade;
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < deadline)
            {
                Thread.Sleep(20);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw Unusable($"'{path}' cannot be locked.", exception);
            }
        }
    }

    private static void Migrate(string file)
    {
        using var services = new ServiceCollection()
            .AddFluentMigratorCore()
            .ConfigureRunner(runner => runner.AddSQLite()
                .WithGlobalConnectionString(Database.ConnectionString(file))
                .ScanIn(typeof(FirstTables).Assembly).For.Migrations())
            .BuildServiceProvider();
        using var scope = services.CreateScope();
        try
        {
            scope.ServiceProvider.GetRequiredService<IMigrationRunner>().MigrateUp();
        }
        catch (SqliteException exception)
        {
            throw Database.Translate(exception);
        }
    }

    private static LakeSqlException Unusable(string message, Exception? cause, string? hint = null) =>
        new(ErrorCode.MetastoreUnusable, message, SourceSpan.None, hint, cause);
}
