using LakeSql.Common.Names;
using LakeSql.Planner.Binding;
using LakeSql.Planner.Bound;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Policies;

/// <summary>
/// Puts together what is seen of a table by all for whom it is asked: the rows that everybody sees of them, the filters
/// of the widest securable first, and the values that they all see alike. By a policy nobody is shown more than who set
/// it sees.
/// </summary>
/// <param name="scan">What is read.</param>
/// <param name="context">Who asks.</param>
/// <param name="answers">What the policies say.</param>
/// <param name="limits">What they may say.</param>
internal sealed class PolicyWeaver(
    TableScan scan, BindContext context, PolicyAnswers answers, SetterLimits limits)
{
    /// <summary>What is seen of the table.</summary>
    public VisibleRows Woven()
    {
        // Of others than the reader, who could take the policies away need not be asked.
        var readers = context.Readers.Where((r, at) => at == 0 || answers.Hiding(r).Count > 0).ToArray();
        var asked = new List<Expression>();
        var layers = new List<Expression>();
        foreach (var level in answers.Levels)
        {
            (BoundPolicyUse Use, string Reader)[] uses = [.. readers.SelectMany(r => answers.UsesFor(r)
                .Where(u => u.Of.Id == level.Id && u.Masked is null).Select(u => (u, r)))];

            // A row that is hidden from who set one is given to none of the level, whose rows are all the same then.
            AddLayer(uses.SelectMany(u => limits.FiltersFor(u.Use)).Select(f => f.Value));
            AddLayer(uses.Select(u => answers.Of(u.Use, u.Reader).Value));
        }

        var masks = new Dictionary<int, Expression>();
        var masked = readers.SelectMany(r => answers.UsesFor(r).Select(u => u.Masked)).OfType<string>().Distinct();
        foreach (var column in masked)
        {
            if (Shown(column, readers, asked) is var shown && !answers.IsStored(shown, column))
            {
                masks.Add(scan.Columns.ToList().FindIndex(c => Identifier.Same(c.Name, column)), shown);
            }
        }

        return new VisibleRows(
            answers.Stored, layers.Count == 0 ? [] : layers[..^1], layers.Count == 0 ? null : layers[^1], masks)
        {
            IsOfSeveral = readers.SelectMany(answers.UsesFor).Select(u => u.Of.Id).Distinct().Count() > 1,
        };

        void AddLayer(IEnumerable<Expression> filters)
        {
            Expression[] added = [.. filters.Where(f => !PolicyAnswers.IsTrue(f)).Except(asked)];
            layers.AddRange(added.Length == 0 ? [] : [added.Aggregate(answers.And)]);
            asked.AddRange(added);
        }
    }

    /// <summary>
    /// A value that all see alike, or a mask of some by what the others see; else NULL, whatever the value is.
    /// </summary>
    /// <remarks>What a mask reads elsewhere is for those alone who see the same by it, or manage that, too.</remarks>
    private Expression Shown(string column, string[] readers, IReadOnlyCollection<Expression> asked)
    {
        PolicyAnswer ValueOf(string of, string reader) =>
            answers.UsesFor(reader).FirstOrDefault(u => u.Masked == of) is { } mask
                ? limits.Masked(mask, reader, asked) : answers.StoredValue(of);
        var values = readers.Select(r => (Reader: r, Answer: ValueOf(column, r))).ToArray();
        var reads = values.SelectMany(v => v.Answer.Reads).Distinct().ToArray();
        values = [.. values, .. context.Readers.Except(readers).Where(r => reads.Any(t => !answers.Manages(r, t)))
            .Select(r => (r, ValueOf(column, r)))];
        var masks = values.Where(v => !answers.IsStored(v.Answer.Value, column)).ToArray();
        return masks.Select(v => v.Answer.Value).Distinct().Count() switch
        {
            0 => values[0].Answer.Value,
            1 when masks.Length == values.Length => masks[0].Answer.Value,
            1 when reads.Length == 0 && values.Except(masks).All(v => masks[0].Answer.Given.All(
                given => answers.IsStored(ValueOf(given, v.Reader).Value, given))) => masks[0].Answer.Value,
            _ => answers.Null,
        };
    }
}
