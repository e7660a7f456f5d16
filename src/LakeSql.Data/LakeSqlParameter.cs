using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace LakeSql.Data;

/// <summary>A value of a command: by position, or by name (with or without its sign).</summary>
public sealed class LakeSqlParameter : DbParameter
{
    /// <summary>A parameter without name and value.</summary>
    public LakeSqlParameter()
    {
    }

    /// <summary>A parameter.</summary>
    public LakeSqlParameter(string name, object? value) => (ParameterName, Value) = (name, value);

    /// <inheritdoc/>
    public override DbType DbType { get; set; } = DbType.Object;

    /// <inheritdoc/>
    public override ParameterDirection Direction { get; set; } = ParameterDirection.Input;

    /// <inheritdoc/>
    public override bool IsNullable { get; set; }

    /// <inheritdoc/>
    [AllowNull]
    public override string ParameterName { get; set => field = value ?? ""; } = "";

    /// <inheritdoc/>
    public override int Size { get; set; }

    /// <inheritdoc/>
    [AllowNull]
    public override string SourceColumn { get; set => field = value ?? ""; } = "";

    /// <inheritdoc/>
    public override bool SourceColumnNullMapping { get; set; }

    /// <inheritdoc/>
    public override object? Value { get; set; }

    internal string PlainName => ParameterName.TrimStart('@', ':', '$', '?');

    /// <inheritdoc/>
    public override void ResetDbType() => DbType = DbType.Object;
}

/// <summary>The parameters of a command.</summary>
public sealed class LakeSqlParameterCollection : DbParameterCollection
{
    private readonly List<LakeSqlParameter> items = [];

    /// <inheritdoc/>
    public override int Count => items.Count;

    /// <inheritdoc/>
    public override object SyncRoot => items;

    /// <inheritdoc/>
    public override int Add(object value)
    {
        items.Add(Checked(value));
        return items.Count - 1;
    }

    /// <summary>Adds a value under a name.</summary>
    public LakeSqlParameter AddWithValue(string name, object? value)
    {
        var parameter = new LakeSqlParameter(name, value);
        items.Add(parameter);
        return parameter;
    }

    /// <inheritdoc/>
    public override void AddRange(Array values)
    {
        foreach (var value in values)
        {
            Add(value);
        }
    }

    /// <inheritdoc/>
    public override void Clear() => items.Clear();

    /// <inheritdoc/>
    public override bool Contains(object value) => value is LakeSqlParameter p && items.Contains(p);

    /// <inheritdoc/>
    public override bool Contains(string value) => IndexOf(value) >= 0;

    /// <inheritdoc/>
    public override void CopyTo(Array array, int index) => ((ICollection)items).CopyTo(array, index);

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => items.GetEnumerator();

    /// <inheritdoc/>
    public override int IndexOf(object value) => value is LakeSqlParameter p ? items.IndexOf(p) : -1;

    /// <inheritdoc/>
    public override int IndexOf(string parameterName) => items.FindIndex(p =>
        p.PlainName.Equals(parameterName.TrimStart('@', ':', '$', '?'), StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override void Insert(int index, object value) => items.Insert(index, Checked(value));

    /// <inheritdoc/>
    public override void Remove(object value) => items.Remove(Checked(value));

    /// <inheritdoc/>
    public override void RemoveAt(int index) => items.RemoveAt(index);

    /// <inheritdoc/>
    public override void RemoveAt(string parameterName) => items.RemoveAt(Found(parameterName));

    /// <inheritdoc/>
    protected override DbParameter GetParameter(int index) => items[index];

    /// <inheritdoc/>
    protected override DbParameter GetParameter(string parameterName) => items[Found(parameterName)];

    /// <inheritdoc/>
    protected override void SetParameter(int index, DbParameter value) => items[index] = Checked(value);

    /// <inheritdoc/>
    protected override void SetParameter(string parameterName, DbParameter value) =>
        items[Found(parameterName)] = Checked(value);

    private int Found(string name) => IndexOf(name) is >= 0 and var index
        ? index : throw new IndexOutOfRangeException($"there is no parameter '{name}'");

    private static LakeSqlParameter Checked(object value) =>
        value as LakeSqlParameter ?? throw new InvalidCastException("a LakeSqlParameter is needed");
}
