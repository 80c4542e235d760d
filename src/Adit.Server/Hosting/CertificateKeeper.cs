using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Validation;
using Adit.Server.Listeners;

namespace Adit.Server.Hosting;

/// <summary>The certificate that new TLS handshakes get. Open sessions keep the one they began with. Any thread may ask.</summary>
internal sealed class CertificateKeeper
{
    private readonly string _stateDirectory;
    private readonly CertificateAuthority _ca;
    private readonly TimeProvider _clock;
    private IReadOnlyList<string> _names;
    private volatile ServedCertificate _current;
    private X509Certificate2 _issuer;

    /// <summary>Loads the server's certificate, or issues it.</summary>
    public CertificateKeeper(string stateDirectory, CertificateAuthority ca, IReadOnlyList<string> names, TimeProvider clock)
    {
        (_stateDirectory, _ca, _names, _clock) = (stateDirectory, ca, names, clock);
        (_issuer, _current) = (ca.Issuer, Load(out _));
    }

    public ServedCertificate Current => _current;

    /// <summary>Where it sends clients for the revocation list; null until that is known.</summary>
    public Func<PublicationPoints?>? Points { get; set; }

    /// <summary>Issues a new certificate where the present one no longer fits, and says why; null where it does.</summary>
    public ReissueReason? Renew()
    {
        var loaded = Load(out var reason);
        if (reason is not null || !ReferenceEquals(_issuer, _ca.Issuer))
            (_issuer, _current) = (_ca.Issuer, loaded);
        return reason;
    }

    /// <summary>When it is due to be renewed.</summary>
    public DateTimeOffset RenewalUtc => ServerCertificate.RenewalOf(_current.Leaf);

    /// <summary>What would be wrong with the certificate issued when this one is due; null where nothing would. Nothing is kept.</summary>
    public CertificateFailure? Rehearse()
    {
        var (now, due) = (_clock.GetUtcNow(), RenewalUtc);
        return ServerCertificate.Rehearse(_ca, _names, due > now ? due : now);
    }

    /// <summary>
    /// Takes other names from now on, and issues a certificate where the present one does not have them; returns those it had. Where that
    /// fails, it throws and nothing is changed.
    /// </summary>
    public IReadOnlyList<string> Rename(IReadOnlyList<string> names)
    {
        var former = _names;
        try
        {
            _names = names;
            Renew();
            return former;
        }
        catch
        {
            _names = former;
            throw;
        }
    }

    private ServedCertificate Load(out ReissueReason? reason) =>
        new(ServerCertificate.OpenOrIssue(_stateDirectory, _ca, _names, _clock, out reason, Points), [.. _ca.Chain, _ca.Certificate]);
}
