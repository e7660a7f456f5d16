using LakeSql.Catalog;
using LakeSql.Common.Errors;
using LakeSql.Common.Names;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Policies;
using LakeSql.Syntax.Trees;

namespace LakeSql.Planner.Access;

/// <summary>
/// What names of one statement were found to mean. Privileges are checked from it and lineage is written from it, so
/// that the two cannot disagree. It exists for statements that fail and are denied, too.
/// </summary>
public sealed class ResolutionRecord
{
    /// <summary>What must be allowed before anything runs.</summary>
    public List<RequiredAccess> Required { get; } = [];

    /// <summary>
    /// Catalogs and schemas that stand in the way: the statement is told that nothing is there, the audit that somebody
    /// asked.
    /// </summary>
    public List<RequiredAccess> Hidden { get; } = [];

    /// <summary>
    /// What the statement that EXPLAIN ACCESS asks about was found to mean, and the one that this asks about. Nobody
    /// needs their rights in order to ask; they are recorded, since binding may have looked at names, values and files.
    /// </summary>
    public IEnumerable<ResolutionRecord> AskedAbout => Inner is null ? [] : Inner.AskedAbout.Prepend(Inner);

    /// <summary>The record of the statement that EXPLAIN ACCESS asks about itself.</summary>
    internal ResolutionRecord? Inner { get; set; }

    /// <summary>Every scan of the plan; each needs a policy before it can be rendered.</summary>
    public List<TableScan> Scans { get; } = [];

    /// <summary>Tables, volumes and models that are read, each with its pinned version.</summary>
    public List<ObjectUse> Reads { get; } = [];

    /// <summary>
    /// Those that had been read when values were needed to bind the statement, as PIVOT needs them without a list. They
    /// stay when the statement fails or nothing flows.
    /// </summary>
    public HashSet<ObjectUse> LookedAt { get; } = [];

    /// <summary>Directories and files outside of the lake that the statement touches, links followed.</summary>
    public HashSet<string> Outside { get; } = new(StringComparer.Ordinal);

    /// <summary>Versions of models that the plan predicts with.</summary>
    public List<PinnedModel> Models { get; } = [];

    /// <summary>Those that the statement itself names, and not a view, function or policy.</summary>
    public HashSet<PinnedModel> ModelsNamed { get; } = [];

    /// <summary>Where each column of the result comes from.</summary>
    public List<ColumnEdge> Columns { get; } = [];

    /// <summary>Names of columns that PIVOT has made of values.</summary>
    public HashSet<string> NamesOfValues { get; } = new(Identifier.Comparer);

    /// <summary>What is written; null for queries. The operator fills in the version that it made.</summary>
    public ObjectUse? Target { get; set; }

    /// <summary>The views and functions whose texts are in the plan, those of policies too.</summary>
    public List<Securable> Routines { get; } = [];

    /// <summary>How many calls of users' functions the plan holds.</summary>
    internal int FunctionCalls { get; set; }

    /// <summary>How often a text has asked who runs the statement.</summary>
    internal int ReaderAsked { get; set; }

    /// <summary>How many calls the plan holds of functions that give several rows for one, or none.</summary>
    internal int Generators { get; set; }

    /// <summary>Whether rows that a policy hides may be asked the statement's conditions.</summary>
    internal HarmlessConditions Conditions { get; } = new();

    /// <summary>How many values may fail whether there are rows or not, as a pattern does that is none.</summary>
    internal int UncertainCount { get; set; }

    /// <summary>How much the statement computes that must not be computed of values whose rows are not shown.</summary>
    internal int ComputedCount { get; set; }

    /// <summary>
    /// How much of the statement so far could tell how it is run: conditions that are not harmless, and values that may
    /// fail without rows.
    /// </summary>
    internal int TellingCount => Conditions.HarmfulCount + UncertainCount;

    /// <summary>The queries in the statement, with what each of them reads.</summary>
    internal List<QueryPart> Parts { get; } = [];

    /// <summary>
    /// True when an expression that others have written over rows which the user need not see may fail for a value: the
    /// error must not tell it.
    /// </summary>
    public bool OthersMayFail { get; internal set; }

    /// <summary>What stands between views of others and the statement.</summary>
    internal List<ViewBarrier> Barriers { get; } = [];

    /// <summary>The statement does nothing after all: rights were asked for, but no data flowed.</summary>
    public void NothingFlows()
    {
        Reads.Clear();
        Columns.Clear();
        Target = null;
    }

    /// <summary>Records that a column of the result is computed from these.</summary>
    internal void AddValue(IEnumerable<ColumnSource> sources, string target) =>
        Columns.AddRange(sources.Select(s => new ColumnEdge(
            s with { OrdersWindow = false }, target, s.OrdersWindow ? "WINDOW" : "VALUE")));

    /// <summary>Records that the whole result depends on these, by a condition that rows are asked.</summary>
    internal void AddCondition(IEnumerable<ColumnSource> sources, string kind, Expression? condition)
    {
        AddIndirect(sources, kind);
        Conditions.Add(condition);
    }

    /// <summary>Records that the whole result depends on these.</summary>
    internal void AddIndirect(IEnumerable<ColumnSource> sources, string kind) =>
        Columns.AddRange(
            sources.Select(s => s with { OrdersWindow = false }).Distinct().Select(s => new ColumnEdge(s, null, kind)));
}

/// <summary>A privilege that the statement needs.</summary>
/// <param name="Target">On what.</param>
/// <param name="FullName">Its full name.</param>
/// <param name="Privilege">Which one.</param>
/// <param name="Principal">Who needs it: the user, or the owner of a view that reads for the user.</param>
/// <param name="Span">The name in the text.</param>
/// <param name="View">
/// The view in the statement that needs it for its owner; null when the statement itself does.
/// </param>
/// <param name="IsPath">
/// True when the statement names a path: <paramref name="FullName"/> is the path, and what covers it is not told.
/// </param>
public sealed record RequiredAccess(
    Securable Target, string FullName, Privilege Privilege, string Principal, SourceSpan Span, string? View = null,
    bool IsPath = false);

/// <summary>An object as it was used.</summary>
/// <param name="FullName">Its full name.</param>
/// <param name="Type">TABLE, VIEW, VOLUME, MODEL, SYSTEM_TABLE or PATH.</param>
/// <param name="Version">The pinned version; null where the object has none.</param>
public sealed record ObjectUse(string FullName, string Type, long? Version);

/// <summary>A column of a table at a version.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Version">The table's version; null where it has none.</param>
/// <param name="OrdersWindow">
/// True where the column only says which rows a window function sees, and in which order.
/// </param>
public sealed record ColumnSource(string Table, string Column, long? Version, bool OrdersWindow = false);

/// <summary>A dependency of the statement on a column.</summary>
/// <param name="Source">The column read.</param>
/// <param name="TargetColumn">The column of the result; null when the whole result depends on it.</param>
/// <param name="Kind">VALUE or WINDOW for a column of the result; FILTER, JOIN, GROUP or SORT for all of it.</param>
public sealed record ColumnEdge(ColumnSource Source, string? TargetColumn, string Kind);

/// <summary>A query in the statement, perhaps within others.</summary>
/// <param name="First">The first scan that it reads, by position.</param>
/// <param name="End">The first one after those.</param>
/// <param name="CanFail">True when it computes what may fail for a value.</param>
internal readonly record struct QueryPart(int First, int End, bool CanFail)
{
    /// <summary>True when it reads all of these scans.</summary>
    public bool Reads(int first, int end) => First <= first && end <= End;
}
