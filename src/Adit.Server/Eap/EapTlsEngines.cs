using Adit.Linux.Tls;
using Adit.Protocols.Crypto.Tls;
using Adit.Server.Configuration;
using Adit.Server.Listeners;

namespace Adit.Server.Eap;

/// <summary>
/// The TLS engine for EAP, made once for each certificate and setting: a rotation or a reload is for the next conversation, and those that
/// are under way keep theirs. Any thread may ask.
/// </summary>
internal sealed class EapTlsEngines(LiveConfiguration live, Func<string?, ServedCertificate> certificates) : ITlsEngine
{
    private readonly Lock _gate = new();
    private Made? _made;

    /// <inheritdoc/>
    public ITlsConversation Begin(string purpose, ICertificateVerifier? verifier) => Current.Begin(purpose, verifier);

    /// <summary>The certificate that the next conversation shows.</summary>
    public ServedCertificate Shown => certificates(live.Current.EapTls.ServerName is EapTlsSettings.NoName ? null : live.Current.EapTls.ServerName);

    private LibsslEngine Current
    {
        get
        {
            var (settings, certificate) = (live.Current.EapTls, Shown);
            lock (_gate)
            {
                if (_made is not { } made || made.Certificate != certificate || made.Settings != settings)
                    _made = made = new Made(certificate, settings, Make(certificate, settings)); // the former goes with its last conversation
                return made.Engine;
            }
        }
    }

    private static LibsslEngine Make(ServedCertificate certificate, EapTlsSettings settings) => LibsslEngine.ForServer(
        certificate.Leaf, certificate.Issuers, new TlsSettings
        {
            MaxVersion = settings.MaxVersion is EapTlsVersion.Tls13 ? TlsVersion.Tls13 : TlsVersion.Tls12,
            SessionLifetime = settings.Resume,
        });

    private sealed record Made(ServedCertificate Certificate, EapTlsSettings Settings, LibsslEngine Engine);
}
