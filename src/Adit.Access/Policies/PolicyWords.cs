using System.Globalization;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Policies;

/// <summary>A number of an attribute with its name.</summary>
/// <param name="Text">As people write it.</param>
/// <param name="Number">As requests have it.</param>
public sealed record PolicyWord(string Text, uint Number);

/// <summary>How the numbers of attributes are called.</summary>
public static class PolicyWords
{
    /// <summary>The key of NAS-Port-Type.</summary>
    public const string NasPortType = "nasPortType";

    /// <summary>The key of Service-Type.</summary>
    public const string ServiceType = "serviceType";

    /// <summary>The key of Framed-Protocol.</summary>
    public const string FramedProtocol = "framedProtocol";

    /// <summary>The key of Tunnel-Type.</summary>
    public const string TunnelType = "tunnelType";

    /// <summary>The key of MS-RAS-Vendor.</summary>
    public const string RasVendor = "msRasVendor";

    /// <summary>The key of MS-Identity-Type.</summary>
    public const string IdentityType = "identityType";

    private static readonly Dictionary<string, PolicyWord[]> _words = new(StringComparer.Ordinal)
    {
        [NasPortType] = [new("async", 0), new("sync", 1), new("isdn", 2), new("virtual", 5), new("ethernet", 15), new("wireless", 19)],
        [ServiceType] = [new("login", 1), new("framed", 2), new("administrative", 6), new("authenticate-only", 8), new("call-check", 10)],
        [FramedProtocol] = [new("ppp", 1), new("slip", 2)],
        [TunnelType] = [new("pptp", 1), new("l2tp", 3), new("esp", 9), new("gre", 10), new("vlan", 13), new("sstp", AccessAttributes.Sstp)],
        [RasVendor] = [new("microsoft", 311)],
        [IdentityType] = [new("machine-health-check", 1), new("ignore-lookup-failure", 2)],
    };

    private static readonly (AuthenticationType Type, string Text)[] _authentications =
    [
        (AuthenticationType.Pap, "pap"), (AuthenticationType.Chap, "chap"), (AuthenticationType.MsChap, "mschap"),
        (AuthenticationType.MsChapV2, "mschapv2"), (AuthenticationType.Eap, "eap"), (AuthenticationType.Peap, "peap"),
        (AuthenticationType.Unauthenticated, "unauthenticated"), (AuthenticationType.Unknown, "unknown"),
    ];

    // IANA's registry; those that we have not, others' requests can have.
    private static readonly (byte Type, string Text)[] _eapTypes =
        [(4, "md5"), (6, "gtc"), (13, "tls"), (21, "ttls"), (25, "peap"), (26, "mschapv2")];

    /// <summary>All names of an attribute, for a message.</summary>
    public static string All(string attribute) => string.Join(", ", _words[attribute].Select(word => word.Text)) + " or a number";

    /// <summary>Reads a name or a number of an attribute; null where it is neither.</summary>
    public static PolicyWord? Parse(string attribute, string text) =>
        Array.Find(_words[attribute], word => word.Text == text)
        ?? (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new PolicyWord(text, number) : null);

    /// <summary>The name of a number of an attribute, or the number.</summary>
    public static string TextOf(string attribute, uint number) =>
        Array.Find(_words[attribute], word => word.Number == number)?.Text ?? number.ToString(CultureInfo.InvariantCulture);

    /// <summary>All ways of authentication, for a message.</summary>
    public static string AllAuthentications => string.Join(", ", _authentications[..^1].Select(entry => entry.Text));

    /// <summary>Reads a way of authentication; null where it is none.</summary>
    public static AuthenticationType? ParseAuthentication(string text) =>
        _authentications[..^1].Where(entry => entry.Text == text).Select(entry => (AuthenticationType?)entry.Type).FirstOrDefault();

    /// <summary>The name of a way of authentication.</summary>
    public static string TextOf(AuthenticationType type) => Array.Find(_authentications, entry => entry.Type == type).Text ?? "unknown";

    /// <summary>All EAP methods, for a message.</summary>
    public static string AllEapTypes => string.Join(", ", _eapTypes.Select(entry => entry.Text));

    /// <summary>Reads an EAP method; null where it is none.</summary>
    public static EapType? ParseEap(string text) =>
        _eapTypes.Where(entry => entry.Text == text).Select(entry => (EapType?)entry.Type).FirstOrDefault();

    /// <summary>The name of an EAP method.</summary>
    public static string TextOf(EapType type) =>
        Array.Find(_eapTypes, entry => entry.Type == (byte)type).Text ?? ((byte)type).ToString(CultureInfo.InvariantCulture);
}
