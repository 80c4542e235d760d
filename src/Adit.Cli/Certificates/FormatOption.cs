using System.CommandLine;

namespace Adit.Cli.Certificates;

/// <summary><c>--format</c>: how a file with a certificate is written.</summary>
internal static class FormatOption
{
    public const string Pkcs12 = "p12";

    /// <summary>PKCS #12 by default, or one of these.</summary>
    public static Option<string> Create(params string[] others)
    {
        string[] words = [Pkcs12, .. others];
        return new Option<string>("--format")
        {
            Description = "p12 for Windows and phones, protected by a password; pem for programs, with the key open",
            DefaultValueFactory = _ => words[0],
        }.TakesOneOf(words);
    }
}
