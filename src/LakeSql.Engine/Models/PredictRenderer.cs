using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Engine.DuckDb;
using LakeSql.Models;
using LakeSql.Planner.Bound;

namespace LakeSql.Engine.Models;

/// <summary>
/// Writes a prediction as a call of the model version's function: each argument cast to its feature's type, then the
/// statement's key.
/// </summary>
internal static class PredictRenderer
{
    public static void Write(
        BoundPredict predict, DuckDbSql sql, ExpressionRenderer expressions, RenderSettings settings)
    {
        var description = ModelDescription.Parse(predict.Model.Stored.DescriptionJson);
        if (predict.Arguments.Count != description.Features.Count)
        {
            throw ErrorCode.ModelInputMismatch.Error(
                $"model {predict.Model.FullName} takes {description.Features.Count} "
                + $"argument{(description.Features.Count == 1 ? "" : "s")}, got {predict.Arguments.Count}",
                predict.Span,
                Example(predict, description));
        }

        sql.Name(PredictFunction.NameOf(predict.Model, settings.Device)).Raw("(");
        for (var i = 0; i < predict.Arguments.Count; i++)
        {
            // No text becomes a picture: of another type the engine says that no function takes it.
            var isImage = description.Features[i].Kind == FeatureKind.Image;
            expressions.Wrap(
                isImage ? "" : "CAST(", predict.Arguments[i],
                isImage ? ", " : description.Features[i].Kind == FeatureKind.Numeric ? " AS DOUBLE), "
                    : " AS VARCHAR), ");
        }

        sql.Raw("CAST(").Number(settings.StatementKey).Raw(" AS BIGINT))");
    }

    private static string Example(BoundPredict predict, ModelDescription description) =>
        $"PREDICT({predict.Model.FullName}, "
        + string.Join(", ", description.Features.Select(f => Identifier.Quote(f.Name))) + ")";
}
