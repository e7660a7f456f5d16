using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Planner.Policies;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <content>Views and table functions, whose text others have written.</content>
internal sealed partial class FromBinder
{
    /// <summary>Each view may be as high a tree as one statement; what works on them recurses through all.</summary>
    private const int ViewDepthMax = 50;

    /// <summary>A view that reads another twice, which reads another twice: few words for a tree without end.</summary>
    private const int ReadCountMax = 5000;

    /// <summary>A view reads with its owner's rights; who reads the view needs SELECT on the view alone.</summary>
    private BoundView BindView(TableName table, Securable view, string fullName, Scope scope)
    {
        if (table.TimeTravel is not null)
        {
            throw ErrorCode.WrongObjectKind.Error($"{fullName} is a view: it has no versions", table.TimeTravel.Span);
        }

        if (context.OpenViews.Contains(view.Id))
        {
            throw ErrorCode.InvalidUse.Error($"view {fullName} reads itself", table.Name.Span);
        }

        if (context.Resolution.Reads.Count > ReadCountMax)
        {
            throw ErrorCode.NestedTooDeep.Error(
                $"more than {ReadCountMax} tables and views are read", table.Name.Span, "make tables of some views");
        }

        if (context.OpenViews.Count >= ViewDepthMax)
        {
            throw ErrorCode.NestedTooDeep.Error(
                $"more than {ViewDepthMax} views read each other", table.Name.Span, "make a table of one of them");
        }

        context.Resolution.Reads.Add(new ObjectUse(fullName, "VIEW", null));
        var inner = context.ForView(view, $"view {fullName}", table.Name.Span);
        var query = SqlParser.ParseQuery(view.Properties["view_text"]);
        var barrier = BarrierOf(view.Owner);
        BoundQuery bound;
        try
        {
            bound = new QueryBinder(inner).Bind(query, null);
        }
        catch (LakeSqlException e)
        {
            // The place would point into the view's text, which the reader may not know.
            throw ErrorCode.InvalidUse.Error($"view {fullName} cannot be read any more", table.Name.Span)
                is var error && context.User == view.Owner
                    ? new LakeSqlException(error.Code, error.Message, error.Span, e.Message, e)
                    : error;
        }

        bound = ViewColumns.InOrder(bound, view, fullName, table.Name.Span, context);
        var names = SqlNames.Split(view.Properties["columns"]);
        var columns = ViewColumns.Typed(
            QueryBinder.Named(bound.Columns, names.ToSequence(), table.Span), view);
        var relation = AddKnown(scope, table.Alias, QualifiedParts(table.Name), columns, table.Span);
        context.Resolution.Conditions.AddStored(relation, bound.Tree);
        return new BoundView(table.Span, fullName, bound.Tree, AliasOf(relation), table.Sample)
        {
            Barrier = barrier(bound.Tree),
        };
    }

    private BoundView BindSqlFunction(SqlFunction function, TableFunction call, Scope scope)
    {
        var arguments = tracker.Track(
            () => call.Arguments.Select(a => a with { Value = expressions.Bind(a.Value, scope) }).ToSequence(),
            out _);
        var barrier = BarrierOf(function.Securable.Owner);
        var first = context.Resolution.Scans.Count;
        var (query, parameters) = FunctionBinder.BindTable(function, call, arguments, context);

        // What it is given, and what it gives, become of the declared types.
        context.AddPart(first, canFail: true);
        var names = function.Definition.Columns.Select(c => c.Name).ToSequence();
        if (names.Count > 0 && names.Count != query.Columns.Count)
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"the query of {call.Name} gives {query.Columns.Count} columns, {names.Count} are declared", call.Span);
        }

        var columns = ViewColumns.Typed(QueryBinder.Named(query.Columns, names, call.Span), function.Securable);
        var relation = AddKnown(scope, call.Alias, [call.Name.Last], columns, call.Span);
        context.Resolution.Conditions.AddStored(relation, query.Tree);
        return new BoundView(
            call.Span, context.Metastore.FullName(function.Securable), query.Tree, AliasOf(relation), call.Sample)
        {
            Parameters = parameters,
            Barrier = barrier(query.Tree),
        };
    }

    /// <summary>
    /// Asked before a query is bound: what an owner leaves out of it stays so for all others, in whose views this one
    /// stands as well, and so do values in its errors.
    /// </summary>
    private Func<Query, ViewBarrier?> BarrierOf(string owner)
    {
        var record = context.Resolution;
        var (harmful, telling, generators) =
            (record.Conditions.HarmfulCount, record.TellingCount, record.Generators);
        var (scans, parts) = (record.Scans.Count, record.Parts.Count);
        return query =>
        {
            record.OthersMayFail |= !Identifier.Same(owner, context.StatementUser)
                && (record.Conditions.HarmfulCount > harmful || !ViewBarrier.TakesColumnsAlone(query));

            // A list without elements gives no row.
            var leavesRowsOut = record.Generators > generators || ViewBarrier.LeavesRowsOut(query);
            if (Identifier.Same(owner, context.User) || (!leavesRowsOut && ViewBarrier.TakesColumnsAlone(query)))
            {
                return null;
            }

            var barrier = new ViewBarrier(
                leavesRowsOut, record.TellingCount - telling, (scans, record.Scans.Count),
                (parts, record.Parts.Count))
            {
                ComputesValues = !ViewBarrier.TakesColumnsAlone(query)
                    || record.Conditions.HarmfulCount > harmful,
            };
            record.Barriers.Add(barrier);
            return barrier;
        };
    }
}
