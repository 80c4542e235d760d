namespace Adit.Fuzz;

/// <summary>What became of a target.</summary>
/// <param name="Runs">How many inputs were run.</param>
/// <param name="PastParsing">How many of them got past parsing.</param>
/// <param name="Crash">The input that broke a law, if one did.</param>
/// <param name="Fault">What it did.</param>
internal sealed record FuzzReport(long Runs, long PastParsing, byte[]? Crash, Exception? Fault)
{
    /// <summary>The least share that has to get past parsing, or the target tests only its own door.</summary>
    public const double LeastShare = 1.0 / 3;

    public double Share => Runs == 0 ? 0 : (double)PastParsing / Runs;
}

/// <summary>Runs a target on its seeds, its corpus and their mutants, until told to stop or a law breaks.</summary>
internal sealed class Fuzzer(IFuzzTarget target, Corpus corpus, int seed)
{
    private readonly List<byte[]> _seeds = [.. target.Seeds, .. corpus.Files.Select(File.ReadAllBytes)];
    private readonly Mutator _mutator = new(seed);

    /// <param name="shouldGoOn">Asked before each run, with the number of runs so far.</param>
    public FuzzReport Run(Func<long, bool> shouldGoOn)
    {
        var (runs, pastParsing) = (0L, 0L);
        while (shouldGoOn(runs))
        {
            var input = runs < _seeds.Count ? _seeds[(int)runs] : _mutator.Next(_seeds, target.Repair);
            runs++;
            if (!TryRun(input, out var isPast, out var fault))
                return new FuzzReport(runs, pastParsing, input, fault);

            pastParsing += isPast ? 1 : 0;
        }

        return new FuzzReport(runs, pastParsing, Crash: null, Fault: null);
    }

    /// <summary>Whatever is thrown is a broken law: no input may make a core throw.</summary>
    private bool TryRun(byte[] input, out bool isPast, out Exception? fault)
    {
        (isPast, fault) = (false, null);
        try
        {
            isPast = target.Run(input);
        }
        catch (Exception exception)
        {
            fault = exception;
        }

        return fault is null;
    }
}
