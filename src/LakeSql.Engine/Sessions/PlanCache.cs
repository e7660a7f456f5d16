using System.Diagnostics.Metrics;
using LakeSql.Catalog;
using LakeSql.Engine.Lakes;
using LakeSql.Planner.Access;
using LakeSql.Planner.Bound;
using LakeSql.Planner.Statements;

namespace LakeSql.Engine.Sessions;

/// <summary>Plans of queries that may run again as they are: a repeated text is not parsed and bound again.</summary>
/// <remarks>
/// A plan is what binding made of a text, a user and a place in one state of the metastore and of the tables. It is
/// used again only while all of these are the same, so a run from here reads what a run that was bound anew would.
/// </remarks>
internal sealed class PlanCache(Lake lake)
{
    private const int PlansMax = 256;

    /// <summary>Longer texts are seldom repeated, and their plans would keep much memory.</summary>
    private const int TextMax = 32_768;

    private static readonly Meter Meter = new("LakeSql");
    private static readonly Counter<long> ReusedCount = Meter.CreateCounter<long>(
        "lakesql.plans.reused", description: "Statements that ran without being parsed and bound");

    private readonly Lock gate = new();
    private readonly Dictionary<PlanKey, LinkedListNode<KnownPlan>> byKey = [];

    /// <summary>The plan used last comes first.</summary>
    private readonly LinkedList<KnownPlan> byUse = [];

    /// <summary>The plan, when it is what binding would make now; else null.</summary>
    public KnownPlan? Find(PlanKey key)
    {
        KnownPlan known;
        lock (gate)
        {
            if (!byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            known = node.Value;
            byUse.Remove(node);
            byUse.AddFirst(node);
        }

        if (!ReferenceEquals(known.Metastore, lake.Metastore.Held()) || !ReadsLatest(known.Plan.Resolution))
        {
            Forget(key);
            return null;
        }

        if (ReusedCount.Enabled)
        {
            ReusedCount.Add(1, new KeyValuePair<string, object?>("lake", lake.Path));
        }

        return known;
    }

    /// <summary>Keeps the plan of a query, if the same text would give the same plan again.</summary>
    /// <param name="known">What binding made.</param>
    /// <param name="binding">What binding asked for besides the metastore and the tables.</param>
    public void Keep(KnownPlan known, StatementBinding binding)
    {
        if (known.Key.Text.Length > TextMax || known.Plan.Plan is not QueryPlan || binding.LookedAside)
        {
            return;
        }

        lock (gate)
        {
            if (byKey.Remove(known.Key, out var older))
            {
                byUse.Remove(older);
            }

            byKey.Add(known.Key, byUse.AddFirst(known));
            if (byKey.Count > PlansMax)
            {
                byKey.Remove(byUse.Last!.Value.Key);
                byUse.RemoveLast();
            }
        }
    }

    private void Forget(PlanKey key)
    {
        lock (gate)
        {
            if (byKey.Remove(key, out var node))
            {
                byUse.Remove(node);
            }
        }
    }

    /// <summary>
    /// True when each table is read at its newest version, and nothing but tables: the rows of system tables are made
    /// when the plan runs. A time travel to an older version is bound anew, which says whether it is still there.
    /// </summary>
    private bool ReadsLatest(ResolutionRecord resolution)
    {
        foreach (var scan in resolution.Scans)
        {
            var isSame = scan switch
            {
                DeltaScan { Table: { } table } delta => ReferenceEquals(lake.TableOf(table).Latest(), delta.Pinned),
                SystemScan => true,
                _ => false,
            };
            if (!isSame)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>All that binding depends on besides the states of the metastore and the tables.</summary>
/// <param name="Text">The statement as written.</param>
/// <param name="User">Whose rights count.</param>
/// <param name="Login">Who logged in.</param>
/// <param name="Catalog">Where names of one or two parts are looked up.</param>
/// <param name="Schema">Where names of one part are looked up.</param>
internal readonly record struct PlanKey(string Text, string User, string Login, string Catalog, string Schema);

/// <summary>A plan with what its runs need and what it was made from.</summary>
/// <param name="Key">For what.</param>
/// <param name="Plan">The plan with its record, which no run of a query changes.</param>
/// <param name="Metastore">The held metastore that binding asked; another one stands for another state.</param>
/// <param name="RedactedText">The statement as records keep it.</param>
internal sealed record KnownPlan(PlanKey Key, AuthorizedPlan Plan, Metastore Metastore, string RedactedText);
