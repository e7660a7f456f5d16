using System.Data.Common;

namespace LakeSql.Data;

/// <summary><c>Data Source=./lake;User=ana;Password=…</c></summary>
public sealed class LakeSqlConnectionStringBuilder : DbConnectionStringBuilder
{
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DataSource"] = "Data Source", ["Lake"] = "Data Source", ["User Id"] = "User", ["Uid"] = "User",
        ["Pwd"] = "Password",
    };

    private static readonly string[] Known = ["Data Source", "User", "Password", "Default Command Timeout"];

    /// <summary>A builder without settings.</summary>
    public LakeSqlConnectionStringBuilder()
    {
    }

    /// <summary>A builder with the settings of a connection string.</summary>
    public LakeSqlConnectionStringBuilder(string connectionString) => ConnectionString = connectionString;

    /// <summary>The lake's directory; <c>./lake</c> when not set.</summary>
    public string DataSource
    {
        get => Text("Data Source") ?? "./lake";
        set => this["Data Source"] = value;
    }

    /// <summary>Who works; the operating system's account when not set.</summary>
    public string? User
    {
        get => Text("User");
        set => this["User"] = value!;
    }

    /// <summary>The user's password.</summary>
    public string? Password
    {
        get => Text("Password");
        set => this["Password"] = value!;
    }

    /// <summary>Seconds after which commands are cancelled; 0 for never.</summary>
    public int DefaultCommandTimeout
    {
        get => Text("Default Command Timeout") is { } text
            ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;
        set => this["Default Command Timeout"] = value;
    }

    /// <inheritdoc/>
    [System.Diagnostics.CodeAnalysis.AllowNull]
    public override object this[string keyword]
    {
        get => base[Canonical(keyword)];
        set => base[Canonical(keyword)] = value;
    }

    private static string Canonical(string keyword)
    {
        var name = Synonyms.GetValueOrDefault(keyword, keyword);
        return Known.FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"'{keyword}' is no setting of a LakeSql connection; settings are {string.Join(", ", Known)}");
    }

    private string? Text(string keyword) => TryGetValue(keyword, out var value) ? value.ToString() : null;
}
