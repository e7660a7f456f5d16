using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>A column as a relation shows it.</summary>
internal sealed record RelationColumn(string Name, IReadOnlySet<ColumnSource> Sources)
{
    /// <summary>True for one that was there when the text of a view or function was written, and is no more.</summary>
    public bool IsGone { get; init; }

    /// <summary>A column of stored rows.</summary>
    public static RelationColumn Of(ColumnDefinition stored, ColumnSource source) =>
        new(stored.Name, new HashSet<ColumnSource> { source }) { Type = stored.Type };

    /// <summary>Its type where that is known without asking the engine: of stored rows and of views.</summary>
    public DataType? Type { get; init; }

    /// <summary>
    /// The type that it had when the text of a view or function was written; null where that has the same fields.
    /// </summary>
    public DataType? Meant { get; init; }

    /// <summary>The column's value, or that of a field in it.</summary>
    /// <param name="relation">The id of the relation that has it.</param>
    /// <param name="parts">The name as written.</param>
    /// <param name="from">Which of the parts is the first field; the number of parts for the whole value.</param>
    /// <param name="span">Where it is written.</param>
    /// <exception cref="LakeSqlException">LSQ2002 for what is gone: nothing else answers for it.</exception>
    public Expression Value(string relation, Sequence<string> parts, int from, SourceSpan span)
    {
        var value = FieldAccess.Of(new BoundColumn(span, relation, Used(span).Name), parts, from);
        if (Meant is not null)
        {
            return FieldsMeant.Within(Type!, Meant, value, parts, from, Name);
        }

        RequireFields(parts, from, span);
        return value;
    }

    /// <summary>The engine would say the same, but not where.</summary>
    private void RequireFields(Sequence<string> parts, int from, SourceSpan span)
    {
        string Path(int at) => string.Join('.', parts.Skip(from - 1).Take(at - from + 1).Select(Identifier.Quote));
        var within = Type;
        for (var at = from; at < parts.Count; at++)
        {
            if (within is PrimitiveType or DecimalType)
            {
                throw ErrorCode.TypeMismatch.Error($"{Path(at)} is {within.Name}, which has no fields", span);
            }

            if (within is not StructType { Fields: var fields })
            {
                break;
            }

            var part = parts[at];
            within = fields.FirstOrDefault(f => Identifier.Same(f.Name, part))?.Type
                ?? throw ErrorCode.ColumnNotFound.Error(
                    $"{Path(at)} has no field {Identifier.Quote(part)}", span,
                    Identifier.Nearest(part, fields.Select(f => f.Name)) is { } near
                        ? $"did you mean {Identifier.Quote(near)}?"
                        : $"the fields are {string.Join(", ", fields.Select(f => Identifier.Quote(f.Name)))}");
        }
    }

    /// <inheritdoc cref="Value(string, Sequence{string}, int, SourceSpan)"/>
    public Expression Value(string relation, SourceSpan span) => Value(relation, [], 0, span);

    /// <summary>The column, for a place where its value is wanted.</summary>
    /// <exception cref="LakeSqlException">LSQ2002 for one that is gone: nothing else answers for it.</exception>
    public RelationColumn Used(SourceSpan span) => !IsGone ? this : throw ErrorCode.ColumnNotFound.Error(
        $"column {Identifier.Quote(Name)} is gone since the text was written", span);
}
