using System.CommandLine;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>--store</c>: one of the stores.</summary>
internal static class CertStoreOption
{
    public static Option<string?> Create(string description) =>
        new Option<string?>("--store") { Description = description }.TakesOneOf(StoreWords.All);
}
