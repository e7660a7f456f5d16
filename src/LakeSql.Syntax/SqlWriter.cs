using System.Text;

namespace LakeSql.Syntax;

/// <summary>Writes SQL in the canonical spelling: keywords in capitals, one space between tokens.</summary>
public sealed class SqlWriter
{
    private readonly StringBuilder text = new();

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
