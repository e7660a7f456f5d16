using System.Text.Json.Nodes;
using CsCheck;
using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Durability;
using Xunit;

namespace LakeSql.Storage.Tests.Delta;

/// <summary>
/// The commit protocol under every order of steps that chance finds: three writers, of which one may crash.
/// </summary>
/// <remarks>
/// Each change of the disk is a step, and one writer at a time takes one: so a run is its schedule, which CsCheck makes
/// smaller until only what matters is left. The model is that every version holds one token more than the one before,
/// and that a token which was acknowledged is there once.
/// </remarks>
public sealed class CommitModelTests
{
    private static readonly int SampleCount = Environment.GetEnvironmentVariable("LAKESQL_SLOW") == "1" ? 5000 : 150;

    [Fact]
    public void Three_writers_and_a_crash_leave_a_serial_history() => Gen.Select(
        Gen.Int[0, 2].Array[0, 120], Gen.Int[0, 3], Gen.Int[1, 60])
        .Sample((schedule, crashing, crashAt) => Run(schedule, crashing, crashAt), iter: SampleCount, threads: 2);

    /// <summary>
    /// The same where a commit depends on the one before it, and a checkpoint is two files: what loses a race must be
    /// written again.
    /// </summary>
    [Fact]
    public void So_they_do_where_commits_record_instants_and_number_rows() => Gen.Select(
        Gen.Int[0, 2].Array[0, 120], Gen.Int[0, 3], Gen.Int[1, 60])
        .Sample(
            (schedule, crashing, crashAt) => Run(
                schedule, crashing, crashAt, ("delta.enableInCommitTimestamps", "true"),
                ("delta.enableRowTracking", "true"), ("delta.checkpointPolicy", "v2")),
            iter: SampleCount, threads: 2);

    /// <param name="schedule">Who of those that are not done takes the next step; then they take turns.</param>
    /// <param name="crashing">Which writer crashes; nobody when there is none of that number.</param>
    /// <param name="crashAt">Before which of its steps.</param>
    /// <param name="properties">What the table asks for.</param>
    private static void Run(
        int[] schedule, int crashing, int crashAt, params (string Key, string Value)[] properties)
    {
        using var table = new TestTable();
        var metadata = TestTable.MetadataWith([("delta.checkpointInterval", "2"), .. properties]);
        table.Table.Create(metadata.Completed(before: null), [], TestTable.Describe("CREATE TABLE"));
        string[][] work = [["append a", "append b"], ["rewrite c", "append d"], ["rewrite e", "rewrite f"]];
        var writers = work.Select((w, i) => new SteppedWriter(
            write => Array.ForEach(w, change => Commit(table, change, write)), i == crashing ? crashAt : 0)).ToList();
        for (var turn = 0; writers.Exists(w => !w.IsDone); turn++)
        {
            var open = writers.FindAll(w => !w.IsDone);
            open[(turn < schedule.Length ? schedule[turn] : turn) % open.Count].Step();
        }

        Assert.All(writers, w => Assert.Null(w.Failure));
        CheckSerial(table, [.. writers.SelectMany(w => w.Acknowledged)], [.. writers.SelectMany(w => w.Begun)]);
        if (properties.Length > 0)
        {
            CheckPlaces(table);
        }
    }

    /// <summary>Instants grow, and the rows of each new file have the numbers after those of all before it.</summary>
    private static void CheckPlaces(TestTable table)
    {
        var (instant, next) = (0L, 0L);
        for (var version = 0L; version <= table.Table.LatestVersion(); version++)
        {
            var actions = File.ReadLines(table.CommitPath(version)).Select(l => JsonNode.Parse(l)!).ToList();
            var recorded = (long)actions[0]["commitInfo"]!["inCommitTimestamp"]!;
            Assert.True(recorded > instant, $"version {version} is of {recorded}, the one before of {instant}");
            instant = recorded;
            foreach (var add in actions.Select(a => a["add"]).OfType<JsonNode>())
            {
                Assert.Equal(next, (long)add["baseRowId"]!);
                Assert.Equal(version, (long)add["defaultRowCommitVersion"]!);
                next += (long)JsonNode.Parse((string)add["stats"]!)!["numRecords"]!;
            }
        }
    }

    /// <summary>Adds a file with a token, or puts one file with all tokens and one more in the place of all.</summary>
    private static void Commit(TestTable table, string change, SteppedWriter writer)
    {
        var token = change[^1..];
        writer.Begun.Add(token);
        for (var attempt = 1; ; attempt++)
        {
            var read = table.Table.Latest();
            var isAppend = change.StartsWith("append", StringComparison.Ordinal);
            var tokens = isAppend ? token : TokensOf(read) + token;
            var file = table.NewFile(
                $"{token}{attempt}", statistics: $$"""{"numRecords":{{tokens.Length}}}""");
            File.WriteAllText(read.PathOf(file), tokens);
            try
            {
                table.Table.Commit(new TableChange(
                    read, [file], isAppend ? [] : read.Files, null, isAppend, TestTable.Describe()));
                writer.Acknowledge(token);
                return;
            }
            catch (LakeSqlException e) when (e.Code == ErrorCode.CommitConflict && !isAppend && attempt < 20)
            {
                // As a statement is bound anew.
            }
        }
    }

    private static void CheckSerial(TestTable table, List<string> acknowledged, List<string> begun)
    {
        // Another process knows only what is on the disk.
        var latest = table.Table.LatestVersion();
        var before = "";
        for (var version = 1L; version <= latest; version++)
        {
            var tokens = TokensOf(table.Table.At(version));
            var added = Assert.Single(tokens.Except(before));
            Assert.Contains($"{added}", begun);
            Assert.Equal(tokens.Order(), before.Append(added).Order());
            before = tokens;
        }

        Assert.Subset(before.Select(t => $"{t}").ToHashSet(), acknowledged.ToHashSet());
        Assert.Equal(before, TokensOf(table.Table.Latest()));
    }

    private static string TokensOf(Snapshot snapshot) =>
        string.Concat(snapshot.Files.Select(f => File.ReadAllText(snapshot.PathOf(f))).Order(StringComparer.Ordinal));

    /// <summary>A writer that stops before each of its steps until it is told to take it.</summary>
    private sealed class SteppedWriter
    {
        private readonly SemaphoreSlim mayStep = new(0);
        private readonly SemaphoreSlim stopped = new(0);
        private readonly int crashAt;
        private int stepCount;

        public SteppedWriter(Action<SteppedWriter> work, int crashAt)
        {
            this.crashAt = crashAt;
            new Thread(() => Work(work)) { IsBackground = true }.Start();
            stopped.Wait();
        }

        public bool IsDone { get; private set; }

        public Exception? Failure { get; private set; }

        public List<string> Begun { get; } = [];

        public List<string> Acknowledged { get; } = [];

        private bool IsCrashed => crashAt > 0 && stepCount >= crashAt;

        /// <summary>Takes one step, and goes on to the next or to the end.</summary>
        public void Step()
        {
            mayStep.Release();
            stopped.Wait();
        }

        /// <summary>Whoever has crashed tells nobody anything.</summary>
        public void Acknowledge(string token)
        {
            if (!IsCrashed)
            {
                Acknowledged.Add(token);
            }
            else
            {
                throw new CrashException();
            }
        }

        private void Work(Action<SteppedWriter> work)
        {
            DiskSteps.Watch(_ => Stop());
            try
            {
                work(this);
            }
            catch (CrashException)
            {
                // That was to happen.
            }
            catch (Exception e)
            {
                Failure = e;
            }

            IsDone = true;
            stopped.Release();
        }

        private void Stop()
        {
            if (!IsCrashed)
            {
                stopped.Release();
                mayStep.Wait();
                stepCount++;
            }

            // Nothing that comes after a crash may reach the disk, whatever the code does with the exception.
            if (IsCrashed)
            {
                throw new CrashException();
            }
        }
    }

    private sealed class CrashException : Exception;
}
