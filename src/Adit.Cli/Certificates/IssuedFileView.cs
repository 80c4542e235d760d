using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Certificates;

/// <summary>A certificate that was issued, and where it lies.</summary>
/// <param name="Certificate">What it is.</param>
/// <param name="File">The file; null where it went to standard output.</param>
/// <param name="LeftOut">What the request asked for and was not given.</param>
internal sealed record IssuedFileView(IssuedView Certificate, string? File, IReadOnlyList<string> LeftOut)
{
    /// <summary>The certificate and its issuer, where no file has them.</summary>
    public string? Pem { get; init; }

    /// <summary>Data on standard output, remarks beside it.</summary>
    public int Report(Terminal terminal, bool wantsJson)
    {
        foreach (var left in LeftOut)
            terminal.Error.WriteLine($"The request also asked for {Printable.Clean(left)}; it was left out.");
        if (wantsJson)
            Commands.ServerCommand.WriteJson(terminal, this, CliJson.Readable.IssuedFileView);
        else if (File is not null)
            new Properties().Add("certificate", Certificate.Subject).Add("serial", Certificate.Serial)
                .Add("ends", Humane.Time(Certificate.NotAfterUtc)).Add("sha-256", Certificate.Sha256).Add("file", File).WriteTo(terminal.Output);
        return ExitCode.Done;
    }
}
