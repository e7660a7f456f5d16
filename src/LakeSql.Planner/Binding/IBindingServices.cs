using LakeSql.Catalog;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Volumes;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>The narrow interface through which the binder asks what only files and the engine know.</summary>
public interface IBindingServices
{
    /// <summary>The lake's own directory, links followed.</summary>
    string LakeDirectory { get; }

    /// <summary>The Delta table behind a table of the catalog.</summary>
    DeltaTable TableOf(Securable table);

    /// <summary>The same for what policies read: as all others see it, whatever a transaction has read of it.</summary>
    DeltaTable NewestOf(Securable table);

    /// <summary>
    /// The rights that the changes of the session's transaction needed; null when no transaction is under way.
    /// </summary>
    IReadOnlyList<RequiredAccess>? TransactionRights { get; }

    /// <summary>The Delta table in a directory outside of the lake.</summary>
    DeltaTable TableAt(string directory);

    /// <summary>The files of a volume.</summary>
    VolumeDirectory FilesOf(Securable volume);

    /// <summary>Names and types of the columns that the files hold.</summary>
    /// <param name="format">What they are.</param>
    /// <param name="files">The files.</param>
    /// <param name="options">Options of the engine's reader.</param>
    /// <param name="outside">Places outside of the lake that may be touched for it.</param>
    IReadOnlyList<ColumnDefinition> ColumnsOf(
        FileFormat format, IReadOnlyList<VolumeFilePath> files, IReadOnlyDictionary<string, string> options,
        IReadOnlyCollection<string> outside);

    /// <summary>Names and types of the columns of a query, where only types can tell what it means.</summary>
    IReadOnlyList<ColumnDefinition> ColumnsOf(AuthorizedPlan query);

    /// <summary>The values of a query's one column, as text: what a pivot makes columns of.</summary>
    IReadOnlyList<string?> ValuesOf(AuthorizedPlan query);

    /// <summary>The value of a parameter.</summary>
    object? ValueOf(Parameter parameter);

    /// <summary>Time zone-free clock; one value a statement.</summary>
    DateTimeOffset StatementTime { get; }

    /// <summary>What a long search looks at: the statement can be cancelled, or its time be over.</summary>
    CancellationToken Cancellation { get; }
}
