using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>Something in FROM.</summary>
/// <param name="Id">Its id in the plan.</param>
/// <param name="NameParts">
/// How the text may call it: the alias alone, or the table's name with its schema and catalog.
/// </param>
/// <param name="Columns">Its columns.</param>
internal sealed record Relation(string Id, Sequence<string> NameParts, IReadOnlyList<RelationColumn> Columns)
{
    /// <summary>In so few columns a name is found faster without a table of names.</summary>
    private const int ScannedMax = 32;

    private Dictionary<string, RelationColumn>? byName;

    /// <summary>Columns that the user sees masked, and may therefore not compute with here.</summary>
    public IReadOnlyList<string> Masked { get; init; } = [];

    /// <summary>
    /// The columns by name as the rows have them: also those that the text which reads them does not know.
    /// </summary>
    public IReadOnlyList<string> Rendered { get => field ?? [.. Columns.Select(c => c.Name)]; init; }

    /// <summary>The stored rows that it gives; null for any others.</summary>
    public DeltaScan? Stored { get; set; }

    /// <summary>Columns that a USING or NATURAL join has merged into another relation's.</summary>
    public HashSet<string> Merged { get; } = new(Identifier.Comparer);

    public RelationColumn? Find(string name)
    {
        if (Columns.Count > ScannedMax)
        {
            return (byName ??= ByName()).GetValueOrDefault(name);
        }

        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Columns[i];
            }
        }

        return null;
    }

    private Dictionary<string, RelationColumn> ByName()
    {
        var found = new Dictionary<string, RelationColumn>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in Columns)
        {
            found.TryAdd(column.Name, column);
        }

        return found;
    }

    /// <summary>True when the qualifier names this relation: it equals the last parts of the relation's name.</summary>
    public bool IsCalled(IReadOnlyList<string> qualifier) => IsCalled(qualifier, qualifier.Count);

    /// <summary>The same for a qualifier that is the first parts of a name.</summary>
    public bool IsCalled(IReadOnlyList<string> name, int qualifierLength)
    {
        if (qualifierLength > NameParts.Count)
        {
            return false;
        }

        for (var i = 1; i <= qualifierLength; i++)
        {
            if (!Identifier.Same(name[qualifierLength - i], NameParts[^i]))
            {
                return false;
            }
        }

        return qualifierLength > 0;
    }
}

/// <summary>A common table expression in reach.</summary>
/// <param name="RenderedName">Its name in the plan.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Query">What gives its rows; null within its own recursion.</param>
internal sealed record CommonTable(string RenderedName, IReadOnlyList<RelationColumn> Columns, Query? Query)
{
    /// <summary>True within its own recursion, where all its rows so far are <c>recurring.name</c>.</summary>
    public bool IsOpen => Query is null;
}

/// <summary>What an expression is a part of, which says what has no place in it.</summary>
internal enum RowPart
{
    /// <summary>A query.</summary>
    Query,

    /// <summary>
    /// A statement that changes rows, or the body of a function: it is computed of one row, or of a pair, and gives one
    /// value.
    /// </summary>
    Row,

    /// <summary>
    /// A rule of a table, which is computed with the rights of whoever writes: of one row and of nothing else.
    /// </summary>
    Rule,
}

/// <summary>The names in reach at one place of a query.</summary>
internal sealed class Scope(Scope? parent)
{
    public Scope? Parent { get; } = parent;

    public List<Relation> Relations { get; } = [];

    /// <summary>Columns merged by USING or NATURAL: unqualified, they mean this.</summary>
    public Dictionary<string, (Expression Value, IReadOnlySet<ColumnSource> Sources)> MergedColumns { get; } =
        new(Identifier.Comparer);

    /// <summary>Aliases of the SELECT list seen so far, with their sources.</summary>
    public Dictionary<string, IReadOnlySet<ColumnSource>> Aliases { get; } = new(Identifier.Comparer);

    /// <summary>Of what the expressions are.</summary>
    public RowPart Part { get; set; }

    /// <summary>True for the parameters of a function, which stand around its body.</summary>
    public bool IsParameters { get; init; }

    /// <summary>How many names were found to mean columns of this scope.</summary>
    public int ColumnUses { get; set; }

    /// <summary>How many names were found to mean aliases of its SELECT list, or its lambda's parameters.</summary>
    public int AliasUses { get; set; }

    /// <summary>How many names were found to mean anything here or further out.</summary>
    public int UsesInAll => ColumnUses + AliasUses + (Parent?.UsesInAll ?? 0);

    /// <summary>In HAVING and QUALIFY an alias comes before a column of its name, outside of functions.</summary>
    public bool AliasesFirst { get; set; }

    /// <summary>
    /// For ORDER BY after a set operation: the names that columns have in any of its queries, with those of the first.
    /// Null for other queries.
    /// </summary>
    public Dictionary<string, string>? OutputNames { get; set; }

    /// <summary>For the same: the columns by their expressions, as written in any of the queries.</summary>
    public Dictionary<Expression, string> OutputExpressions { get; set; } = [];

    /// <summary>WINDOW, as written.</summary>
    public Sequence<NamedWindow> NamedWindows { get; set; } = [];

    /// <summary>FROM as far as it is bound; null before.</summary>
    public TableExpression? From { get; set; }

    /// <summary>The common table expressions of this scope, bound, in order.</summary>
    public List<CommonTableExpression> BoundTables { get; } = [];

    /// <summary>Common table expressions, the inner ones hiding the outer.</summary>
    public Dictionary<string, CommonTable> CommonTables { get; } = new(Identifier.Comparer);

    /// <summary>Collects the columns of this scope that names were found to mean; null when nobody asks.</summary>
    public HashSet<string>? Touched { get; set; }

    /// <summary>Parameters of the lambdas around this place.</summary>
    public List<string> LambdaParameters { get; } = [];

    /// <summary>True when the name means a table, a column or an alias here or further out.</summary>
    public bool Knows(string name) =>
        LambdaParameters.Contains(name, Identifier.Comparer) || MergedColumns.ContainsKey(name)
        || Aliases.ContainsKey(name) || Relations.Any(r => r.IsCalled([name]) || r.Find(name) is not null)
        || Parent?.Knows(name) == true;

    public CommonTable? FindCommonTable(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.CommonTables.TryGetValue(name, out var found))
            {
                return found;
            }
        }

        return null;
    }

    public void Add(Relation relation, SourceSpan span)
    {
        if (relation.NameParts.Count > 0 && Relations.Any(r => r.NameParts.Equals(relation.NameParts)
            || (r.NameParts.Count == 1 && relation.NameParts.Count == 1
                && Identifier.Same(r.NameParts[0], relation.NameParts[0]))))
        {
            throw ErrorCode.DuplicateAlias.Error(
                $"two tables of this FROM are called {Identifier.Quote(relation.NameParts[^1])}",
                span,
                "give one of them an alias: … AS other");
        }

        Relations.Add(relation);
    }
}
