using System.Globalization;

namespace LakeSql.Data;

/// <summary>Turns a cell's value into the type that was asked for.</summary>
internal static class CellConversion
{
    public static object To(Type wanted, object value, string column)
    {
        var type = Nullable.GetUnderlyingType(wanted) ?? wanted;
        if (value is DBNull)
        {
            throw new InvalidCastException($"column '{column}' is NULL");
        }

        return (value, type) switch
        {
            (DateTime d, _) when type == typeof(DateOnly) => DateOnly.FromDateTime(d),
            (DateTime d, _) when type == typeof(DateTimeOffset) =>
                new DateTimeOffset(DateTime.SpecifyKind(d, DateTimeKind.Utc)),
            (TimeSpan t, _) when type == typeof(TimeOnly) => TimeOnly.FromTimeSpan(t),
            (string s, _) when type == typeof(Guid) && Guid.TryParse(s, out var guid) => guid,
            (byte[] b, _) when type == typeof(Stream) => new MemoryStream(b, writable: false),
            (List<object?> l, _) when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) =>
                ListOf(l, type, column),
            (IConvertible c, _) when type.IsPrimitive || type == typeof(decimal) => Number(c, type, column),
            _ => throw Impossible(value, type, column),
        };
    }

    private static object Number(IConvertible value, Type type, string column)
    {
        if (value is string or DateTime or bool)
        {
            throw Impossible(value, type, column);
        }

        return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
    }

    private static System.Collections.IList ListOf(List<object?> items, Type type, string column)
    {
        var list = (System.Collections.IList)Activator.CreateInstance(type)!;
        var element = type.GetGenericArguments()[0];
        foreach (var item in items)
        {
            list.Add(item is null || element.IsInstanceOfType(item) ? item : To(element, item, column));
        }

        return list;
    }

    private static InvalidCastException Impossible(object value, Type type, string column) =>
        new($"column '{column}' holds {value.GetType().Name}, which cannot be read as {type.Name}");
}
