using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>
/// <c>table_changes('table', first [, last])</c>: the rows that versions of a table brought and took away.
/// </summary>
internal static class ChangesBinder
{
    private const string Function = "table_changes";
    private const string Form = "table_changes('catalog.schema.table', 1, 3)";

    /// <summary>True for a call of the function.</summary>
    public static bool IsCalled(QualifiedName name) => name.Parts.Count == 1 && Identifier.Same(name.Last, Function);

    public static ChangesScan Bind(TableFunction function, BindContext context)
    {
        if (function.Arguments.Count is < 2 or > 3 || function.Arguments.Any(a => a.Name is not null))
        {
            throw ErrorCode.InvalidUse.Error(
                $"{Function} takes a table, the first version and perhaps the last", function.Span, Form);
        }

        var table = TableOf(function.Arguments[0].Value, context);
        context.Names.RequireNow(table, Privilege.Select, function.Arguments[0].Value.Span);
        var fullName = context.Metastore.FullName(table);
        if (table.Kind != SecurableKind.Table || table.Properties.ContainsKey("system"))
        {
            throw ErrorCode.WrongObjectKind.Error($"{fullName} has no versions", function.Span);
        }

        Authorizer.Check(context.Resolution, context.Metastore);
        var delta = context.TableOf(table);
        var last = function.Arguments.Count == 3 ? VersionOf(function.Arguments[2].Value, delta, false, context)
            : delta.LatestVersion();
        var first = VersionOf(function.Arguments[1].Value, delta, true, context);
        if (first > last)
        {
            throw ErrorCode.InvalidUse.Error($"version {first} comes after version {last}", function.Span, Form);
        }

        try
        {
            var snapshot = delta.At(last);
            RequireNames(snapshot.Metadata, fullName, function.Span);
            context.Resolution.Reads.Add(new ObjectUse(fullName, "TABLE", last));
            return new ChangesScan(table, fullName, snapshot, first, delta.Changes(first, last));
        }
        catch (LakeSqlException e) when (e.Code == ErrorCode.VersionNotFound)
        {
            throw e.Code.Error(
                $"versions {first} to {last} of {fullName} are not all there", function.Span, e.Hint);
        }
    }

    /// <summary>The names are taken only from tables that record changes: others may have such columns.</summary>
    private static void RequireNames(TableMetadata metadata, string fullName, SourceSpan span)
    {
        if (metadata.Columns.FirstOrDefault(
            c => ChangesScan.ChangeColumns.Any(own => Identifier.Same(own.Name, c.Name))) is { } taken)
        {
            throw ErrorCode.InvalidUse.Error(
                $"column {Identifier.Quote(taken.Name)} of {fullName} has a name that {Function} gives to its own",
                span,
                $"ALTER TABLE {fullName} RENAME COLUMN {Identifier.Quote(taken.Name)} TO …");
        }
    }

    private static Securable TableOf(Expression argument, BindContext context) => argument switch
    {
        Literal { Kind: LiteralKind.String } l => context.Names.Object(
            SecurableKind.Table, SqlParser.ParseName(l.Text) with { Span = l.Span }),
        ColumnReference r => context.Names.Object(SecurableKind.Table, new QualifiedName(r.Span, r.Parts)),
        _ => throw ErrorCode.InvalidUse.Error($"{Function} takes the name of a table first", argument.Span, Form),
    };

    /// <summary>A number is a version; a text is an instant, after which or up to which versions count.</summary>
    private static long VersionOf(Expression argument, DeltaTable table, bool isFirst, BindContext context)
    {
        var value = TimeTravelBinder.Constant(argument, context);
        if (TimeTravelBinder.IsVersion(value))
        {
            return TimeTravelBinder.Version(value, argument.Span);
        }

        var instant = TimeTravelBinder.Instant(value, argument.Span);
        return isFirst ? table.FirstVersionSince(instant) : table.AsOf(instant).Version;
    }
}
