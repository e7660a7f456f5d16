namespace LakeSql.Catalog.Tests;

/// <summary>A lake in a directory of its own that goes when the test ends.</summary>
internal sealed class Lake : IDisposable
{
    public const string Admin = "root";

    public static readonly IReadOnlyDictionary<string, string> NoProperties = new Dictionary<string, string>();

    private readonly List<Metastore> opened = [];

    public string Path { get; } = Directory.CreateTempSubdirectory("lakesql-catalog-").FullName;

    public Metastore Open()
    {
        var metastore = Metastore.Open(Path, Admin);
        opened.Add(metastore);
        return metastore;
    }

    public void Dispose()
    {
        opened.ForEach(m => m.Dispose());
        Directory.Delete(Path, recursive: true);
    }

    public static Securable Default(Metastore metastore) => metastore.Resolve(SecurableKind.Schema, "main", "default")!;

    public static Securable Add(
        Metastore metastore, SecurableKind kind, string name, Guid? parent = null, string owner = Admin) =>
        metastore.Create(kind, parent ?? Default(metastore).Id, name, owner, null, NoProperties);
}
