using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Policies;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Bound;

/// <summary>A column of one relation of the plan. The binder puts it where a name stood.</summary>
/// <param name="Span">The name's place.</param>
/// <param name="Relation">The relation's id, unique in the statement.</param>
/// <param name="Column">The column's name in it.</param>
public sealed record BoundColumn(SourceSpan Span, string Relation, string Column) : Expression(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw(Relation + "." + Identifier.Quote(Column));
}

/// <summary>An alias of the SELECT list or a parameter of a lambda.</summary>
public sealed record BoundAlias(SourceSpan Span, string Name) : Expression(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw(Identifier.Quote(Name));
}

/// <summary>What a call gives to a function that a user has made.</summary>
/// <param name="Relation">The relation that the parameters are columns of in the body.</param>
/// <param name="Names">The parameters.</param>
/// <param name="Types">Their types.</param>
/// <param name="Values">What they are in this call, bound where the call stands.</param>
public sealed record BoundParameters(
    string Relation, Sequence<string> Names, Sequence<DataType> Types, Sequence<Expression> Values)
{
    /// <summary>
    /// Positions of values that are computed before the body looks at a row: else whether one fails could depend on
    /// rows that the body leaves out.
    /// </summary>
    public Sequence<int> ComputedFirst { get; init; } = [];

    /// <summary>Positions of values that the function's owner has written: its defaults.</summary>
    public Sequence<int> Defaulted { get; init; } = [];

    /// <summary>The place of a parameter.</summary>
    public int IndexOf(string name) => Names.ToList().FindIndex(n => Identifier.Same(n, name));
}

/// <summary>
/// A call of a function that a user has made, with its body. The body's spans point into its own text. Without a type,
/// as of a function about to be made, the value is of the body's own.
/// </summary>
public sealed record BoundFunction(
    SourceSpan Span, string FullName, BoundParameters Parameters, Expression Body, DataType? Type) : Expression(Span)
{
    /// <summary>
    /// True when it computes of rows that it reads and that are not shown: of copies of their values, then.
    /// </summary>
    public bool CopiesComputed { get; init; }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.Raw($"{FullName}(")
            .List(Parameters.Values.Where((_, i) => !Parameters.Defaulted.Contains(i)), v => sql.Node(v)).Raw(")");
}

/// <summary>A prediction by one version of a model.</summary>
/// <param name="Span">The call's place.</param>
/// <param name="Model">The pinned version.</param>
/// <param name="Arguments">One value a feature, in the model's order.</param>
public sealed record BoundPredict(SourceSpan Span, PinnedModel Model, Sequence<Expression> Arguments) : Expression(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw($"PREDICT({Model.FullName} VERSION {Model.Version})");
}

/// <summary>A model at the version that the whole statement uses.</summary>
public sealed record PinnedModel(string FullName, Guid Id, int Version, ModelVersion Stored);

/// <summary>A scan of stored rows, under its relation's id and the names that the text gives its columns.</summary>
public sealed record BoundScan(SourceSpan Span, TableAlias Alias, TableScan Scan, Sample? Sample)
    : TableExpression(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw($"SCAN {Scan.Describe()} AS {Alias.Name}");
}

/// <summary>A use of a common table expression, under its relation's id.</summary>
/// <param name="Span">The name's place.</param>
/// <param name="Alias">The relation's id and columns.</param>
/// <param name="Name">The common table's name in the plan.</param>
/// <param name="IsRecurring">True for all rows of a table with a key so far, false for the newest ones.</param>
public sealed record BoundCommonTable(SourceSpan Span, TableAlias Alias, string Name, bool IsRecurring)
    : TableExpression(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) =>
        sql.When(IsRecurring, "recurring.").Raw($"{Name} AS {Alias.Name}");
}

/// <summary>
/// A view in FROM: its query, bound with its owner's rights. The query's spans point into the view's text.
/// </summary>
public sealed record BoundView(SourceSpan Span, string FullName, Query Query, TableAlias Alias, Sample? Sample)
    : TableExpression(Span)
{
    /// <summary>For a table function: what the call gives it.</summary>
    public BoundParameters? Parameters { get; init; }

    /// <summary>What keeps conditions off the rows that it leaves out; null where nothing has to.</summary>
    public ViewBarrier? Barrier { get; init; }

    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw($"VIEW {FullName} AS {Alias.Name}");
}

/// <summary>Statistics of each column of a query.</summary>
/// <param name="Span">Its place.</param>
/// <param name="Query">The query.</param>
/// <param name="Columns">Its columns, whose types are shown by LakeSql's names.</param>
public sealed record BoundSummary(SourceSpan Span, Query Query, Sequence<StructField> Columns) : QueryBody(Span)
{
    /// <inheritdoc/>
    public override void WriteTo(SqlWriter sql) => sql.Raw("SUMMARIZE ").Node(Query);
}

/// <summary>A bound query with the columns that it gives.</summary>
public sealed record BoundQuery(Query Tree, Sequence<OutputColumn> Columns);

/// <summary>A column of a query's result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sources">The stored columns its value is computed from.</param>
public sealed record OutputColumn(string Name, IReadOnlySet<ColumnSource> Sources);
