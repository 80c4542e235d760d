using System.CommandLine;

namespace Adit.Cli.Commands;

/// <summary><c>adit cert</c>: certificates.</summary>
internal static class CertCommand
{
    public static Command Create(Terminal terminal) => new("cert", "Check certificates")
    {
        CertCheckCommand.Create(terminal),
        CertLookupCommand.CreateLookup(terminal),
        CertLookupCommand.CreateFlush(terminal),
    };
}
