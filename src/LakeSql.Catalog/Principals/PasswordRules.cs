using System.Collections.Frozen;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;

namespace LakeSql.Catalog;

/// <summary>Which passwords a user may have: long ones, and none that is tried first.</summary>
internal static class PasswordRules
{
    private const int LengthMin = 12;
    private const int LengthMax = 1024;
    private const int DifferentMin = 5;

    /// <summary>The commonest of those that are long enough.</summary>
    private static readonly FrozenSet<string> Commonest = FrozenSet.ToFrozenSet(
    [
        "123456789012", "1234567890123", "123456789123", "1234567891234", "123123123123", "1q2w3e4r5t6y",
        "1qaz2wsx3edc", "1q2w3e4r5t6y7u", "abcdefghijkl", "abcdefghijklm", "abcd12345678", "abc123456789",
        "administrator", "admin1234567", "administrator1", "asdfghjkl123", "changemeplease", "changeme1234",
        "changemechangeme", "correcthorsebatterystaple", "iloveyou1234", "iloveyouforever", "letmeinletmein",
        "letmein12345", "monkey123456", "password1234", "password12345", "password123456", "passwordpassword",
        "p@ssw0rd1234", "passw0rd1234", "princess1234", "q1w2e3r4t5y6", "qazwsxedcrfv", "qwerty123456",
        "qwertyqwerty", "qwertyuiop12", "qwertyuiop123", "qwertyuiop[]", "qwertyuiopasdf", "secretsecret",
        "superman1234", "trustno1trustno1", "welcome12345", "welcomewelcome", "zaq12wsxcde3", "zxcvbnm12345",
    ], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="LakeSqlException">LSQ3004, which never holds the password.</exception>
    public static void Check(string user, string password)
    {
        var fault = password.Length < LengthMin ? $"a password has at least {LengthMin} characters"
            : password.Length > LengthMax ? $"a password has at most {LengthMax} characters"
            : Identifier.HasHalf(password) ? "a password cannot hold half of a character"
            : Identifier.Same(user, password) ? "a password cannot be the user's name"
            : password.Distinct().Count() < DifferentMin
                ? $"a password has at least {DifferentMin} different characters"
            : Commonest.Contains(password) ? "the password is one of the commonest" : null;
        if (fault is not null)
        {
            throw ErrorCode.PasswordRefused.Error(fault, hint: "take some words that nobody else would put together");
        }
    }
}
