namespace LakeSql.Syntax.Tests.Grammar;

/// <summary>A part of a grammar rule. Parts compare by reference: each is one place in a file.</summary>
internal abstract class Ebnf
{
    /// <summary>The parts of this part.</summary>
    public virtual IReadOnlyList<Ebnf> Parts => [];

    /// <summary>This part and all parts within it.</summary>
    public IEnumerable<Ebnf> All() => Parts.SelectMany(p => p.All()).Prepend(this);

    public override string ToString() => string.Join(' ', Parts);
}

/// <summary><c>a | b</c></summary>
internal sealed class Choice(IReadOnlyList<Ebnf> alternatives) : Ebnf
{
    public override IReadOnlyList<Ebnf> Parts => alternatives;
}

/// <summary><c>a b</c></summary>
internal sealed class Series(IReadOnlyList<Ebnf> items) : Ebnf
{
    public override IReadOnlyList<Ebnf> Parts => items;
}

/// <summary><c>[ a ]</c></summary>
internal sealed class Optional(Ebnf inner) : Ebnf
{
    public override IReadOnlyList<Ebnf> Parts { get; } = [inner];

    public Ebnf Inner => inner;
}

/// <summary><c>{ a }</c>: none, one or more.</summary>
internal sealed class Repeated(Ebnf inner) : Ebnf
{
    public override IReadOnlyList<Ebnf> Parts { get; } = [inner];

    public Ebnf Inner => inner;
}

/// <summary><c>a - b</c>: what a allows, without the words of b.</summary>
internal sealed class Except(Ebnf inner, Ebnf words) : Ebnf
{
    public override IReadOnlyList<Ebnf> Parts { get; } = [inner, words];

    public Ebnf Inner => inner;

    public Ebnf Words => words;
}

/// <summary>The name of another rule.</summary>
internal sealed class Reference(string rule) : Ebnf
{
    public string Rule => rule;

    public override string ToString() => rule;
}

/// <summary><c>"SELECT"</c>, <c>"("</c></summary>
internal sealed class Terminal(string text) : Ebnf
{
    public string Text => text;

    public override string ToString() => text;

    /// <summary>True for a keyword, false for signs.</summary>
    public bool IsWord => char.IsAsciiLetterUpper(text[0]);
}

/// <summary><c>"0" .. "9"</c>: one character.</summary>
internal sealed class CharacterRange(char first, char last) : Ebnf
{
    public char First => first;

    public char Last => last;
}

/// <summary><c>? letter of any alphabet ?</c>: characters in words.</summary>
internal sealed class Described(string words) : Ebnf
{
    public string Words => words;
}

/// <summary><c>name = … ;</c></summary>
/// <param name="Name">The name.</param>
/// <param name="File">The file that defines it, from the grammar folder.</param>
/// <param name="Body">What it stands for.</param>
internal sealed record Rule(string Name, string File, Ebnf Body)
{
    /// <summary>True when the rule makes one token from characters.</summary>
    public bool IsLexical => File == "lexical.ebnf";
}
