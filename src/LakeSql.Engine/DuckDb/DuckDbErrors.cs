using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using LakeSql.Common.Errors;
using LakeSql.Engine.Models;

namespace LakeSql.Engine.DuckDb;

/// <summary>What DuckDB's errors are for users of LakeSql.</summary>
/// <remarks>
/// The engine runs with <c>errors_as_json</c>, so kind and place are fields and not words of a message.
/// </remarks>
internal static partial class DuckDbErrors
{
    /// <summary>Marks errors that rendered expressions raise on purpose: <c>error('LSQ4005|…')</c>.</summary>
    public const string ConstraintMark = "LSQ4005|";

    /// <summary>Most candidates of a call that a hint shows; operators have dozens, which help nobody.</summary>
    private const int CandidatesMax = 6;

    /// <summary>The error for users.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="cancellationToken">When it was cancelled, so is the statement, whatever DuckDB says.</param>
    /// <param name="sql">The generated text, which knows where its parts come from.</param>
    /// <param name="hasOthers">
    /// True when texts of others are in it: what does not fit in these would tell of columns that they read.
    /// </param>
    public static LakeSqlException Translate(
        Exception exception, CancellationToken cancellationToken, DuckDbSql? sql = null, bool hasOthers = false)
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

        return exception is DuckDBException
            ? OfEngine(exception, sql, hasOthers)
            : new LakeSqlException(
                ErrorCode.Internal, "internal error", SourceSpan.None, "report it with this text", exception)
            {
                Detail = $"{exception.GetType().Name}: {exception.Message}",
            };
    }

    /// <summary>True when the database that raised the error answers nothing any more.</summary>
    public static bool IsFatal(Exception exception) =>
        exception is DuckDBException && Fields(exception.Message).Kind is "FATAL" or "INTERNAL";

    /// <summary>True when a file could not be opened or read.</summary>
    public static bool IsOfFile(Exception exception) =>
        exception is DuckDBException && Fields(exception.Message).Kind == "IO";

    private static LakeSqlException OfEngine(Exception exception, DuckDbSql? sql, bool hasOthers)
    {
        var error = Fields(exception.Message);
        if (error.Message.IndexOf(ConstraintMark, StringComparison.Ordinal) is >= 0 and var mark)
        {
            return ErrorCode.ConstraintViolated.Error(error.Message[(mark + ConstraintMark.Length)..].Split('\n')[0]);
        }

        var (place, isKept) = error.Position is { } position && sql is not null
            && (CalledName().Match(error.Call ?? "") is not { Success: true, Value: var name }
                || sql.HasAt(position, name))
            ? sql.SourceOf(position) : (SourceSpan.None, false);
        var code = error.Message.StartsWith("Unknown TimeZone", StringComparison.Ordinal) ? ErrorCode.InvalidData
            : CodeOf(error.Kind);
        if (hasOthers && isKept && (code == ErrorCode.InvalidQuery || code == ErrorCode.TypeMismatch))
        {
            return new LakeSqlException(
                ErrorCode.InvalidUse, "a view or function of another owner cannot be used, or not in this way", place,
                "its owner is told why", exception);
        }

        if (error.Subtype == "NO_MATCHING_FUNCTION" && error.Call is { } call)
        {
            if (call.StartsWith(PredictFunction.NamePrefix, StringComparison.Ordinal))
            {
                return ErrorCode.ModelInputMismatch.Error(
                    "the model predicts from pictures, and this argument is none", place, "give it a BINARY column");
            }

            return new LakeSqlException(
                ErrorCode.TypeMismatch, $"no function or operator takes {call}", place, Candidates(error), exception);
        }

        if (error.Message.StartsWith("Max expression depth limit", StringComparison.Ordinal))
        {
            return ErrorCode.NestedTooDeep.Error("nested too deep", place, "split it with a CTE");
        }

        if (error.Kind == "INTERNAL" && OfArgument(error.Message, place, exception) is { } ofArgument)
        {
            return ofArgument;
        }

        var (message, hint) = code == ErrorCode.IoFailed ? ("reading or writing a file of the lake failed", null)
            : WithHint(Clean(error.Message));
        return new LakeSqlException(code, message, place, hint, exception)
        {
            Detail = code == ErrorCode.Internal ? message : null,
        };
    }

    /// <summary>
    /// What the engine takes for its own mistake, and is an argument that it did not look at:
    /// <c>repeat_row(1, num_rows := NULL)</c>. Nothing but its message tells them from its own.
    /// </summary>
    private static LakeSqlException? OfArgument(string message, SourceSpan place, Exception exception)
    {
        if (NullArgument().IsMatch(message))
        {
            return new LakeSqlException(
                ErrorCode.InvalidData, "an argument is NULL that must have a value", place, null, exception);
        }

        if (message.StartsWith("Attempting to initialize state of expression", StringComparison.Ordinal))
        {
            return new LakeSqlException(
                ErrorCode.InvalidQuery, "an argument that must be a constant is none", place, null, exception);
        }

        return IntegerLoss().Match(message) is { Success: true } loss
            ? new LakeSqlException(
                ErrorCode.OutOfRange, $"{loss.Groups["value"].Value} is not between {loss.Groups["low"].Value} and "
                + loss.Groups["high"].Value, place, null, exception)
            : null;
    }

    private static ErrorCode CodeOf(string kind) => kind switch
    {
        "Conversion" => ErrorCode.ConversionFailed,
        "Out of Range" => ErrorCode.OutOfRange,
        "Invalid Input" => ErrorCode.InvalidData,
        "Binder" or "Catalog" or "Parser" or "Not implemented" => ErrorCode.InvalidQuery,
        "Mismatch Type" => ErrorCode.TypeMismatch,
        "Out of Memory" => ErrorCode.OutOfMemory,
        "IO" => ErrorCode.IoFailed,
        "FATAL" or "INTERNAL" => ErrorCode.Internal,
        _ => ErrorCode.InvalidData,
    };

    private static string? Candidates(EngineError error)
    {
        var signatures = Signature().Matches(error.Candidates ?? "").Select(m => m.Value).Distinct().ToArray();
        return signatures.Length is > 0 and <= CandidatesMax ? "it takes " + string.Join(" or ", signatures) : null;
    }

    private static EngineError Fields(string message)
    {
        // Errors of DuckDB's parser have their kind before the object as well.
        var start = message.IndexOf('{', StringComparison.Ordinal);
        if (start >= 0)
        {
            try
            {
                using var json = JsonDocument.Parse(message.AsMemory(start));
                string? Field(string name) =>
                    json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
                return new EngineError(
                    Field("exception_type") ?? "", Field("exception_message") ?? message,
                    int.TryParse(Field("position"), out var position) ? position : null,
                    Field("error_subtype"), Field("call"), Field("candidates"));
            }
            catch (JsonException)
            {
                // Not every message that holds a brace is an object.
            }
        }

        var colon = message.IndexOf(" Error: ", StringComparison.Ordinal);
        return colon > 0
            ? new EngineError(message[..colon], message[(colon + 8)..], null, null, null, null)
            : new EngineError("", message, null, null, null, null);
    }

    /// <summary>
    /// Takes out the generated text that DuckDB quotes (LINE 1: …), its advice to change settings that are locked here,
    /// and our names for relations.
    /// </summary>
    private static string Clean(string message)
    {
        var end = new[] { "\nLINE ", "\n\nUse \"SET " }
            .Select(m => message.IndexOf(m, StringComparison.Ordinal)).Where(i => i >= 0).DefaultIfEmpty(message.Length)
            .Min();
        return RelationName().Replace(message[..end], "").Trim();
    }

    /// <summary>The first line says what is wrong, and the next ones may say what would be right.</summary>
    private static (string Message, string? Hint) WithHint(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var first = lines.Length == 0 ? message : lines[0].TrimEnd('!', '.');
        if (first.IndexOf(". In order to", StringComparison.Ordinal) is > 0 and var advice)
        {
            return (first[..advice], "cast the arguments to the types that are meant");
        }

        var candidates = lines.FirstOrDefault(l => l.StartsWith("Candidate Entries:", StringComparison.Ordinal));
        return lines.Length < 2 ? (first, null)
            : candidates is not null
                ? (first, $"did you mean{Bare(candidates["Candidate Entries:".Length..]).Replace(", ", " or ")}?")
            : lines[1].StartsWith("Either add it", StringComparison.Ordinal)
                ? (first, "add it to GROUP BY, or take any_value of it")
            : lines[1].StartsWith("Did you mean", StringComparison.Ordinal)
                ? (first, Bare("d" + lines[1][1..]))
            : (message, null);
    }

    private static string Bare(string text) => text.Replace("\"", "", StringComparison.Ordinal);

    [GeneratedRegex(
        "^(Calling [\\w:]+ on a (value that is NULL|NULL value)|Attempted to dereference shared_ptr that is NULL)")]
    private static partial Regex NullArgument();

    [GeneratedRegex(@"^Information loss on integer cast: value (?<value>-?\d+) outside of target range "
        + @"\[(?<low>-?\d+), (?<high>\d+)\]")]
    private static partial Regex IntegerLoss();

    /// <summary>
    /// What is called: where something else stands at the error's position, that counts in the text of one of the
    /// engine's macros.
    /// </summary>
    [GeneratedRegex(@"^\w+(?=\()")]
    private static partial Regex CalledName();

    [GeneratedRegex("\"?\\br\\d+\"?\\.")]
    private static partial Regex RelationName();

    [GeneratedRegex(@"[^,()]+\([^)]*\)")]
    private static partial Regex Signature();

    /// <summary>The fields of an error that are used here.</summary>
    private sealed record EngineError(
        string Kind, string Message, int? Position, string? Subtype, string? Call, string? Candidates);
}
