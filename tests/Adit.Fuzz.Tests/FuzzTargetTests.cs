using System.Globalization;
using Adit.Fuzz.Targets.Calls;
using Adit.Fuzz.Targets.Ppp;

namespace Adit.Fuzz.Tests;

/// <summary>Every target on its corpus and on a fixed number of mutants: the same ones each time.</summary>
public sealed class FuzzTargetTests
{
    private const int Runs = 3_000;
    private const int Seed = 20240423;

    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_input_of_the_corpus_breaks_a_law(string name)
    {
        var target = FuzzTargets.Find(name)!;
        var files = new Corpus(Corpus.DefaultRoot, name).Files.ToList();

        Assert.InRange(files.Count, 1, 20);
        foreach (var file in files)
            target.Run(File.ReadAllBytes(file));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_mutant_breaks_a_law_and_a_third_get_past_parsing(string name)
    {
        var report = new Fuzzer(FuzzTargets.Find(name)!, new Corpus(Corpus.DefaultRoot, name), Seed).Run(runs => runs < Runs);

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"measured: {name}: {report.Runs} runs, {report.Share:P0} past parsing, seed {Seed}"));
        Assert.Null(report.Fault);
        Assert.InRange(report.Share, FuzzReport.LeastShare, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_seed_gets_past_parsing(string name)
    {
        var target = FuzzTargets.Find(name)!;

        Assert.All(target.Seeds, seed => Assert.True(target.Run(seed)));
    }

    [Fact]
    public void The_first_seed_of_every_session_and_call_brings_it_all_the_way()
    {
        Assert.All(FuzzTargets.All.OfType<PppSessionTarget>(), target => Assert.True(target.Opens(target.Seeds.First()), target.Name));
        Assert.All(FuzzTargets.All.OfType<CallTarget>(), target => Assert.True(target.Opens(target.Seeds.First()), target.Name));
    }
}
