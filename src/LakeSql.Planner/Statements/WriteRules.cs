using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Common.Types;
using LakeSql.Planner.Access;
using LakeSql.Planner.Binding;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Schema;
using LakeSql.Syntax;
using LakeSql.Syntax.Statements;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Statements;

/// <summary>What a table asks of the rows that are written to it, besides types and NOT NULL.</summary>
/// <param name="Relation">What the new rows are called in the expressions.</param>
/// <param name="Checks">Conditions that must be true for every row.</param>
/// <param name="Defaults">By column position: what a row gets which gives no value.</param>
/// <param name="Generated">By column position: what the value is computed from.</param>
public sealed record WriteRules(
    string Relation, IReadOnlyList<CheckRule> Checks, IReadOnlyDictionary<int, Expression> Defaults,
    IReadOnlyDictionary<int, Expression> Generated)
{
    /// <summary>False where the user does not see the rows as they are stored: no error may show one.</summary>
    public bool ShowsRows { get; init; } = true;

    /// <summary>Nothing is asked.</summary>
    public static readonly WriteRules None = new(
        "", [], new Dictionary<int, Expression>(), new Dictionary<int, Expression>());

    /// <summary>
    /// For rows that give all columns of the table, the position of each; -1 where the value is computed anyhow.
    /// </summary>
    public IReadOnlyList<int> Positions(int columnCount) =>
        [.. Enumerable.Range(0, columnCount).Select(i => Generated.ContainsKey(i) ? -1 : i)];

    /// <summary>The rules of a table that is about to be made, bound.</summary>
    internal static WriteRules Bind(
        IReadOnlyList<ColumnDefinition> columns, IEnumerable<CheckConstraint> constraints, BindContext context) => Bind(
        new TableMetadata(
            "", TableSchema.Of(columns), [],
            constraints.ToDictionary(c => TableMetadata.ConstraintProperty(c.Name), c => c.Condition.Text), null),
        context);

    /// <summary>The rules of a table, bound.</summary>
    /// <exception cref="LakeSqlException">LSQ4003 when another engine wrote one that LakeSql cannot read.</exception>
    internal static WriteRules Bind(TableMetadata metadata, BindContext context)
    {
        var fields = metadata.Schema.Fields;
        var checks = metadata.Constraints.Select(c => (c.Key, Text: c.Value))
            .Concat(fields.Where(f => f.Invariant is not null).Select(f => (Key: f.Name, Text: f.Invariant!))).ToList();
        if (checks.Count == 0 && fields.All(f => f.Default is null && f.Generated is null))
        {
            return None;
        }

        var row = RowOf(metadata, context);
        var nothing = new Relation(context.NextRelation(), [], []);
        return new WriteRules(
            row.Id,
            [.. checks.Select(c => new CheckRule(c.Key, c.Text, Bound(c.Text, row, context)))],
            ByPosition(fields, f => f.Default, text => Bound(text, nothing, context)),
            ByPosition(fields, f => f.Generated, text => Bound(text, row, context)));
    }

    /// <summary>One rule of a table, bound over its rows; the caller says what is wrong with it.</summary>
    internal static Expression Bound(Expression rule, TableMetadata metadata, BindContext context) =>
        QueryBinder.BindOver(rule, RowOf(metadata, context), null, context, RowPart.Rule);

    /// <summary>The same, where the row has a name already.</summary>
    internal static Expression Bound(Expression rule, TableMetadata metadata, string relation, BindContext context) =>
        QueryBinder.BindOver(rule, RowOf(metadata, context) with { Id = relation }, null, context, RowPart.Rule);

    /// <summary>A new row: its values come from nowhere that lineage knows.</summary>
    private static Relation RowOf(TableMetadata metadata, BindContext context) => new(
        context.NextRelation(), [],
        [.. metadata.Columns.Select(c => new RelationColumn(c.Name, new HashSet<ColumnSource>()))]);

    private static Dictionary<int, Expression> ByPosition(
        Sequence<TableField> fields, Func<TableField, string?> textOf,
        Func<string, Expression> bind) =>
        fields.Select((f, i) => (Text: textOf(f), Position: i)).Where(f => f.Text is not null)
            .ToDictionary(f => f.Position, f => bind(f.Text!));

    /// <summary>The names of the columns that a rule reads.</summary>
    internal static IReadOnlySet<string> ColumnsOf(
        string rule, IReadOnlyList<ColumnDefinition> columns, BindContext context)
    {
        var row = new Relation(
            context.NextRelation(), [],
            [.. columns.Select(c => new RelationColumn(c.Name, new HashSet<ColumnSource> { new("", c.Name, null) }))]);
        return Readable(rule, text => QueryBinder.SourcesOf(SqlParser.ParseExpression(text), row, context))
            .Select(s => s.Column).ToHashSet(Identifier.Comparer);
    }

    private static Expression Bound(string text, Relation relation, BindContext context) => Readable(
        text, t => QueryBinder.BindOver(SqlParser.ParseExpression(t), relation, null, context, RowPart.Rule));

    private static T Readable<T>(string text, Func<string, T> read)
    {
        try
        {
            return read(text);
        }
        catch (LakeSqlException e)
        {
            throw ErrorCode.UnsupportedTableFeature.Error(
                $"the table has a rule that LakeSql cannot read: {text}: {e.Message}");
        }
    }
}

/// <summary>A condition that must be true for every row.</summary>
/// <param name="Name">The constraint's name, or the column that it belongs to.</param>
/// <param name="Text">As the table's log has it.</param>
/// <param name="Condition">The same, bound.</param>
public sealed record CheckRule(string Name, string Text, Expression Condition);
