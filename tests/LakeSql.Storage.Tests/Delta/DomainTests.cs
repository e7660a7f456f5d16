using LakeSql.Common.Errors;
using LakeSql.Storage.Delta;
using LakeSql.Storage.Delta.Log;
using Xunit;

namespace LakeSql.Storage.Tests.Delta;

/// <summary>Metadata domains: what features of writers keep of a table.</summary>
public sealed class DomainTests
{
    [Fact]
    public void A_domain_is_set_with_its_feature_and_others_stay()
    {
        using var table = new TestTable();
        var first = table.Create();
        Assert.DoesNotContain("domainMetadata", first.Protocol.WriterFeatures);
        var second = table.Table.Commit(Change(first, ("mine", "{\"a\":1}")));
        Assert.Equal(7, second.Protocol.MinWriterVersion);
        Assert.Equal(1, second.Protocol.MinReaderVersion);
        Assert.Equal(["appendOnly", "domainMetadata", "invariants"], second.Protocol.WriterFeatures.Order());

        var third = table.Table.Commit(Change(second, ("other", "2")));
        Assert.Equal(["{\"a\":1}", "2", null], [third.Domain("mine"), third.Domain("other"), third.Domain("none")]);
        Assert.DoesNotContain("protocol", File.ReadAllText(table.CommitPath(2)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_domain_that_is_taken_away_repeats_what_it_said()
    {
        using var table = new TestTable();
        var read = table.Table.Create(
            TestTable.MetadataWith(), [], TestTable.Describe(), null, new Dictionary<string, string?> { ["d"] = "x" });
        Assert.Equal("x", read.Domain("d"));
        Assert.Null(table.Table.Commit(Change(read, ("d", null))).Domain("d"));
        Assert.Contains(
            """{"domainMetadata":{"domain":"d","configuration":"x","removed":true}}""",
            File.ReadAllText(table.CommitPath(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Domains_outlive_a_checkpoint()
    {
        using var table = new TestTable();
        var read = table.Create(("delta.checkpointInterval", "2"));
        table.Table.Commit(Change(read, ("d", "x")));
        table.Append("a.parquet");
        File.Delete(table.CommitPath(0));
        File.Delete(table.CommitPath(1));
        Assert.Equal("x", SnapshotReader.Load(LogDirectory.Open(table.Root), 2).Domain("d"));
    }

    [Fact]
    public void A_change_of_a_domain_follows_no_other_of_the_same()
    {
        using var table = new TestTable();
        table.Table.Commit(Change(table.Create(), ("d", "w")));
        var read = table.Table.Latest();
        table.Append("a.parquet");
        Assert.Equal("v", table.Table.Commit(Change(read, ("e", "v"))).Domain("e"));
        table.Table.Commit(Change(read, ("d", "x")));
        TestTable.Fails(ErrorCode.CommitConflict, () => table.Table.Commit(Change(read, ("d", "y"))));
        Assert.Equal("x", table.Table.Latest().Domain("d"));
        TestTable.Fails(ErrorCode.CommitConflict, () => table.Table.Commit(
            Change(read, ("d", "x")) with { IsBlindAppend = false, DataChange = false }));
    }

    private static TableChange Change(Snapshot read, (string Name, string? Text) domain) =>
        new(read, [], [], null, IsBlindAppend: true, TestTable.Describe())
        {
            Domains = new Dictionary<string, string?> { [domain.Name] = domain.Text },
        };
}
