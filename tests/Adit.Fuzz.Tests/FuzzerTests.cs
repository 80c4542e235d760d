namespace Adit.Fuzz.Tests;

/// <summary>The harness itself: a fuzzer that cannot find anything is none.</summary>
public sealed class FuzzerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("adit-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_broken_law_is_found_kept_and_found_again_in_the_corpus()
    {
        var corpus = new Corpus(_root, "picky");
        var report = new Fuzzer(new PickyTarget(), corpus, seed: 1).Run(runs => runs < 100_000);
        Assert.IsType<BrokenLawException>(report.Fault);

        var file = corpus.Save(report.Crash!);

        Assert.Equal(file, Assert.Single(corpus.Files));
        Assert.Throws<BrokenLawException>(() => new PickyTarget().Run(File.ReadAllBytes(file)));
    }

    [Fact]
    public void The_same_seed_makes_the_same_mutants()
    {
        byte[][] seeds = [[1, 2, 3, 4], [5, 6, 7, 8, 9]];
        var (first, second) = (new Mutator(7), new Mutator(7));

        for (var i = 0; i < 1_000; i++)
            Assert.Equal(first.Next(seeds, input => input), second.Next(seeds, input => input));
    }

    [Fact]
    public void The_command_line_names_targets_time_seed_and_replay()
    {
        var arguments = FuzzArguments.Parse(
            ["sstp-header", "--seconds", "3", "--seed", "9", "--replay", "x.bin"], defaultSeed: 1, out _);

        Assert.Equal("sstp-header", Assert.Single(arguments!.Targets).Name);
        Assert.Equal((3, 9, "x.bin"), (arguments.Seconds, arguments.Seed, arguments.Replay));
    }

    [Fact]
    public void No_name_means_all_targets() =>
        Assert.Equal(FuzzTargets.All, FuzzArguments.Parse([], defaultSeed: 1, out _)!.Targets);

    [Theory]
    [InlineData("nothing-like-it")]
    [InlineData("--seconds")]
    [InlineData("--seconds", "soon")]
    public void Words_without_sense_are_named(params string[] words)
    {
        Assert.Null(FuzzArguments.Parse(words, defaultSeed: 1, out var complaint));
        Assert.Contains(words[0], complaint, StringComparison.Ordinal);
    }

    /// <summary>Breaks on one value of one byte.</summary>
    private sealed class PickyTarget : IFuzzTarget
    {
        public string Name => "picky";

        public IEnumerable<byte[]> Seeds => [[1, 2, 3, 4]];

        public bool Run(ReadOnlyMemory<byte> input)
        {
            BrokenLawException.ThrowUnless(input.IsEmpty || input.Span[0] != 0x80, "The first byte is not 80.");
            return true;
        }
    }
}
