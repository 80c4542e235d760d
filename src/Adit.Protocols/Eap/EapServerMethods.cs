using Adit.Protocols.Eap.Tls;

namespace Adit.Protocols.Eap;

/// <summary>Makes the method for a type.</summary>
internal static class EapServerMethods
{
    /// <summary>Null where the shell has not given what it needs.</summary>
    public static IEapServerMethod? Create(EapType type, string identity, EapServerServices services) => type switch
    {
        EapType.Md5Challenge => new EapMd5Server(identity, services.Random),
        EapType.GenericTokenCard => new EapGtcServer(identity),
        EapType.MsChapV2 => new EapMsChapV2Server(identity, services.Random),
        EapType.Peap => EapTunnels.Peap(services),
        EapType.Ttls => EapTunnels.Ttls(services),
        EapType.Tls => services is { Tls: { } engine, Certificates: { } certificates }
            ? new EapTlsServer(identity, engine, certificates, services.TlsOptions)
            : null,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No method of ours."),
    };
}
