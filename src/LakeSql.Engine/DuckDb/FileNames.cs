using LakeSql.Common.Errors;
using LakeSql.Planner.Bound;

namespace LakeSql.Engine.DuckDb;

/// <summary>What users call the files that the engine names in its errors.</summary>
internal static class FileNames
{
    /// <summary>The error with the names that users know, as <c>/Volumes/…</c>.</summary>
    public static LakeSqlException Naming(this LakeSqlException error, IEnumerable<VolumeFilePath> files)
    {
        var (message, hint, detail) = (error.Message, error.Hint, error.Detail);
        foreach (var file in files)
        {
            message = message.Replace(file.LocalPath, file.VolumePath, StringComparison.Ordinal);
            hint = hint?.Replace(file.LocalPath, file.VolumePath, StringComparison.Ordinal);
            detail = detail?.Replace(file.LocalPath, file.VolumePath, StringComparison.Ordinal);
        }

        return (message, hint, detail) == (error.Message, error.Hint, error.Detail) ? error
            : new LakeSqlException(error.Code, message, error.Span, hint, error)
            {
                Detail = detail, SourceText = error.SourceText,
            };
    }
}
