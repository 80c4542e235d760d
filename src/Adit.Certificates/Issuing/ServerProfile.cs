using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;
using Adit.Certificates.Names;

namespace Adit.Certificates.Issuing;

/// <summary>
/// What a server certificate of ours looks like. It names a revocation list only where that was asked for: Windows refuses an SSTP server
/// whose list it is told of and cannot fetch.
/// </summary>
internal sealed class ServerProfile
{
    /// <summary>The longest that public CAs may issue for, and what strict clients accept.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(397);

    /// <summary>How far a client's clock may be behind right after the issue.</summary>
    public static readonly TimeSpan ClockMargin = TimeSpan.FromHours(1);

    /// <summary>X.520's limit for a common name.</summary>
    private const int MaxCommonNameLength = 64;

    private ServerProfile(X500DistinguishedName subject, X509Extension alternativeNames)
    {
        Subject = subject;
        AlternativeNames = alternativeNames;
    }

    public X500DistinguishedName Subject { get; }

    public X509Extension AlternativeNames { get; }

    public static ServerProfile For(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        if (names.Count == 0)
            throw new ArgumentException("A server certificate needs at least one DNS name or address.", nameof(names));

        var parsed = names.Select(ServerName.Parse).Distinct().ToArray();
        return new ServerProfile(SubjectOf(parsed), NamesOf(parsed));
    }

    public CertificateRequest Request(PrivateKey key, X509Certificate2 ca, PublicationPoints? points)
    {
        var request = key.RequestFor(Subject);
        var extensions = request.CertificateExtensions;
        extensions.Add(AlternativeNames);
        extensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        extensions.Add(new X509EnhancedKeyUsageExtension([Purpose.ServerAuthentication, Purpose.IpsecIkeIntermediate], critical: false));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        extensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(ca, true, includeIssuerAndSerial: false));
        foreach (var extension in points?.ToExtensions() ?? [])
            extensions.Add(extension);
        return request;
    }

    /// <summary>Whether a certificate was issued for exactly these names.</summary>
    public bool Matches(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(Subject.RawData)
        && certificate.Extensions.Any(extension => extension.RawData.AsSpan().SequenceEqual(AlternativeNames.RawData));

    /// <summary>When the last third of the certificate's life begins, in which it is renewed.</summary>
    public static DateTimeOffset RenewalOf(X509Certificate2 certificate)
    {
        var validity = Validity.Of(certificate);
        return validity.End - validity.Length / 3;
    }

    /// <summary>Whether less than a third of the certificate's life is left, or it has not begun.</summary>
    public static bool IsOutdated(X509Certificate2 certificate, DateTimeOffset now)
    {
        return now < Validity.Of(certificate).Begin || now > RenewalOf(certificate);
    }

    private static X500DistinguishedName SubjectOf(ServerName[] names)
    {
        var builder = new X500DistinguishedNameBuilder();
        var commonName = names.Select(name => name.ToString()).FirstOrDefault(name => name.Length <= MaxCommonNameLength);
        builder.AddCommonName(commonName ?? "Adit server");
        return builder.Build();
    }

    /// <summary>
    /// Addresses go in twice: Windows looks for a dialled address among the DNS names. The order is fixed, so that addresses found in
    /// another order are the same names.
    /// </summary>
    private static X509Extension NamesOf(ServerName[] names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Select(name => name.ToString()).Order(StringComparer.Ordinal))
            builder.AddDnsName(name);
        foreach (var address in names.OfType<ServerName.Address>().OrderBy(address => address.ToString(), StringComparer.Ordinal))
            builder.AddIpAddress(address.Value);
        return builder.Build();
    }
}
