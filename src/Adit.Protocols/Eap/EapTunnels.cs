using Adit.Protocols.Eap.Peap;
using Adit.Protocols.Eap.Tls;
using Adit.Protocols.Eap.Ttls;

namespace Adit.Protocols.Eap;

/// <summary>Makes the methods that are tunnels.</summary>
internal static class EapTunnels
{
    /// <summary>What an outer packet and a TLS record put around an inner packet.</summary>
    private const int Overhead = 64;

    /// <summary>Null without TLS.</summary>
    public static EapTunnelServer? Peap(EapServerServices services)
    {
        var inner = Inner(services.Peap.Inner, services);
        return Create(EapType.Peap, "peap", services, new PeapInside(inner, services.Peap, services.Random), inner);
    }

    /// <summary>Null without TLS.</summary>
    public static EapTunnelServer? Ttls(EapServerServices services)
    {
        var inner = Inner(services.Ttls.Eap, services);
        return Create(EapType.Ttls, "ttls", services, new TtlsInside(inner, services.Ttls), inner);
    }

    private static EapTunnelServer? Create(EapType type, string purpose, EapServerServices services, IEapTunnelInside inside, EapServer inner) =>
        services.Tls?.Begin(purpose, verifier: null) is { } tls
            ? new EapTunnelServer(type, tls, services.TlsOptions, inside, inner)
            : null;

    /// <summary>Its packets are short enough that those around them are not cut again.</summary>
    private static EapServer Inner(IReadOnlyList<EapType> methods, EapServerServices services)
    {
        var length = Math.Max(services.TlsOptions.PacketLength - Overhead, EapTlsOptions.MinPacketLength);
        return new EapServer(methods, services with { TlsOptions = services.TlsOptions with { PacketLength = length } });
    }
}
