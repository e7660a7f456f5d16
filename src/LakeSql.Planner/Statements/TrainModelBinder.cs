using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

/// <summary>A model to be trained: a new one, or a new version of one.</summary>
/// <param name="Schema">Where the model stands.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Train">The statement.</param>
/// <param name="Existing">The model, when there is one.</param>
/// <param name="Source">The rows to learn from.</param>
/// <param name="Target">Position of the column to be predicted.</param>
public sealed record TrainModelPlan(
    Securable Schema, string FullName, TrainModel Train, Securable? Existing, BoundQuery Source, int Target)
    : StatementPlan;

internal static class TrainModelBinder
{
    public static TrainModelPlan Bind(TrainModel train, BindContext context)
    {
        var schema = context.Names.SchemaFor(train.Name);
        SystemObjects.Refuse(schema, train.Name.Span, context);
        var existing = context.Names.Find(SecurableKind.Model, train.Name);
        if (existing is null)
        {
            context.Names.RequireNow(schema, Privilege.CreateModel, train.Name.Span);
        }
        else
        {
            context.Names.RequireNow(existing, Privilege.CreateModelVersion, train.Name.Span);
        }

        var source = QueryBinder.BindTop(train.Query, context);
        var position = Array.FindIndex([.. source.Columns], c => Identifier.Same(c.Name, train.Target));
        if (position < 0)
        {
            var near = Identifier.Nearest(train.Target, source.Columns.Select(c => c.Name));
            throw ErrorCode.ColumnNotFound.Error(
                $"the query has no column {Identifier.Quote(train.Target)} to predict", train.Span,
                near is null ? null : $"did you mean {Identifier.Quote(near)}?");
        }

        if (source.Columns.Count < 2)
        {
            throw ErrorCode.InvalidUse.Error("the query needs a column to learn from beside the target",
                train.Query.Span);
        }

        var catalog = context.Metastore.ById(schema.ParentId!.Value)!;
        var fullName = QualifiedName.Of(catalog.Name, schema.Name, existing?.Name ?? train.Name.Last).ToString();
        context.Resolution.Target = new ObjectUse(fullName, "MODEL", null);
        return new TrainModelPlan(schema, fullName, train, existing, source, position);
    }
}
