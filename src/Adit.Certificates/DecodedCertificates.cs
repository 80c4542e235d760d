using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates;

/// <summary>
/// Certificates that were decoded a while ago, by their DER: OpenSSL takes a third of a millisecond for each, and a gateway meets the same
/// ones again and again, its authorities at every log-in and its users whenever they come back. That one is here says nothing of trust:
/// whoever asks judges anew. Bounded; any thread may call.
/// </summary>
public sealed class DecodedCertificates
{
    /// <summary>How many are kept at most.</summary>
    internal const int Capacity = 512;

    /// <summary>Certificates are smaller; of whoever sends more, nothing is kept.</summary>
    internal const int MaxLength = 8192;

    private readonly Lock _gate = new();
    private Dictionary<ReadOnlyMemory<byte>, X509Certificate2> _young = new(ByContent.Instance);
    private Dictionary<ReadOnlyMemory<byte>, X509Certificate2> _old = new(ByContent.Instance);

    /// <summary>Those of this process.</summary>
    public static DecodedCertificates Shared { get; } = new();

    /// <summary>The certificate of this DER. Others have the same object: nobody disposes it.</summary>
    /// <exception cref="CryptographicException">It is none.</exception>
    public X509Certificate2 Decode(ReadOnlyMemory<byte> der)
    {
        if (TryFind(der) is { } known)
            return known;

        var certificate = X509CertificateLoader.LoadCertificate(der.Span);
        DecodeExtensions(certificate);
        if (der.Length <= MaxLength)
            Keep(certificate);
        return certificate;
    }

    /// <summary>
    /// Extensions are decoded when they are first looked at, each into the same place: two who look at once would make one list of purposes
    /// out of two, or see a part of it. So nobody else sees them before that.
    /// </summary>
    private static void DecodeExtensions(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions)
            try
            {
                _ = extension switch
                {
                    X509EnhancedKeyUsageExtension purposes => purposes.EnhancedKeyUsages.Count,
                    X509KeyUsageExtension usage => (int)usage.KeyUsages,
                    X509BasicConstraintsExtension constraints => constraints.PathLengthConstraint,
                    X509SubjectKeyIdentifierExtension identifier => identifier.SubjectKeyIdentifier?.Length,
                    X509AuthorityKeyIdentifierExtension authority => authority.KeyIdentifier?.Length,
                    X509SubjectAlternativeNameExtension names => names.EnumerateDnsNames().Count(),
                    _ => 0,
                };
            }
            catch (CryptographicException)
            {
                continue; // whoever looks hears of it
            }
    }

    private X509Certificate2? TryFind(ReadOnlyMemory<byte> der)
    {
        lock (_gate)
        {
            if (!_young.TryGetValue(der, out var known) && _old.TryGetValue(der, out known))
                Keep(known);
            return known;
        }
    }

    /// <summary>Those that nobody has asked for since the younger half was last full are forgotten.</summary>
    private void Keep(X509Certificate2 certificate)
    {
        lock (_gate)
        {
            if (_young.Count >= Capacity / 2)
                (_old, _young) = (_young, new(ByContent.Instance));
            _young[certificate.RawDataMemory] = certificate;
        }
    }

    private sealed class ByContent : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public static readonly ByContent Instance = new();

        /// <summary>The end is the signature, of which no two are alike.</summary>
        private const int SignatureEnd = 32;

        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> bytes)
        {
            var hash = default(HashCode);
            hash.AddBytes(bytes.Span[^Math.Min(SignatureEnd, bytes.Length)..]);
            return hash.ToHashCode();
        }
    }
}
