using LakeSql.Common.Errors;

namespace LakeSql.Engine.Sessions;

/// <summary>One user at work in one lake. Statements of one session run one after the other.</summary>
public sealed class Session : IDisposable
{
    private Session()
    {
    }

    /// <summary>A random id, the one in <c>system.query.history</c>.</summary>
    public string Id { get; } = Guid.NewGuid().ToString();

    /// <summary>Who is working (after SET SESSION AUTHORIZATION, the one acted as).</summary>
    public string User => "";

    /// <summary>Where unqualified names are looked up.</summary>
    public string CurrentCatalog => "main";

    /// <summary>Where unqualified names are looked up.</summary>
    public string CurrentSchema => "default";

    /// <summary>Progress of the running statement; null when nothing runs. May be read from any thread.</summary>
    public StatementProgress? Progress => null;

    /// <summary>Opens the lake (made when absent) and logs in.</summary>
    /// <exception cref="LakeSqlException">LSQ3003 when the login fails, LSQ4006 when the metastore is unusable.</exception>
    public static Session Open(SessionOptions options) => throw ErrorCode.Internal.Error("not built yet");

    /// <summary>Runs one statement. Errors carry the text and the place in it.</summary>
    /// <remarks>Blocks until the first rows are there; call it on a thread of its own and cancel with the token.</remarks>
    public StatementResult Execute(string text, StatementParameters parameters, CancellationToken cancellationToken) =>
        throw ErrorCode.Internal.Error("not built yet");

    /// <summary>Names and keywords that may follow at <paramref name="position"/>, only what the user may see.</summary>
    public IReadOnlyList<string> Complete(string text, int position) => [];

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
