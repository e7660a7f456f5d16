using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;

namespace LakeSql.Planner.Statements;

/// <summary>Who may give values to a column that numbers rows.</summary>
internal static class IdentityRules
{
    /// <summary>LSQ2022 unless new rows may come with a value of their own; no row is ever given another.</summary>
    public static void RefuseValue(string column, IdentityColumn identity, bool isNew, SourceSpan span)
    {
        var name = Identifier.Quote(column);
        if (!isNew)
        {
            throw ErrorCode.InvalidUse.Error($"column {name} numbers the rows: it cannot be set", span);
        }

        if (identity.IsAlways)
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {name} is GENERATED ALWAYS AS IDENTITY: it cannot be given a value", span,
                "name the other columns, or write DEFAULT for it");
        }
    }
}
