using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>
/// <c>_metadata.row_id</c> and <c>_metadata.row_commit_version</c>: what the rows of a table that tracks them are known
/// by. No <c>*</c> has them, and a column of the name <c>_metadata</c> hides them.
/// </summary>
internal static class RowMetadata
{
    private const string Name = "_metadata";

    private static readonly (string Field, RowTrace Trace)[] Fields =
        [("row_id", RowTrace.Id), ("row_commit_version", RowTrace.Version)];

    /// <summary>The value; null where the name is another, or the scope has no table of which it could be.</summary>
    public static Expression? Find(ColumnReference reference, Scope scope, SourceTracker tracker)
    {
        var parts = reference.Parts;
        var at = parts.ToList().FindIndex(p => Identifier.Same(p, Name));
        if (at < 0)
        {
            return null;
        }

        var relations = scope.Relations.Where(r => r.Stored is not null && (at == 0 || r.IsCalled(parts, at))).ToList();
        if (relations.Count == 0)
        {
            return null;
        }

        if (relations.Count > 1)
        {
            throw ErrorCode.AmbiguousColumn.Error(
                $"column {Name} is ambiguous", reference.Span,
                "write " + string.Join(" or ", relations.Select(r => $"{Identifier.Quote(r.NameParts[^1])}.{Name}")));
        }

        if (parts.Count == at + 1)
        {
            return new StructLiteral(reference.Span, Fields.Select(f => new StructEntry(
                f.Field, Column(relations[0], f.Field, f.Trace, reference, tracker))).ToSequence());
        }

        var (field, trace) = Fields.FirstOrDefault(f => Identifier.Same(f.Field, parts[at + 1]));
        return field is not null && parts.Count == at + 2 ? Column(relations[0], field, trace, reference, tracker)
            : throw ErrorCode.ColumnNotFound.Error(
                $"{Name} has no field {string.Join('.', parts.Skip(at + 1).Select(Identifier.Quote))}", reference.Span,
                "the fields are " + string.Join(", ", Fields.Select(f => f.Field)));
    }

    /// <summary>
    /// A cast that changes nothing: what is selected is called by the field and not by the hidden column.
    /// </summary>
    private static Cast Column(
        Relation relation, string field, RowTrace trace, ColumnReference reference, SourceTracker tracker)
    {
        var scan = relation.Stored!;
        if (scan.ColumnOf(trace) is not { } column)
        {
            throw ErrorCode.ColumnNotFound.Error(
                $"{scan.FullName} does not track its rows", reference.Span,
                scan.Table is null ? null
                    : $"ALTER TABLE {scan.FullName} SET TBLPROPERTIES ('delta.enableRowTracking' = 'true')");
        }

        tracker.Add(new HashSet<ColumnSource>
        {
            new(scan.FullName, $"{Name}.{field}", scan.Snapshot.Version),
        });
        return new Cast(
            reference.Span, new BoundColumn(reference.Span, relation.Id, column), PrimitiveType.BigInt, IsTry: false);
    }
}
