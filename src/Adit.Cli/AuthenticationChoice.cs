using Adit.Client.Eap;
using Adit.Protocols.Ppp;

namespace Adit.Cli;

/// <summary>The methods of authentication that a server may ask for: those of PPP, and those inside of EAP where that is one of them.</summary>
/// <param name="Methods">Best first; at least one.</param>
/// <param name="EapMethods">Best first; at least one where <paramref name="Methods"/> has EAP.</param>
internal sealed record AuthenticationChoice(IReadOnlyList<PppMethod> Methods, IReadOnlyList<ClientEapMethod> EapMethods)
{
    /// <summary>MS-CHAPv2 alone.</summary>
    public static AuthenticationChoice Default { get; } = new([PppMethod.MsChapV2], []);

    /// <summary>The names there are, for a message.</summary>
    public static string All { get; } = $"mschapv2, {ClientEapMethods.All}, chap, pap";

    /// <summary>Whether any of them asks for a password.</summary>
    public bool NeedsPassword => Methods.Any(method => method is not PppMethod.Eap) || EapMethods.Any(method => !ClientEapMethods.NeedsCertificate(method));

    /// <summary>Whether any of them asks for a certificate.</summary>
    public bool NeedsCertificate => EapMethods.Any(ClientEapMethods.NeedsCertificate);

    /// <summary>The names, as one would give them.</summary>
    public override string ToString() => string.Join(',', Methods.SelectMany(
        method => method is PppMethod.Eap ? EapMethods.Select(ClientEapMethods.NameOf) : [PppMethodNames.Of(method)]));

    /// <summary>Reads names; null where one is unknown, or none is given.</summary>
    public static AuthenticationChoice? Read(IReadOnlyCollection<string> names)
    {
        var eap = names.Select(ClientEapMethods.Find).OfType<ClientEapMethod>().Distinct().ToList();
        var methods = names.Select(name => ClientEapMethods.Find(name) is null ? PppMethodNames.Find(name) : PppMethod.Eap).ToList();
        return methods.Count == 0 || methods.Contains(null) ? null : new AuthenticationChoice([.. methods.OfType<PppMethod>().Distinct()], eap);
    }
}
