using Adit.Certificates.Checking;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Tls;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Listeners;
using Adit.Server.Serving;
using Adit.Transport;

namespace Adit.Server.Eap;

/// <summary>Gives EAP's methods what they need of this gateway.</summary>
internal static class EapShell
{
    /// <summary>For each conversation as it is then.</summary>
    public static Func<EapServerServices> ServicesOf(
        LiveConfiguration live, ServerState state, ShownCertificates certificates, RevocationServices revocation, TimeProvider clock, UndoStack undo)
    {
        var (engines, random) = (new EapTlsEngines(live, certificates.Choose), new SystemRandom());
        var users = undo.Keep(new UserCertificates(
            live, new UserIssuers(state.Ca, state.Stores, clock), state.Stores,
            (path, cancellation) => revocation.CheckAsync(CertificateRole.EapClient, path, cancellation), revocation.Paths, clock));
        return () => new EapServerServices(random)
        {
            Tls = engines,
            Certificates = users,
            DescribeShown = () => Describe(engines.Shown, clock),
            TlsOptions = new EapTlsOptions { PacketLength = live.Current.EapTls.Packet },
        };
    }

    private static KeyValuePair<string, string>[] Describe(ServedCertificate shown, TimeProvider clock) =>
        [new(EapCertificateFacts.Name, EapCertificateFacts.NameOf(shown.Leaf)), .. EapCertificateFacts.OfChain([shown.Leaf, .. shown.Issuers], clock.GetUtcNow())];
}
