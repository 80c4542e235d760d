using System.Globalization;

namespace Adit.Fuzz;

/// <summary>The command line: <c>fuzz [TARGET…] [--seconds N] [--seed S] [--replay FILE]</c>.</summary>
internal sealed record FuzzArguments(IReadOnlyList<IFuzzTarget> Targets, int Seconds, int Seed, string? Replay)
{
    public const string Usage = "fuzz [TARGET...] [--seconds N] [--seed S] [--replay FILE]";

    /// <summary>Null where the words make no sense; <paramref name="complaint"/> is then what is wrong.</summary>
    public static FuzzArguments? Parse(IReadOnlyList<string> words, int defaultSeed, out string complaint)
    {
        complaint = "";
        var targets = new List<IFuzzTarget>();
        var parsed = new FuzzArguments(targets, Seconds: 10, defaultSeed, Replay: null);
        for (var i = 0; i < words.Count; i++)
        {
            if (FuzzTargets.Find(words[i]) is { } target)
                targets.Add(target);
            else if (i + 1 < words.Count && parsed.With(words[i], words[i + 1]) is { } next)
                (parsed, i) = (next, i + 1);
            else
            {
                complaint = $"'{words[i]}' is neither a target nor an option with its value.";
                return null;
            }
        }

        return targets.Count > 0 ? parsed : parsed with { Targets = FuzzTargets.All };
    }

    private FuzzArguments? With(string option, string value)
    {
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return option switch
        {
            "--seconds" when isNumber => this with { Seconds = number },
            "--seed" when isNumber => this with { Seed = number },
            "--replay" => this with { Replay = value },
            _ => null,
        };
    }
}
