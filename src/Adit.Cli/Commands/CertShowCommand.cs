using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Names;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary>A certificate of a store or of our CA's books, as people read it.</summary>
internal sealed record CertificateDetailView(
    string Subject,
    string Issuer,
    string Serial,
    DateTimeOffset NotBeforeUtc,
    DateTimeOffset NotAfterUtc,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> Purposes,
    string? Sid,
    string Sha256,
    string Sha1,
    IReadOnlyList<string> Stores,
    string Pem)
{
    public static CertificateDetailView Of(string pem, IReadOnlyList<StoredView> stored)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        var names = AlternativeNames.Of(certificate.Extensions);
        var purposes = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(usage => usage.EnhancedKeyUsages.Cast<Oid>());
        var sha256 = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        return new CertificateDetailView(
            certificate.Subject,
            certificate.Issuer,
            certificate.SerialNumber,
            new DateTimeOffset(certificate.NotBefore.ToUniversalTime()),
            new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
            [.. names.Dns, .. names.Addresses.Select(address => address.ToString()), .. names.Principals, .. names.Emails],
            [.. purposes.Select(oid => oid.FriendlyName is { Length: > 0 } name && name != oid.Value ? $"{name} ({oid.Value})" : oid.Value ?? "")],
            SecurityIdentifier.Of(certificate),
            sha256,
            certificate.GetCertHashString(HashAlgorithmName.SHA1),
            [.. stored.Where(entry => entry.Sha256 == sha256).Select(entry => entry.Store)],
            pem);
    }

    public void WriteTo(TextWriter output) => new Properties()
        .Add("subject", Subject)
        .Add("issuer", Issuer)
        .Add("serial", Serial)
        .Add("begins", Humane.Time(NotBeforeUtc))
        .Add("ends", Humane.Time(NotAfterUtc))
        .Add("names", Names.Count > 0 ? string.Join(", ", Names) : "none")
        .Add("purposes", Purposes.Count > 0 ? string.Join(", ", Purposes) : "any")
        .Add("sid", Sid)
        .Add("sha-256", Sha256)
        .Add("sha-1", Sha1)
        .Add("stores", Stores.Count > 0 ? string.Join(", ", Stores) : "none")
        .WriteTo(output);
}

/// <summary><c>adit cert show</c>: one certificate in full.</summary>
internal static class CertShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var certificate = new Argument<string>("CERTIFICATE") { Description = "Its SHA-256 thumbprint, or the serial number of one that our CA issued" };
        return new Command("show", "Show a certificate of the server's stores or of its CA") { certificate }.AsksServer(
            async (client, parsed, cancellationToken) =>
            {
                var pem = (await client.Certificates.ExportAsync(parsed.GetRequiredValue(certificate), withKey: false, cancellationToken)).Pem;
                var view = CertificateDetailView.Of(pem, await client.Certificates.ListStoredAsync(null, cancellationToken));
                if (parsed.WantsJson())
                    terminal.WriteJson(view, CliJson.Readable.CertificateDetailView);
                else
                    view.WriteTo(terminal.Output);
                return ExitCode.Done;
            });
    }
}
