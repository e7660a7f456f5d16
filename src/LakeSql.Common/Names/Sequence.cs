using System.Collections;
using System.Runtime.CompilerServices;

namespace LakeSql.Common.Names;

/// <summary>A read-only list that compares by its elements, so that records holding one compare by value.</summary>
[CollectionBuilder(typeof(Sequence), nameof(Sequence.Create))]
public sealed class Sequence<T>(IReadOnlyList<T> items) : IReadOnlyList<T>, IEquatable<Sequence<T>>
{
    /// <summary>The sequence of no elements.</summary>
    public static readonly Sequence<T> Empty = new([]);

    /// <inheritdoc/>
    public int Count => items.Count;

    /// <inheritdoc/>
    public T this[int index] => items[index];

    /// <inheritdoc/>
    public bool Equals(Sequence<T>? other) => other is not null && items.SequenceEqual(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sequence<T>);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Lets collection expressions make a <see cref="Sequence{T}"/>.</summary>
public static class Sequence
{
    /// <summary>The elements as a sequence.</summary>
    public static Sequence<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    /// <summary>The elements as a sequence.</summary>
    public static Sequence<T> ToSequence<T>(this IEnumerable<T> items) => new(items.ToArray());
}
