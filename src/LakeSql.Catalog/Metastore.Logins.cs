using LakeSql.Catalog.Storage;
using LakeSql.Common.Names;
using Microsoft.AspNetCore.Identity;

namespace LakeSql.Catalog;

/// <remarks>
/// Failed logins are counted by the name that was given, whether or not there is such a user, so that neither an answer
/// nor the time it takes tells which users there are.
/// </remarks>
public sealed partial class Metastore
{
    /// <summary>Nobody's name has more characters.</summary>
    public const int NameLengthMax = Naming.LongestName;

    /// <summary>So many failures cost nothing but the trouble.</summary>
    private const int FailuresFree = 5;

    private static readonly PasswordHasher<string> Hasher = new();
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan FailuresKept = TimeSpan.FromDays(1);

    /// <summary>
    /// The name of the user who is let in with this password; null for nobody. After 5 failures there is a wait of a
    /// second, and of twice as long after each further one, up to an hour, in which no password is right.
    /// </summary>
    public string? LogIn(string user, string password)
    {
        var name = Naming.Fold(user.Length > Naming.LongestName ? user[..Naming.LongestName] : user);

        // What has no bytes cannot be hashed and is nobody's password; an empty one is nobody's either.
        password = Identifier.HasHalf(password) ? "" : password;
        var (known, stored, isDisabled) = database.Query(
            "SELECT name, password_hash, is_disabled FROM principals WHERE folded = $1 AND kind = 'User'",
            row => (row.GetString(0), row.TextOrNull(1), row.GetBoolean(2)), name) is [var found]
            ? found : (user, null, false);
        bool isRight;
        if (stored is null)
        {
            // Hashing costs what verifying costs, so the time does not tell whether the user exists.
            Hasher.HashPassword(user, password);
            isRight = false;
        }
        else
        {
            isRight = Hasher.VerifyHashedPassword(user, stored, password) != PasswordVerificationResult.Failed;
        }

        // The wait is looked at after the work: passwords tried side by side are all refused from the fifth failure on.
        var isIn = false;
        database.WriteRecord(() => isIn = !IsWaiting(name) && Counted(name, isRight) && !isDisabled);
        return isIn ? known : null;
    }

    private bool IsWaiting(string name) => database.Query(
        "SELECT failure_count, last_at FROM failed_logins WHERE name = $1",
        row => (Count: row.GetInt32(0), At: row.Instant(1)), name) is [var failed]
        && Now() is var now && failed.At <= now && now < failed.At + WaitAfter(failed.Count);

    private static TimeSpan WaitAfter(int failureCount) => failureCount < FailuresFree ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, Math.Pow(2, failureCount - FailuresFree)));

    private bool Counted(string name, bool isRight)
    {
        database.Execute(
            "DELETE FROM failed_logins WHERE last_at < $2 OR ($3 AND name = $1)",
            name, Row.Micros(Now() - FailuresKept), isRight);
        if (!isRight)
        {
            database.Execute(
                """
                INSERT INTO failed_logins VALUES ($1, 1, $2)
                ON CONFLICT (name) DO UPDATE SET failure_count = failure_count + 1, last_at = $2
                """,
                name, Row.Micros(Now()));
        }

        return isRight;
    }

    private void ForgetFailures(string user) =>
        database.Execute("DELETE FROM failed_logins WHERE name = $1", Naming.Fold(user));
}
