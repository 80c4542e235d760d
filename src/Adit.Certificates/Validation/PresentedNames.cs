using System.Net;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Names;

namespace Adit.Certificates.Validation;

/// <summary>The names of a server's certificate: the subject alternative names, or the common name where there are none (RFC 6125 §6.4).</summary>
internal sealed class PresentedNames
{
    private const string CommonName = "2.5.4.3";
    private const int MaxShown = 64;

    private readonly List<string> _dnsNames = [];
    private readonly List<IPAddress> _addresses = [];

    /// <exception cref="System.Security.Cryptography.CryptographicException">The names are not encoded as they must be.</exception>
    public PresentedNames(X509Certificate2 certificate)
    {
        var alternativeNames = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        foreach (var extension in alternativeNames)
        {
            _dnsNames.AddRange(extension.EnumerateDnsNames());
            _addresses.AddRange(extension.EnumerateIPAddresses());
        }

        AreOnlyInSubject = alternativeNames.Count == 0;
        if (AreOnlyInSubject)
            AddCommonNames(certificate.SubjectName);
    }

    /// <summary>Whether there are no alternative names, so that the common name counts.</summary>
    public bool AreOnlyInSubject { get; }

    /// <summary>For showing to people.</summary>
    public IReadOnlyList<string> Shown => [.. All.Distinct(StringComparer.Ordinal).Take(MaxShown).Select(PeerText.Clean)];

    private IEnumerable<string> All => _dnsNames.Concat(_addresses.Select(address => address.ToString()));

    /// <summary>Whether an address that is covered stands in one of the two places only.</summary>
    public bool NamesAddressHalf(IPAddress wanted) => _addresses.Contains(wanted) != NamesAddressAsText(wanted);

    public bool Cover(ServerName wanted) => wanted switch
    {
        ServerName.Address address => CoverAddress(address.Value),
        ServerName.Dns dns => _dnsNames.Exists(name => Matches(name, dns.Value)),
        _ => false,
    };

    /// <summary>Windows takes an address from among the DNS names and the common name, and many servers have theirs only there.</summary>
    private bool CoverAddress(IPAddress wanted) => _addresses.Contains(wanted) || NamesAddressAsText(wanted);

    private bool NamesAddressAsText(IPAddress wanted) =>
        _dnsNames.Exists(name => ServerName.TryParse(name, out var parsed) && IsAddress(parsed, wanted));

    private static bool IsAddress(ServerName name, IPAddress wanted) => name is ServerName.Address address && address.Value.Equals(wanted);

    /// <summary>A star stands for exactly one whole label, the first, and never for a name directly below a top-level domain.</summary>
    public static bool Matches(string presented, string wanted)
    {
        if (!presented.StartsWith("*.", StringComparison.Ordinal))
            return presented.Equals(wanted, StringComparison.OrdinalIgnoreCase);

        var parent = presented.AsSpan(1);
        var firstDot = wanted.IndexOf('.', StringComparison.Ordinal);
        return firstDot > 0 && parent[1..].Contains('.') && parent.Equals(wanted.AsSpan(firstDot), StringComparison.OrdinalIgnoreCase);
    }

    private void AddCommonNames(X500DistinguishedName subject)
    {
        foreach (var name in subject.EnumerateRelativeDistinguishedNames())
        {
            if (!name.HasMultipleElements && name.GetSingleElementType().Value is CommonName && name.GetSingleElementValue() is { } value)
                _dnsNames.Add(value);
        }
    }
}
