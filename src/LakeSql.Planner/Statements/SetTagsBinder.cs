using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Policies;
using LakeSql.Syntax.Statements;

namespace LakeSql.Planner.Statements;

internal static class SetTagsBinder
{
    private const int LengthMax = 255;

    public static AlterObjectPlan Bind(SetTags set, BindContext context)
    {
        var kind = Kinds.Of(set.Kind);
        var target = context.Names.Any(kind, set.Name);
        context.Names.RequireNow(target, Privilege.ApplyTag, set.Name.Span);
        SystemObjects.Refuse(target, set.Name.Span, context);
        var fullName = context.Metastore.FullName(target);
        if (target.Kind != kind && (set.Column is not null || kind != SecurableKind.Table))
        {
            throw ErrorCode.WrongObjectKind.Error(
                $"{fullName} is a {target.Kind.SqlName().ToLowerInvariant()}", set.Name.Span);
        }

        if (!Privileges.ValidOn(kind).Contains(Privilege.ApplyTag))
        {
            throw ErrorCode.InvalidUse.Error(
                $"{set.Kind.SqlName().ToLowerInvariant()} {fullName} can have no tags", set.Name.Span);
        }

        if (set.Tags.FirstOrDefault(t => t.Name.Length is 0 or > LengthMax || t.Value?.Length > LengthMax) is { } bad)
        {
            throw ErrorCode.InvalidName.Error(
                $"a tag has 1 to {LengthMax} characters and its value {LengthMax} at most", set.Span,
                bad.Name.Length == 0 ? "give it a name" : null);
        }

        _ = Column(target);
        context.Resolution.Target = new ObjectUse(fullName, target.Kind.SqlName(), null);

        // Asked for again when the tags are set: another column may have taken the name meanwhile.
        return new AlterObjectPlan(
            target, s => Tags.With(s, Column(s), set.IsSet, set.Tags));

        string? Column(Securable table) =>
            set.Column is { } name ? Physical(name, table, fullName, set, context) : null;
    }

    private static string Physical(
        string column, Securable table, string fullName, SetTags set, BindContext context)
    {
        var newest = context.TableOf(table).Latest();
        var fields = newest.Metadata.Schema.Fields;
        return fields.FirstOrDefault(f => Identifier.Same(f.Name, column))?.PhysicalName(newest.Mapping)
            ?? throw ErrorCode.ColumnNotFound.Error(
                $"{fullName} has no column {Identifier.Quote(column)}", set.Span,
                Identifier.Nearest(column, fields.Select(f => f.Name)) is { } near
                    ? $"did you mean {Identifier.Quote(near)}?" : null);
    }
}
