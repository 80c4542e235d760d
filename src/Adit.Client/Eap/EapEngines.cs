using Adit.Linux.Tls;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Client.Eap;

/// <summary>
/// TLS for the methods that need it, made when first used and kept for as long as a connection is made again, so that sessions can be
/// resumed. What it holds of libssl goes with it.
/// </summary>
internal sealed class EapEngines(ClientEap eap, TimeProvider clock)
{
    private ClientCertificate? _certificate;
    private ITlsEngine? _withCertificate;
    private ITlsEngine? _without;

    /// <summary>Shows the user's certificate.</summary>
    public ITlsEngine WithCertificate => _withCertificate ??= LibsslEngine.ForClient(
        new TlsSettings { MaxVersion = TlsVersion.Tls13 }, Certificate!.Certificate, Certificate.Chain);

    /// <summary>Shows none. PEAP stays at TLS 1.2, where all its servers are.</summary>
    public ITlsEngine Without => _without ??= LibsslEngine.ForClient(new TlsSettings());

    /// <summary>The certificate to sign in with; null where no method needs one. Throws <see cref="ConnectException"/> where none or several fit.</summary>
    public ClientCertificate? Certificate => eap.Methods.Any(ClientEapMethods.NeedsCertificate)
        ? _certificate ??= Choose()
        : null;

    private ClientCertificate Choose() => eap.Certificates is { } certificates
        ? certificates.Choose(eap.Filter, clock.GetUtcNow())
        : throw new ConnectException(new ClientEapFailure.NoCertificate([]));
}
