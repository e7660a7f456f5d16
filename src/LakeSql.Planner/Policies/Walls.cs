using LakeSql.Planner.Access;

namespace LakeSql.Planner.Policies;

/// <summary>Decides what stands between stored rows and a statement that is not shown all of them.</summary>
/// <remarks>
/// <para>Whether files are read, and what the engine knows of values in them, decides what is computed at all: where
/// nothing is left to be read, the engine computes nothing of what is around, and an expression that must fail does
/// not. Then <c>pay &gt;= 4711</c> and an error that is there or not tell what no row shows. So where anything in a
/// statement can fail, or take longer for some values, no condition leaves files out, and the engine is told nothing of
/// values.
/// </para>
/// <para>What is computed of the rows that a query reads is computed of those it shows. What is not, are values of
/// queries beside it, functions in FROM, filters and masks of other tables, and files that somebody else has written,
/// which may be broken.</para>
/// </remarks>
internal static class Walls
{
    public static void Raise(ResolutionRecord resolution)
    {
        var scans = resolution.Scans;
        var failing = resolution.Parts.Select((part, at) => (Part: part, At: (int?)at)).Where(p => p.Part.CanFail)
            .ToList();
        var canFail = scans.ConvertAll(s => s.IsOfOthersFiles || (s.IsRestricted && PolicyShape.CanFail(s)));
        failing.AddRange(scans.Select((_, at) => at).Where(at => canFail[at])
            .Select(at => (new QueryPart(at, at + 1, true), (int?)null)));
        for (var i = 0; i < scans.Count; i++)
        {
            var (scan, at) = (scans[i], i);
            scan.NeedsBarrier = resolution.Conditions.HarmfulCount > 0;

            // Who has set a policy that fails may be kept by another from seeing rows: it tells by failing, or not.
            var isAsked = scan is { IsRestricted: true, Visible.IsOfSeveral: true } && canFail[i];
            scan.IsBlind = scan.IsRestricted;
            scan.IsCopied = resolution.ComputedCount > 0;
            scan.CopiesForPolicy = scan.IsRestricted && canFail[i];
            scan.IsWalled = scan.IsRestricted && (isAsked || resolution.TellingCount > 0
                || failing.Exists(f => !f.Part.Reads(at, at + 1)));
            scan.AloneUnder = !isAsked && resolution.UncertainCount == 0 && scans.Count == 1
                && resolution.Parts.TrueForAll(p => p.Reads(0, 1)) ? resolution.Conditions : null;
        }

        foreach (var barrier in resolution.Barriers)
        {
            barrier.IsNeeded = resolution.TellingCount > barrier.OwnTellingCount || failing.Exists(
                f => !barrier.Holds(f) && !f.Part.Reads(barrier.Scans.First, barrier.Scans.End));
            barrier.IsCopied = resolution.ComputedCount > 0;
            for (var i = barrier.Scans.First; i < barrier.Scans.End; i++)
            {
                scans[i].IsBlind = true;
                scans[i].IsWalled |= barrier.IsNeeded;
            }
        }
    }
}
