using System.Collections;
using System.Numerics;
using LakeSql.Common.Errors;
using LakeSql.Syntax.Trees;

namespace LakeSql.Engine.Sessions;

/// <summary>Which values a parameter may have: what the engine has a type for, and lists of that.</summary>
/// <remarks>
/// Other objects are bound as the text that they give of themselves, as a <see cref="Uri"/> is, but not where that is
/// the name of their type alone.
/// </remarks>
internal static class ParameterValue
{
    private static readonly HashSet<Type> Types =
    [
        typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint),
        typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(decimal), typeof(string), typeof(Guid),
        typeof(BigInteger), typeof(byte[]), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly),
        typeof(TimeOnly), typeof(TimeSpan),
    ];

    /// <summary>The parameter as it is called in errors.</summary>
    public static string NameOf(Parameter parameter) => parameter.Name ?? $"{parameter.Position}";

    /// <summary>The value, when it can be bound.</summary>
    /// <exception cref="LakeSqlException">LSQ2025 when it cannot.</exception>
    public static object? Checked(object? value, Parameter parameter) =>
        value is null || Types.Contains(value.GetType())
        || (value is IEnumerable ? value is ICollection && IsList(value.GetType()) : HasText(value))
            ? value
            : throw ErrorCode.ParameterInvalid.Error(
                $"parameter {NameOf(parameter)} has a value of the type {Words(value.GetType())}, which no column has",
                parameter.Span, "give a number, a text, a time, bytes, or a list of one of these types");

    private static bool IsList(Type type) => ElementOf(type) is { } element
        && (Types.Contains(Nullable.GetUnderlyingType(element) ?? element) || IsList(element));

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetArrayRank() == 1 ? type.GetElementType() : null
        : type.GetInterfaces().FirstOrDefault(
            i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static bool HasText(object value) =>
        value is not (Memory<byte> or ReadOnlyMemory<byte>) && value.ToString() != value.GetType().ToString();

    /// <summary>As C# writes it: <c>Dictionary&lt;String, Int32&gt;</c>.</summary>
    private static string Words(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Words))}>"
        : type.Name;
}
