using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates;
using Adit.Certificates.Checking;
using Adit.Client;
using Adit.Diagnosis;

namespace Adit.Cli.Commands;

/// <summary>The certificate that a command is to check: a file's, or the one that a server shows.</summary>
internal sealed class CheckedCertificate : IDisposable
{
    private static readonly TimeSpan StepTime = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<IDisposable> _owned;

    private CheckedCertificate(CheckInput input, bool isShown, params IReadOnlyList<IDisposable> owned) =>
        (Input, IsShown, _owned) = (input, isShown, owned);

    /// <summary>What is to be checked.</summary>
    public CheckInput Input { get; }

    /// <summary>Whether a server shows it.</summary>
    public bool IsShown { get; }

    /// <summary>Takes what is a path, or a file that is there, as a file, and anything else as a server.</summary>
    public static async Task<CheckedCertificate> OpenAsync(string subject, string? keyFile, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        if (subject.Contains('/', StringComparison.Ordinal) || File.Exists(subject))
            return OfFile(subject, keyFile, names);
        if (keyFile is not null)
            throw new CliException(ExitCode.Usage, "--key is for a certificate in a file: a server proves by itself that it has its key.", "Leave it out.");
        return await OfServerAsync(subject, names, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var one in _owned)
            one.Dispose();
    }

    private static CheckedCertificate OfFile(string path, string? keyFile, IReadOnlyList<string> names)
    {
        try
        {
            var bundle = CertificateBundle.Read(path, keyFile);
            return new CheckedCertificate(bundle.ToInput() with { Names = names }, isShown: false, bundle);
        }
        catch (CertificateFileException e)
        {
            throw new CliException(ExitCode.Failed, e.Message, "Name a certificate in PEM or DER, and its key in PEM with --key.");
        }
    }

    /// <summary>HOST, HOST:PORT, an IPv6 address alone, or one in brackets with a port.</summary>
    internal static (string Host, int Port) Parse(string subject)
    {
        if (IPAddress.TryParse(subject.Trim('[', ']'), out var address))
            return (address.ToString(), ConnectOptions.HttpsPort);
        if (subject.LastIndexOf(':') is var colon and > 0
            && int.TryParse(subject.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= IPEndPoint.MaxPort)
            return (subject[..colon].Trim('[', ']'), port);
        return subject.Contains(':', StringComparison.Ordinal)
            ? throw new CliException(ExitCode.Usage, $"'{subject}' is no HOST:PORT.", "The port is a number from 1 to 65535.")
            : (subject, ConnectOptions.HttpsPort);
    }

    /// <summary>The first name is the one that is asked for in TLS: a server may have several certificates.</summary>
    private static async Task<CheckedCertificate> OfServerAsync(string subject, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var (host, port) = Parse(subject);
        string[] dialled = names.Count > 0 ? [.. names] : [host];
        try
        {
            var shown = await CertificateProbe.FetchAsync(host, port, dialled[0], StepTime, cancellation);
            X509Certificate2[] certificates = [.. shown.Select(der => X509CertificateLoader.LoadCertificate(der.Span))];
            var input = new CheckInput(certificates[0], certificates[1..]) { Names = dialled };
            return new CheckedCertificate(input, isShown: true, certificates);
        }
        catch (ConnectException e)
        {
            var entry = FailureCatalogue.Find(e.Failure);
            throw new CliException(ExitCode.Failed, $"{subject} shows no certificate: {entry?.Title ?? e.Message} ({e.Failure.Code}).",
                $"See 'adit explain {e.Failure.Code}'.");
        }
        catch (CryptographicException e)
        {
            throw new CliException(ExitCode.Failed, $"{subject} shows a certificate that cannot be read: {e.Message}", "See 'adit explain PKI-101'.");
        }
    }
}
