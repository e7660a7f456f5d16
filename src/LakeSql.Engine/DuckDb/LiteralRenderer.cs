using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.DuckDb;

/// <summary>Writes constants for DuckDB.</summary>
internal static class LiteralRenderer
{
    public static void Write(Literal literal, DuckDbSql sql)
    {
        switch (literal.Kind)
        {
            case LiteralKind.Null: sql.Raw("NULL"); break;
            case LiteralKind.Boolean: sql.Raw(literal.Text == "true" ? "TRUE" : "FALSE"); break;
            case LiteralKind.Number: sql.Raw(Checked(literal)); break;
            case LiteralKind.Binary: sql.Raw("from_hex(").Text(literal.Text).Raw(")"); break;
            default: sql.Text(literal.Text); break;
        }
    }

    /// <summary>Numbers go in unquoted, so nothing but a number may.</summary>
    private static string Checked(Literal literal) =>
        literal.Text.All(c => char.IsAsciiDigit(c) || c is '.' or 'e' or 'E' or '+' or '-')
            ? literal.Text
            : throw ErrorCode.Internal.Error($"{literal.Text} is not a number", literal.Span);
}
