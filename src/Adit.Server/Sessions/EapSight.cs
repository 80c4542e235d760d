using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Tls;
using Adit.Protocols.Radius;
using Adit.Server.Eap;

namespace Adit.Server.Sessions;

/// <summary>
/// What the gateway sees of the EAP that it carries, for the attempt's record: which certificate the authority showed, what is wrong with
/// it, and how the peer refused it. Another vendor's authority only says no, so that nobody else would know.
/// </summary>
internal sealed class EapSight(TimeProvider clock)
{
    /// <summary>The fact that names the certificate that EAP showed.</summary>
    public const string CertificateFact = EapCertificateFacts.Name;

    private readonly EapTlsSight _tls = new();

    /// <inheritdoc cref="EapTlsSight.Answered"/>
    public void Answered(ReadOnlyMemory<byte> packet) => _tls.Answered(packet);

    /// <inheritdoc cref="EapTlsSight.Asked"/>
    public void Asked(ReadOnlyMemory<byte> packet) => _tls.Asked(packet);

    /// <summary>Why it was refused: where the authority gives no reason of its own, what was seen here.</summary>
    public AccessReason ReasonOf(AccessReply.Reject reject) =>
        _tls.IsRefused && reject.Reason is AccessReason.WrongCredentials ? AccessReason.ServerCertificateRefused : reject.Reason;

    /// <summary>Keeps with the attempt what was seen: the certificate, and where the peer refused it, everything.</summary>
    public void Note(AttemptTrail attempt)
    {
        if (_tls.Method is not EapType.None)
            attempt.Fact("eap.method", EapMethodNames.Of(_tls.Method));
        if (_tls.Chain.Count == 0)
            return;

        var chain = new List<X509Certificate2>();
        try
        {
            chain.AddRange(_tls.Chain.Select(der => X509CertificateLoader.LoadCertificate(der.Span)));
            attempt.Note(CertificateFact, EapCertificateFacts.NameOf(chain[0]));
            if (!_tls.IsRefused)
                return;

            attempt.Note("eap.alert", $"{_tls.PeerAlert}");
            foreach (var (name, value) in EapCertificateFacts.OfChain(chain, clock.GetUtcNow()))
                attempt.Note(name, value);
        }
        catch (CryptographicException)
        {
            attempt.Note(CertificateFact, "cannot be read");
        }
        finally
        {
            chain.ForEach(certificate => certificate.Dispose());
        }
    }
}
