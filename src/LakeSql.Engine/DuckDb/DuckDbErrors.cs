using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using LakeSql.Common.Errors;

namespace LakeSql.Engine.DuckDb;

/// <summary>What DuckDB's errors are for users of LakeSql.</summary>
internal static partial class DuckDbErrors
{
    /// <summary>Marks errors that rendered expressions raise on purpose: <c>error('LSQ4005|…')</c>.</summary>
    public const string ConstraintMark = "LSQ4005|";

    public static LakeSqlException Translate(Exception exception, CancellationToken cancellationToken)
    {
        if (exception is LakeSqlException own)
        {
            return own;
        }

        if (exception is OperationCanceledException || cancellationToken.IsCancellationRequested)
        {
            return ErrorCode.Cancelled.Error("the statement was cancelled");
        }

        if (exception is IOException or UnauthorizedAccessException)
        {
            return new LakeSqlException(ErrorCode.IoFailed, exception.Message, SourceSpan.None, null, exception);
        }

        if (exception is not DuckDBException)
        {
            return new LakeSqlException(
                ErrorCode.Internal, "internal error", SourceSpan.None, "report it with this text", exception)
            {
                Detail = $"{exception.GetType().Name}: {exception.Message}",
            };
        }

        var text = exception.Message;
        var mark = text.IndexOf(ConstraintMark, StringComparison.Ordinal);
        if (mark >= 0)
        {
            return ErrorCode.ConstraintViolated.Error(text[(mark + ConstraintMark.Length)..].Split('\n')[0]);
        }

        var (code, message) = Classify(text);
        return new LakeSqlException(code, message, SourceSpan.None, null, exception);
    }

    /// <summary>DuckDB writes <c>Kind Error: text</c>; the driver gives no better key to most of them.</summary>
    private static (ErrorCode Code, string Message) Classify(string text)
    {
        var colon = text.IndexOf(" Error: ", StringComparison.Ordinal);
        var kind = colon > 0 ? text[..colon] : "";
        var message = Clean(colon > 0 ? text[(colon + 8)..] : text);
        var code = kind switch
        {
            "Conversion" => ErrorCode.ConversionFailed,
            "Out of Range" => ErrorCode.OutOfRange,
            "Invalid Input" => ErrorCode.InvalidData,
            "Binder" or "Catalog" or "Parser" or "Not implemented" => ErrorCode.InvalidQuery,
            "Mismatch Type" => ErrorCode.TypeMismatch,
            "Out of Memory" => ErrorCode.OutOfMemory,
            "IO" => ErrorCode.IoFailed,
            _ => text.StartsWith("Out of Memory", StringComparison.Ordinal) ? ErrorCode.OutOfMemory : ErrorCode.InvalidData,
        };
        return code == ErrorCode.IoFailed ? (code, "reading or writing a file of the lake failed") : (code, message);
    }

    /// <summary>Takes out the generated text that DuckDB quotes (LINE 1: …) and our names for relations.</summary>
    private static string Clean(string message)
    {
        var line = message.IndexOf("\n\nLINE ", StringComparison.Ordinal);
        line = line < 0 ? message.IndexOf("\nLINE ", StringComparison.Ordinal) : line;
        return RelationName().Replace(line < 0 ? message : message[..line], "").Trim();
    }

    [GeneratedRegex("\"?\\br\\d+\"?\\.")]
    private static partial Regex RelationName();
}
