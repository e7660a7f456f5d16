using System.Runtime.CompilerServices;
using LakeSql.Catalog;
using LakeSql.Common.Types;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Functions;

/// <summary>A function that a user has made: its text, and where names in it are looked up.</summary>
/// <param name="Securable">The function in the catalog.</param>
/// <param name="Definition">Its CREATE FUNCTION.</param>
internal sealed record SqlFunction(Securable Securable, CreateFunction Definition)
{
    /// <summary>The property that holds the text of CREATE FUNCTION.</summary>
    public const string DefinitionProperty = "definition";

    private static readonly ConditionalWeakTable<Securable, SqlFunction> Known = [];

    /// <summary>True when it stands in FROM.</summary>
    public bool IsTable => Definition.IsTable;

    public static SqlFunction Of(Securable securable) => Known.GetValue(
        securable, s => new SqlFunction(s, (CreateFunction)SqlParser.Parse(s.Properties[DefinitionProperty])));

    /// <summary>How it is called: <c>(a INT, b STRING)</c>.</summary>
    public string Signature => "(" + string.Join(
        ", ", Definition.Parameters.Select(p => $"{p.Name} {p.Type.Name}")) + ")";
}
