using Adit.Certificates.Validation;
using Adit.Client;
using Adit.Client.Eap;
using Adit.Protocols.Eap.Peap;

namespace Adit.Cli;

/// <summary>What a connection says about EAP beside its methods, as text: on the command line or in a file.</summary>
internal sealed record EapChoice
{
    /// <summary>The PEM file of the roots of the server that authenticates; null for those of the gateway's.</summary>
    public string? CaFile { get; init; }

    /// <summary>The names that server may bear.</summary>
    public IReadOnlyList<string> ServerNames { get; init; } = [];

    /// <summary>SHA-1 or SHA-256 fingerprints, of which a certificate of its chain must have one.</summary>
    public IReadOnlyList<string> Pins { get; init; } = [];

    /// <summary>The files of certificates to sign in with.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>The file of the key, where it is not with its certificate.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The file of the password of those; null for none.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>Fingerprints of issuers that will do.</summary>
    public IReadOnlyList<string> Issuers { get; init; } = [];

    /// <summary>Purposes that a certificate must have.</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];

    /// <summary>What PEAP says outside; null for the user's name.</summary>
    public string? AnonymousIdentity { get; init; }

    /// <summary>Whether PEAP's server must bind.</summary>
    public bool RequiresBinding { get; init; } = true;

    /// <summary>What is wrong with names and fingerprints; null for nothing.</summary>
    public string? FindFault()
    {
        try
        {
            ReadExpectations();
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <summary>The certificates, read; null for none. Throws <see cref="CliException"/> where one cannot be used.</summary>
    public ClientCertificates? ReadCertificates()
    {
        try
        {
            return OpenCertificates();
        }
        catch (ConnectException e)
        {
            var page = Diagnosis.FailureCatalogue.Find(e.Failure);
            throw new CliException(
                ExitCode.Failed, $"{e.Failure.Code}: {page?.Title}: {Diagnosis.FailureFacts.Describe(e.Failure)}.", page?.Remedy is [var first, ..] ? first : "Mend the file.");
        }
    }

    /// <summary>The same; throws <see cref="ConnectException"/> with the reason.</summary>
    public ClientCertificates? OpenCertificates() => Certificates.Count == 0 ? null
        : ClientCertificates.Read(Certificates, KeyFile, PasswordFile is null ? null : PasswordOptions.ReadFile(PasswordFile));

    /// <summary>The whole of it.</summary>
    public ClientEap ToEap(IReadOnlyList<ClientEapMethod> methods, ClientCertificates? certificates) => new()
    {
        Methods = methods,
        Trust = CaFile is null ? null : TrustFile.Open(CaFile),
        Expected = ReadExpectations(),
        Certificates = certificates,
        Filter = new CertificateFilter(Issuers, Purposes),
        AnonymousIdentity = AnonymousIdentity,
        CryptoBinding = RequiresBinding ? PeapBindingRule.Required : PeapBindingRule.Offered,
    };

    private ServerExpectations ReadExpectations() => ServerExpectations.Read(ServerNames, Pins, takesSha1: true);
}
