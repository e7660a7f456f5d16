using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>The fields of structs that a text which is kept knows: those that were there when it was written.</summary>
/// <remarks>
/// A struct is taken apart by its fields' places as well: by <c>struct_values</c>, and wherever a struct without names,
/// <c>(a, b)</c>, becomes one with names. So a value that has other fields by now, or these in another order, is cast
/// to what it was, by the names of the fields.
/// </remarks>
internal static class FieldsMeant
{
    /// <summary>Stands for all types without fields: which of them it was is not kept.</summary>
    private static readonly DataType Plain = PrimitiveType.String;

    /// <summary>True for a type whose values have parts by place, at any depth.</summary>
    /// <remarks>
    /// Of types that only the engine has, the whole text counts: structs without names, unions, enums.
    /// </remarks>
    public static bool HasFields(DataType type) =>
        type.Parts().Any(t => t is StructType || (t is EngineType engine && engine.EngineName.Contains('(')));

    /// <summary>What was meant, where it has other fields than there are now; null where it has the same.</summary>
    /// <param name="now">The type.</param>
    /// <param name="meant">The type that it was; null for one without fields.</param>
    public static DataType? Differing(DataType now, DataType? meant) =>
        AreSame(now, meant ?? Plain) ? null : meant ?? Plain;

    /// <summary>A value, or a field in it, as it was meant.</summary>
    /// <param name="now">The type of the whole.</param>
    /// <param name="meant">What it was.</param>
    /// <param name="value">The value, the fields that the name says taken.</param>
    /// <param name="parts">The name as written.</param>
    /// <param name="from">Which of the parts is the first field.</param>
    /// <param name="name">What errors call the whole.</param>
    /// <exception cref="LakeSqlException">LSQ2002 when a field is gone.</exception>
    public static Expression Within(
        DataType now, DataType meant, Expression value, Sequence<string> parts, int from, string name)
    {
        foreach (var part in parts.Skip(from))
        {
            // What else has parts by name has them by keys of its own.
            if (now is not StructType || meant is not StructType of)
            {
                break;
            }

            name = $"{name}.{part}";
            if (FieldOf(of, part) is not { } field)
            {
                throw Gone(name, value.Span);
            }

            (now, meant) = (FieldOf(now, part)?.Type ?? throw Gone(name, value.Span), field.Type);
        }

        return AreSame(now, meant) ? value
            : new Cast(value.Span, value, Target(now, meant, name, value.Span), IsTry: false);
    }

    private static bool AreSame(DataType now, DataType meant) => now.Name == meant.Name || (now, meant) switch
    {
        (StructType a, StructType b) => a.Fields.Count == b.Fields.Count && a.Fields.Zip(b.Fields).All(
            p => Identifier.Same(p.First.Name, p.Second.Name) && AreSame(p.First.Type, p.Second.Type)),
        (ArrayType a, ArrayType b) => AreSame(a.Element, b.Element),
        (FixedArrayType a, FixedArrayType b) => AreSame(a.Element, b.Element),
        (MapType a, MapType b) => AreSame(a.Key, b.Key) && AreSame(a.Value, b.Value),
        _ => !HasFields(now) && !HasFields(meant),
    };

    /// <summary>The fields that were meant, with the types that they have.</summary>
    private static DataType Target(DataType now, DataType meant, string name, SourceSpan span) => (now, meant) switch
    {
        (StructType, StructType b) => new StructType(b.Fields.Select(f => new StructField(f.Name, Target(
            FieldOf(now, f.Name)?.Type ?? throw Gone($"{name}.{f.Name}", span), f.Type, $"{name}.{f.Name}", span)))
            .ToSequence()),
        (ArrayType a, ArrayType b) => new ArrayType(Target(a.Element, b.Element, name, span)),
        (FixedArrayType a, FixedArrayType b) => a with { Element = Target(a.Element, b.Element, name, span) },
        (MapType a, MapType b) => new MapType(
            Target(a.Key, b.Key, name, span), Target(a.Value, b.Value, name, span)),
        _ => AreSame(now, meant) ? now : throw ErrorCode.ColumnNotFound.Error(
            $"column {name} has another type than when the text was written", span),
    };

    private static StructField? FieldOf(DataType type, string name) =>
        (type as StructType)?.Fields.FirstOrDefault(f => Identifier.Same(f.Name, name));

    private static LakeSqlException Gone(string name, SourceSpan span) => ErrorCode.ColumnNotFound.Error(
        $"field {name} is gone since the text was written", span);
}
