namespace Adit.Cli;

/// <summary>What the command reads and writes, and whether a person is at the other end.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Data goes here, and nothing else.</param>
/// <param name="Error">Everything else goes here.</param>
/// <param name="IsOutputForEyes">Whether <paramref name="Output"/> is a terminal: only then is it coloured and wrapped.</param>
/// <param name="ReadSecret">Asks for a secret without echo; null where nobody can be asked.</param>
internal sealed record Terminal(TextReader Input, TextWriter Output, TextWriter Error, bool IsOutputForEyes, Func<string, string>? ReadSecret)
{
    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() => new(Console.In, Console.Out, Console.Error, !Console.IsOutputRedirected,
        Console.IsInputRedirected ? null : SecretPrompt.Read);
}
