using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Functions;
using LakeSql.Storage.Delta;
using LakeSql.Syntax;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>What a policy says, the tables that it reads for that, and the columns that it is given.</summary>
internal sealed record PolicyAnswer(
    Expression Value, IReadOnlyList<Securable> Reads, IReadOnlyList<string> Given);

/// <summary>
/// Binds the policies of one table in one statement, each as if its reader were the only one. The same function with
/// the same arguments is the same expression, for all readers between whom it makes no difference.
/// </summary>
/// <param name="scan">What is read.</param>
/// <param name="table">The table.</param>
/// <param name="read">The version of it.</param>
/// <param name="span">Where the statement names it.</param>
/// <param name="context">Who asks.</param>
internal sealed class PolicyAnswers(
    TableScan scan, Securable table, Snapshot read, SourceSpan span, BindContext context)
{
    // Policies name columns as they are called now, whatever a transaction still sees.
    private readonly Snapshot newest = context.Services.NewestOf(table).Latest();
    private readonly Dictionary<string, IReadOnlyList<BoundPolicyUse>> usesFor = new(Identifier.Comparer);
    private readonly Dictionary<(Guid Of, Guid Function, string? Masked, string SetBy), int> known = [];
    private readonly Dictionary<(int At, string? Reader, Sequence<Expression> Given), PolicyAnswer> bound = [];

    /// <summary>What the stored rows are called.</summary>
    public string Stored { get; } = context.NextRelation();

    /// <summary>The table and what holds it, the widest first.</summary>
    public IReadOnlyList<Securable> Levels { get; } =
        [.. EffectivePolicies.Chain(table, context.Metastore).Reverse()];

    /// <summary>The policies that concern a reader.</summary>
    public IReadOnlyList<BoundPolicyUse> UsesFor(string reader)
    {
        if (!usesFor.TryGetValue(reader, out var uses))
        {
            uses = new PolicyUses(
                table, newest, read, scan is ChangesScan, Stored, span, context.ForPolicy(reader)).Find();
            usesFor.Add(reader, uses);
        }

        return uses;
    }

    /// <summary>What a policy says to a reader.</summary>
    public PolicyAnswer Of(BoundPolicyUse use, string reader)
    {
        var key = (use.Of.Id, use.Function.Securable.Id, use.Masked, use.SetBy);
        if (!known.TryGetValue(key, out var at))
        {
            known.Add(key, at = known.Count);
        }

        if (bound.TryGetValue((at, null, use.Arguments), out var answer)
            || bound.TryGetValue((at, reader, use.Arguments), out answer))
        {
            return answer;
        }

        var resolution = context.Resolution;
        var (scanCount, askedCount) = (resolution.Scans.Count, resolution.ReaderAsked);
        var value = Folding.Of(FunctionBinder.BindUse(
            use.Function, use.Arguments.Select(a => new FunctionArgument(null, a)).ToSequence(), span,
            context.ForPolicy(reader, use.SetBy, $"{Stored}p{at}"), "a policy of the table"));
        Securable[] reads = [.. resolution.Scans.Skip(scanCount).Select(s => s.Governed).OfType<Securable>()];
        answer = new PolicyAnswer(value, reads, ColumnsOf(use));
        var isForAll = resolution.ReaderAsked == askedCount
            && !reads.Any(t => EffectivePolicies.MayHold(t, context.Metastore));
        bound.Add((at, isForAll ? null : reader, use.Arguments), answer);
        return answer;
    }

    /// <summary>
    /// The same where all conditions are true. The engine may compute a subquery for all rows, so that of others not
    /// even the values are given.
    /// </summary>
    public PolicyAnswer Within(
        IEnumerable<PolicyAnswer> conditions, BoundPolicyUse use, string reader, Expression? otherwise)
    {
        if (conditions.ToArray() is not { Length: > 0 } all)
        {
            return Of(use, reader);
        }

        var condition = all.Select(f => f.Value).Aggregate(And);
        var given = use with
        {
            Arguments = use.Arguments.Select(a => a is BoundColumn ? IfTrue(condition, a, null) : a).ToSequence(),
        };
        var answer = Of(given, reader);
        return new PolicyAnswer(
            IfTrue(condition, answer.Value, otherwise), [.. answer.Reads, .. all.SelectMany(f => f.Reads)],
            [.. ColumnsOf(use), .. all.SelectMany(f => f.Given)]);
    }

    /// <summary>True for who could take away the policies that stand on it.</summary>
    public bool Manages(string user, Securable securable) => context.Metastore.Check(
        context.Metastore.EffectivePrincipals(user), securable, Privilege.Manage).Allowed;

    /// <summary>What may have policies that the user cannot take away.</summary>
    public HashSet<Guid> Hiding(string user) => [.. Levels.Where(
        s => (TagPolicy.Of(s).Count > 0 || !TablePolicy.Of(s).IsEmpty) && !Manages(user, s)).Select(s => s.Id)];

    /// <summary>The columns that a policy is given.</summary>
    public static string[] ColumnsOf(BoundPolicyUse use) =>
        [.. use.Arguments.OfType<BoundColumn>().Select(c => c.Column)];

    /// <summary>True for a filter that lets every row through.</summary>
    public static bool IsTrue(Expression filter) => filter is Literal { Kind: LiteralKind.Boolean, Text: "true" };

    /// <summary>True when that is what is stored in the column.</summary>
    public bool IsStored(Expression value, string column) =>
        value is BoundColumn same && same.Relation == Stored && same.Column == column;

    /// <summary>What is stored in the column.</summary>
    public PolicyAnswer StoredValue(string column) => new(new BoundColumn(span, Stored, column), [], []);

    /// <summary>True where both are.</summary>
    public Binary And(Expression left, Expression right) => new(span, BinaryOperator.And, left, right);

    /// <summary>What is seen in the place of a value that is hidden.</summary>
    public Literal Null => new(span, LiteralKind.Null, "NULL");

    /// <summary>What a filter says of a row that is hidden.</summary>
    public Literal False => new(span, LiteralKind.Boolean, "false");

    private Case IfTrue(Expression condition, Expression value, Expression? other) =>
        new(span, null, [new CaseWhen(condition, value)], other);
}
