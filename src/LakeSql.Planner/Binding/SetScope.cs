using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Binding;

/// <summary>The columns of a set operation, and what ORDER BY after it may call them.</summary>
internal sealed class SetScope
{
    private readonly SetOperation operation;
    private readonly Sequence<OutputColumn> right;

    public SetScope(
        SetOperation operation, Sequence<OutputColumn> left, Sequence<OutputColumn> right, Scope outer)
    {
        this.operation = operation;
        this.right = right;
        Columns = Merged(operation, left, right);
        Scope = Output(Columns, outer);
    }

    /// <summary>The columns, under the names of the first query.</summary>
    public Sequence<OutputColumn> Columns { get; }

    /// <summary>The names that ORDER BY may use.</summary>
    public Scope Scope { get; }

    /// <summary>The scope of a result whose rows have no FROM of their own.</summary>
    public static Scope Output(Sequence<OutputColumn> columns, Scope outer)
    {
        var scope = new Scope(outer);
        foreach (var column in columns)
        {
            scope.Aliases.TryAdd(column.Name, column.Sources);
        }

        return scope;
    }

    /// <summary>Adds the names and expressions by which the two sides know the columns.</summary>
    /// <remarks>The left side's are taken over as they are: a chain of thousands copies nothing.</remarks>
    public SetScope With(Scope? leftScope, Scope? rightScope)
    {
        var isChain = leftScope?.OutputNames is not null;
        var names = isChain ? leftScope!.OutputNames! : new Dictionary<string, string>(Identifier.Comparer);
        Scope.OutputNames = names;
        Scope.OutputExpressions = isChain ? leftScope!.OutputExpressions : [];
        for (var i = 0; i < Columns.Count; i++)
        {
            names.TryAdd(Columns[i].Name, Columns[i].Name);
            if (!operation.ByName)
            {
                names.TryAdd(right[i].Name, Columns[i].Name);
            }
        }

        foreach (var (name, column) in rightScope?.OutputNames ?? [])
        {
            names.TryAdd(name, names[column]);
        }

        AddExpressions(operation.Left, null, Columns);
        AddExpressions(operation.Right, rightScope, operation.ByName ? right : Columns);
        return this;
    }

    private static Sequence<OutputColumn> Merged(
        SetOperation operation, Sequence<OutputColumn> left, Sequence<OutputColumn> right)
    {
        if (operation.ByName)
        {
            var merged = left.Select(l => right.FirstOrDefault(r => Identifier.Same(r.Name, l.Name)) is { } r
                ? l with { Sources = l.Sources.Union(r.Sources).ToHashSet() } : l);
            return [.. merged, .. right.Where(r => !left.Any(l => Identifier.Same(l.Name, r.Name)))];
        }

        if (left.Count != right.Count)
        {
            throw ErrorCode.ColumnCountMismatch.Error(
                $"the sides of {operation.Operator.ToString().ToUpperInvariant()} have {left.Count} and {right.Count} "
                + "columns", operation.Right.Span);
        }

        return left.Select((l, i) => l with { Sources = l.Sources.Union(right[i].Sources).ToHashSet() }).ToSequence();
    }

    /// <summary>An expression of SELECT may stand in ORDER BY for its column; stars leave no place certain.</summary>
    private void AddExpressions(QueryBody operand, Scope? inner, Sequence<OutputColumn> columns)
    {
        foreach (var (expression, column) in inner?.OutputExpressions ?? [])
        {
            Scope.OutputExpressions.TryAdd(expression, column);
        }

        if (operand is Select select && select.Items.Count == columns.Count)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                Scope.OutputExpressions.TryAdd(select.Items[i].Value, columns[i].Name);
            }
        }
    }
}
