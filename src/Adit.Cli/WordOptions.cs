using System.CommandLine;

namespace Adit.Cli;

/// <summary>Options that take one of a few words.</summary>
internal static class WordOptions
{
    /// <summary>Refuses every other word, and names those that there are.</summary>
    public static Option<T> TakesOneOf<T>(this Option<T> option, IReadOnlyList<string> words)
    {
        option.HelpName = string.Join('|', words);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !words.Contains(word, StringComparer.Ordinal))
                result.AddError($"{option.Name} is to be one of {string.Join(", ", words)}.");
        });
        return option;
    }
}
