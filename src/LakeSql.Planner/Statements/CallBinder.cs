using System.Globalization;
using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary><c>CALL samples.draw_flowers('/Volumes/…', count =&gt; 200, seed =&gt; 1)</c></summary>
/// <param name="Target">The directory of a volume; one folder a class is made in it.</param>
/// <param name="Count">How many pictures, all classes together.</param>
/// <param name="Seed">The same seed draws the same pictures.</param>
/// <param name="Size">Width and height in pixels.</param>
public sealed record DrawFlowersPlan(VolumePath Target, int Count, long Seed, int Size) : StatementPlan;

internal static class CallBinder
{
    public static StatementPlan Bind(Call call, BindContext context)
    {
        if (!Identifier.Same(call.Procedure.ToString(), "samples.draw_flowers"))
        {
            throw ErrorCode.FunctionNotFound.Error(
                $"procedure {call.Procedure} not found", call.Procedure.Span,
                "CALL samples.draw_flowers('/Volumes/…', count => 200, seed => 1)");
        }

        var values = new Dictionary<string, long>(Identifier.Comparer) { ["count"] = 200, ["seed"] = 1, ["size"] = 96 };
        foreach (var argument in call.Arguments.Skip(1))
        {
            if (argument.Name is null || !values.ContainsKey(argument.Name))
            {
                throw ErrorCode.InvalidOption.Error(
                    $"draw_flowers has no argument {argument.Name ?? "without a name"}", argument.Value.Span,
                    "count, seed and size");
            }

            values[argument.Name] = argument.Value is Literal { Kind: LiteralKind.Number } number
                && long.TryParse(number.Text, CultureInfo.InvariantCulture, out var value) && value >= 0
                ? value
                : throw ErrorCode.InvalidOption.Error($"{argument.Name} must be a whole number", argument.Value.Span);
        }

        if (call.Arguments is not [{ Name: null, Value: Literal { Kind: LiteralKind.String } path }, ..])
        {
            throw ErrorCode.InvalidOption.Error("draw_flowers needs the path of a directory in a volume", call.Span);
        }

        if (values["count"] is 0 or > 100_000 || values["size"] is < 16 or > 1024)
        {
            throw ErrorCode.InvalidOption.Error(
                "count must be 1 to 100000 and size 16 to 1024", call.Span);
        }

        var target = VolumePath.Bind(path.Text, Privilege.WriteVolume, path.Span, context);
        context.Resolution.Target = new ObjectUse(target.FullName, "VOLUME", null);
        return new DrawFlowersPlan(target, (int)values["count"], values["seed"], (int)values["size"]);
    }
}
