using System.Security.Cryptography;

namespace Adit.Certificates.Issuing;

/// <summary>What a kind of certificate is for: its purposes, its names and its life. Whatever else a request asks for is left out.</summary>
public sealed class CertificateTemplate
{
    /// <summary>
    /// The application policy of VPN-only certificates, ours: 2.25 and a UUID (ITU-T X.667 §7) made for it,
    /// a57f6404-e72d-44c7-bef3-a75c3e80c982. A gateway that asks for it takes no other client certificate, as with Windows' VPN
    /// conditional access.
    /// </summary>
    public const string VpnPolicy = "2.25.219984069634963821098247083372908169602";

    private static readonly Oid Vpn = new(VpnPolicy, "Adit VPN");

    private CertificateTemplate(string name, int days, NameKinds names, params Oid[] purposes) =>
        (Name, Life, Names, Purposes) = (name, TimeSpan.FromDays(days), names, purposes);

    /// <summary>A server of SSTP, IKEv2 or EAP. 397 days are the longest that strict clients accept.</summary>
    public static CertificateTemplate Server { get; } =
        new("server", 397, NameKinds.Host, Purpose.ServerAuthentication, Purpose.IpsecIkeIntermediate);

    /// <summary>A user who signs in with EAP-TLS.</summary>
    public static CertificateTemplate User { get; } = new("user", 365, NameKinds.User, Purpose.ClientAuthentication);

    /// <summary>A machine that signs in by itself.</summary>
    public static CertificateTemplate Device { get; } =
        new("device", 365, NameKinds.Device, Purpose.ClientAuthentication, Purpose.IpsecIkeIntermediate);

    /// <summary>A user, for the VPN and nothing else: the policy sets it apart. It lives shorter, for it is renewed easily.</summary>
    public static CertificateTemplate VpnOnly { get; } = new("vpn-only", 90, NameKinds.User, Purpose.ClientAuthentication, Vpn);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CertificateTemplate> All { get; } = [Server, User, Device, VpnOnly];

    /// <summary>As commands and books call it.</summary>
    public string Name { get; }

    /// <summary>How long its certificates live, and the longest that may be asked for.</summary>
    public TimeSpan Life { get; }

    /// <summary>Whether it is shown by a server rather than by a client.</summary>
    public bool IsServer => Names is NameKinds.Host;

    internal NameKinds Names { get; }

    internal IReadOnlyList<Oid> Purposes { get; }

    /// <summary>The template of this name; null for none.</summary>
    public static CertificateTemplate? Find(string name) => All.FirstOrDefault(template => template.Name == name);
}

/// <summary>What a template's names are.</summary>
internal enum NameKinds
{
    /// <summary>DNS names and addresses.</summary>
    Host,

    /// <summary>One user: an account's name or a user principal name, and perhaps a mail address.</summary>
    User,

    /// <summary>DNS names.</summary>
    Device,
}
