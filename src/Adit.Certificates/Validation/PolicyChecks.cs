using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Revocation;

namespace Adit.Certificates.Validation;

/// <summary>
/// Certificate policies (RFC 5280 §6.1), where any policy will do for us: what counts then is whether one holds all the way down a chain
/// whose authorities ask for that. Of the tree of that section only the policies at its lowest level matter, so these alone are kept.
/// </summary>
internal sealed class PolicyChecks
{
    private const string AnyPolicy = "2.5.29.32.0";

    private readonly int _length;
    private HashSet<string> _expected = new(StringComparer.Ordinal);
    private bool _expectsAny = true;
    private int _explicitPolicy;
    private int _policyMapping;
    private int _inhibitAnyPolicy;

    private PolicyChecks(int length) =>
        (_length, _explicitPolicy, _policyMapping, _inhibitAnyPolicy) = (length, length + 1, length + 1, length + 1);

    private bool HasPolicy => _expectsAny || _expected.Count > 0;

    /// <summary>What is wrong with a path, given from below its trusted certificate down to the leaf.</summary>
    public static IEnumerable<CertificateFailure> Find(IReadOnlyList<X509Certificate2> path)
    {
        var checks = new PolicyChecks(path.Count);
        for (var at = 0; at < path.Count; at++)
        {
            if (checks.TryRead(path[at], isLast: at == path.Count - 1) is { } failure)
                return [failure];
        }

        return [];
    }

    private CertificateFailure? TryRead(X509Certificate2 certificate, bool isLast)
    {
        try
        {
            return Read(certificate, CertificatePolicies.Of(certificate), isLast) ? null : new CertificateFailure.NoValidPolicy(PeerText.Subject(certificate));
        }
        catch (AsnContentException exception)
        {
            return new CertificateFailure.Malformed(exception.Message);
        }
    }

    private bool Read(X509Certificate2 certificate, CertificatePolicies said, bool isLast)
    {
        var isSelfIssued = Issuers.IsSelfIssued(certificate);
        Narrow(said.Policies, takesAny: _inhibitAnyPolicy > 0 || (!isLast && isSelfIssued));
        if (_explicitPolicy == 0 && !HasPolicy)
            return false;
        if (isLast)
            return (Math.Max(_explicitPolicy - 1, 0) > 0 && said.RequireExplicit is not 0) || HasPolicy;
        if (said.Mappings.Any(mapping => mapping.From == AnyPolicy || mapping.To == AnyPolicy))
            return false;

        Map(said.Mappings);
        CountDown(said, isSelfIssued);
        return true;
    }

    /// <summary>§6.1.3 (d) and (e): only what this certificate names, too, goes on.</summary>
    private void Narrow(IReadOnlyList<string>? policies, bool takesAny)
    {
        var namesAny = takesAny && policies?.Contains(AnyPolicy, StringComparer.Ordinal) is true;
        HashSet<string> next = new((policies ?? []).Where(policy => policy != AnyPolicy && (_expectsAny || _expected.Contains(policy))), StringComparer.Ordinal);
        if (namesAny)
            next.UnionWith(_expected);
        (_expected, _expectsAny) = (next, _expectsAny && namesAny);
    }

    /// <summary>§6.1.4 (b): below, a policy may have another name; or none, where that is forbidden.</summary>
    private void Map(IReadOnlyList<(string From, string To)> mappings)
    {
        var held = mappings.Where(mapping => _expected.Contains(mapping.From) || (_expectsAny && _policyMapping > 0)).ToList();
        _expected.ExceptWith(mappings.Select(mapping => mapping.From));
        if (_policyMapping > 0)
            _expected.UnionWith(held.Select(mapping => mapping.To));
    }

    /// <summary>§6.1.4 (h) to (j): how many certificates further down what is allowed now no longer is.</summary>
    private void CountDown(CertificatePolicies said, bool isSelfIssued)
    {
        var step = isSelfIssued ? 0 : 1;
        _explicitPolicy = Math.Min(Math.Max(_explicitPolicy - step, 0), said.RequireExplicit ?? _length + 1);
        _policyMapping = Math.Min(Math.Max(_policyMapping - step, 0), said.InhibitMapping ?? _length + 1);
        _inhibitAnyPolicy = Math.Min(Math.Max(_inhibitAnyPolicy - step, 0), said.InhibitAny ?? _length + 1);
    }
}
