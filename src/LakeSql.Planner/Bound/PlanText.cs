using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Bound;

/// <summary>A bound query as a tree of steps for EXPLAIN: the last step first, what it works on below it.</summary>
/// <remarks>Views are one step: what they read is not told to their readers.</remarks>
public sealed class PlanText
{
    private readonly List<string> lines = [];
    private int depth;

    private readonly Func<Parameter, object?> valueOf;

    private PlanText(Func<Parameter, object?> valueOf) => this.valueOf = valueOf;

    /// <summary>One line a step, two spaces for each level.</summary>
    /// <param name="query">The query.</param>
    /// <param name="valueOf">The values of its parameters.</param>
    public static IReadOnlyList<string> Of(BoundQuery query, Func<Parameter, object?> valueOf)
    {
        var text = new PlanText(valueOf);
        text.Write(query.Tree);
        return text.lines;
    }

    private void Write(Query query)
    {
        foreach (var table in query.With?.Tables ?? [])
        {
            var materialized = table.IsMaterialized == true ? ", materialized" : "";
            Step($"with {table.Name}{materialized}", () => Write(table.Query));
        }

        var percent = query.LimitIsPercent ? " percent" : "";
        var limit = query.Limit is null ? "" : $"limit {query.Limit.ToSql()}{percent}";
        var offset = query.Offset is null ? "" : $"offset {query.Offset.ToSql()}";
        StepIf(limit.Length + offset.Length > 0, $"{limit} {offset}".Trim(), () => StepIf(
            query.OrderByAll || query.OrderBy.Count > 0,
            "sort by " + (query.OrderByAll ? "all" : Listed(query.OrderBy)), () => Write(query.Body)));
    }

    private void Write(QueryBody body)
    {
        Recursion.Check();
        switch (body)
        {
            case Select s: Write(s); break;
            case SetOperation o:
                Step(
                    o.Operator.ToString().ToLowerInvariant() + (o.All ? " all" : "") + (o.ByName ? " by name" : ""),
                    () =>
                    {
                        Write(o.Left);
                        Write(o.Right);
                    });
                break;
            case ParenthesizedQuery p: Write(p.Query); break;
            case BoundSummary s: Step("summarize", () => Write(s.Query)); break;
            case Values v: Step($"{v.Rows.Count} rows of values"); break;
        }
    }

    private void Write(Select select)
    {
        var (distinct, group) = (select.Distinct || select.DistinctOn.Count > 0, select.GroupBy);
        var on = select.DistinctOn.Count > 0 ? " on " + Listed(select.DistinctOn) : "";
        StepIf(select.Sample is not null, $"sample {select.Sample?.ToSql()}", () => StepIf(
            distinct, "distinct" + on, () => Step("project " + Listed(select.Items), () => StepIf(
                select.Qualify is not null, $"qualify {select.Qualify?.ToSql()}", () => StepIf(
                    select.Having is not null, $"having {select.Having?.ToSql()}", () => StepIf(
                        group is not null, $"group by {group?.ToSql()}", () => WriteRows(select)))))));
    }

    private void WriteRows(Select select) =>
        StepIf(
            select.Where is not null, $"filter {select.Where?.ToSql()}",
            () => Write(select.From, FilePruning.Of(select, valueOf)));

    private void Write(TableExpression? table, FilePruning pruning)
    {
        Recursion.Check();
        switch (table)
        {
            case null: break;
            case BoundScan s:
                Step($"scan {Described(s, pruning)} as {s.Alias.Name}" + Sampled(s.Sample));
                break;
            case BoundView v: Step($"view {v.FullName} as {v.Alias.Name}" + Sampled(v.Sample)); break;
            case BoundCommonTable c: Step($"rows of {c.Name} as {c.Alias.Name}"); break;
            case DerivedTable d: Step($"subquery as {d.Alias!.Name}" + Sampled(d.Sample), () => Write(d.Query)); break;
            case TableFunction f:
                Step($"function {f.Name}({string.Join(", ", f.Arguments.Select(a => a.Value.ToSql()))})");
                break;
            case ParenthesizedJoin p: Write(p.Inner, pruning); break;
            case Join j:
                Step(JoinWords(j), () =>
                {
                    Write(j.Left, pruning.Within(j, isLeft: true));
                    Write(j.Right, pruning.Within(j, isLeft: false));
                });
                break;
        }
    }

    private static string Described(BoundScan scan, FilePruning pruning) => scan.Scan is DeltaScan delta
        ? delta.Describe(pruning.FilesOf(scan).Count) : scan.Scan.Describe();

    private static string JoinWords(Join join)
    {
        var kind = join.Kind switch
        {
            JoinKind.AsOf => "asof",
            JoinKind.AsOfLeft => "asof left",
            JoinKind.AsOfRight => "asof right",
            JoinKind.AsOfFull => "asof full",
            JoinKind.AsOfSemi => "asof semi",
            JoinKind.AsOfAnti => "asof anti",
            _ => join.Kind.ToString().ToLowerInvariant(),
        };
        return $"{kind} join" + (join.On is { } on ? $" on {on.ToSql()}"
            : join.Using.Count > 0 ? $" using {string.Join(", ", join.Using.Select(Identifier.Quote))}"
            : "");
    }

    private static string Sampled(Sample? sample) => sample is null ? "" : $", sample {sample.ToSql()}";

    private static string Listed(IEnumerable<SyntaxNode> nodes) => string.Join(", ", nodes.Select(n => n.ToSql()));

    private void StepIf(bool isThere, string words, Action below)
    {
        if (isThere)
        {
            Step(words, below);
        }
        else
        {
            below();
        }
    }

    private void Step(string words, Action? below = null)
    {
        lines.Add(new string(' ', depth * 2) + words);
        depth++;
        below?.Invoke();
        depth--;
    }
}
