using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace LakeSql.Data;

/// <summary><c>Data Source=./lake;User=ana;Password=…</c></summary>
/// <remarks>
/// An empty <c>User=</c> or <c>Password=</c> counts as given, so that a blank form is no login of the lake's owner. A
/// keyword that is no setting is an <see cref="ArgumentException"/>, with a value or without.
/// </remarks>
public sealed class LakeSqlConnectionStringBuilder : DbConnectionStringBuilder
{
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DataSource"] = "Data Source", ["Lake"] = "Data Source", ["User Id"] = "User", ["UserId"] = "User",
        ["User Name"] = "User", ["Username"] = "User", ["Uid"] = "User", ["Pwd"] = "Password",
    };

    private static readonly string[] Known = ["Data Source", "User", "Password", "Default Command Timeout"];

    /// <summary>True while the base class reads a text: it removes the keywords that have no value there.</summary>
    private bool isReading;

    /// <summary>A builder without settings.</summary>
    public LakeSqlConnectionStringBuilder()
    {
    }

    /// <summary>A builder with the settings of a connection string.</summary>
    public LakeSqlConnectionStringBuilder(string connectionString) => ConnectionString = connectionString;

    /// <inheritdoc cref="DbConnectionStringBuilder.ConnectionString"/>
    [AllowNull]
    public new string ConnectionString
    {
        get => base.ConnectionString;
        set
        {
            try
            {
                base.ConnectionString = value;
            }
            finally
            {
                isReading = false;
            }
        }
    }

    /// <summary>The lake's directory; <c>./lake</c> when not set.</summary>
    public string DataSource
    {
        get => Text("Data Source") ?? "./lake";
        set => this["Data Source"] = value;
    }

    /// <summary>
    /// Who works; the operating system's account when not set. An empty name is set, and nobody's.
    /// </summary>
    public string? User
    {
        get => Text("User");
        set => this["User"] = value!;
    }

    /// <summary>The user's password. An empty one is set, and wrong.</summary>
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
    [AllowNull]
    public override object this[string keyword]
    {
        get
        {
            isReading = false;
            return base[Canonical(keyword)];
        }
        set
        {
            // While it reads, the base class takes keywords out by Remove, and never by a null.
            isReading &= value is not null;
            base[Canonical(keyword)] = value;
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        isReading = true;
    }

    /// <summary>Takes a setting out.</summary>
    /// <remarks>
    /// One step after a text was set through the base class, this cannot tell who calls: a user or password stays as a
    /// blank one then, which is let in nowhere, and what is no setting is an <see cref="ArgumentException"/>.
    /// </remarks>
    public override bool Remove(string keyword)
    {
        var name = isReading ? Canonical(keyword) : Find(keyword) ?? keyword;
        if (isReading && name is "User" or "Password")
        {
            base[name] = "";
            return false;
        }

        return base.Remove(name);
    }

    /// <inheritdoc/>
    public override bool TryGetValue(string keyword, [NotNullWhen(true)] out object? value)
    {
        isReading = false;
        return base.TryGetValue(Find(keyword) ?? keyword, out value);
    }

    private static string? Find(string keyword)
    {
        var name = Synonyms.GetValueOrDefault(keyword, keyword);
        return Known.FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static string Canonical(string keyword) => Find(keyword) ?? throw new ArgumentException(
        $"'{keyword}' is no setting of a LakeSql connection; settings are {string.Join(", ", Known)}");

    private string? Text(string keyword) => TryGetValue(keyword, out var value) ? value.ToString() : null;
}
