using System.Collections.Frozen;
using System.Text;

namespace LakeSql.Catalog;

/// <summary>Privileges as SQL writes them: <c>USE CATALOG</c>.</summary>
public static class PrivilegeNames
{
    private static readonly FrozenDictionary<Privilege, string> Names =
        Enum.GetValues<Privilege>().ToFrozenDictionary(p => p, Spell);

    private static readonly FrozenDictionary<string, Privilege> Values =
        Names.ToFrozenDictionary(n => n.Value, n => n.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The SQL text of a privilege.</summary>
    public static string SqlName(this Privilege privilege) => Names[privilege];

    /// <summary>The privilege of that SQL text (single spaces, any case); false when there is none.</summary>
    public static bool TryParse(string text, out Privilege privilege) => Values.TryGetValue(text, out privilege);

    /// <summary>Every SQL text.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<Privilege>().Select(SqlName)];

    private static string Spell(Privilege privilege)
    {
        var text = new StringBuilder();
        foreach (var letter in privilege.ToString())
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }
}
