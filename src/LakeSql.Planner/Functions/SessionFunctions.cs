using LakeSql.Planner.Binding;

namespace LakeSql.Planner.Functions;

/// <summary>Functions whose value the session knows: the engine below must not answer them.</summary>
internal static class SessionFunctions
{
    public static string? Evaluate(string name, BindContext context) => name.ToLowerInvariant() switch
    {
        "current_user" or "session_user" or "user" => context.SessionUser,
        "current_catalog" or "current_database" => context.CurrentCatalog,
        "current_schema" => context.CurrentSchema,
        "version" => "LakeSql",
        _ => null,
    };
}
