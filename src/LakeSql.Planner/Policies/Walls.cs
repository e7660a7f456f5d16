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
/// queries beside it.</para>
/// </remarks>
internal static class Walls
{
    public static void Raise(ResolutionRecord resolution)
    {
        var scans = resolution.Scans;
        var failing = resolution.Parts.Select((part, at) => (Part: part, At: at)).Where(p => p.Part.CanFail).ToArray();
        for (var i = 0; i < scans.Count; i++)
        {
            var (scan, at) = (scans[i], i);
            scan.NeedsBarrier = resolution.Conditions.HarmfulCount > 0;
            scan.AloneUnder = scans.Count == 1 && resolution.Parts.TrueForAll(p => p.Reads(0, 1))
                ? resolution.Conditions : null;

            // The functions of a table's policies are its owner's, who may be kept from seeing rows by those above.
            scan.IsWalled = scan.IsRestricted && (scan.Visible!.Above.Count > 0 || resolution.TellingCount > 0
                || Array.Exists(failing, f => !f.Part.Reads(at, at + 1)));
        }

        foreach (var barrier in resolution.Barriers)
        {
            barrier.IsNeeded = resolution.TellingCount > barrier.OwnTellingCount || Array.Exists(
                failing, f => !barrier.HoldsPart(f.At) && !f.Part.Reads(barrier.Scans.First, barrier.Scans.End));
            for (var i = barrier.Scans.First; i < barrier.Scans.End && barrier.IsNeeded; i++)
            {
                scans[i].IsWalled = true;
            }
        }
    }
}
