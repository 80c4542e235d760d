using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peap;
using Adit.Protocols.Eap.Ttls;

namespace Adit.Server.Configuration;

/// <summary>Reads the groups <c>access.peap</c> and <c>access.ttls</c>: what is allowed inside of their tunnels.</summary>
internal static class EapTunnelReader
{
    private static readonly (string Name, EapType Type)[] _peap =
        [("mschapv2", EapType.MsChapV2), ("tls", EapType.Tls), ("gtc", EapType.GenericTokenCard)];

    private static readonly (string Name, TtlsMethod Method)[] _ttls =
        [("pap", TtlsMethod.Pap), ("chap", TtlsMethod.Chap), ("mschapv2", TtlsMethod.MsChapV2)];

    private static readonly (string Name, EapType Type)[] _ttlsEap =
    [
        ("eap-mschapv2", EapType.MsChapV2), ("eap-tls", EapType.Tls), ("eap-gtc", EapType.GenericTokenCard), ("eap-md5", EapType.Md5Challenge),
    ];

    public static PeapOptions ReadPeap(YamlSection section, PeapOptions defaults)
    {
        IReadOnlyList<string> known = [.. _peap.Select(entry => entry.Name)];
        IReadOnlyList<string> names = [.. Names(_peap, defaults.Inner)];
        var chosen = section.List("inner", names, 1, known.Count, string.Join(", ", known), text => known.Contains(text, StringComparer.Ordinal) ? text : null);
        return defaults with
        {
            Inner = ReferenceEquals(chosen, names) ? defaults.Inner : Values(_peap, chosen),
            CryptoBinding = section.Word("cryptoBinding", defaults.CryptoBinding),
        };
    }

    public static TtlsOptions ReadTtls(YamlSection section, TtlsOptions defaults)
    {
        IReadOnlyList<string> known = [.. _ttls.Select(entry => entry.Name), .. _ttlsEap.Select(entry => entry.Name)];
        IReadOnlyList<string> names = [.. Names(_ttls, defaults.Methods), .. Names(_ttlsEap, defaults.Eap)];
        var chosen = section.List("inner", names, 1, known.Count, string.Join(", ", known), text => known.Contains(text, StringComparer.Ordinal) ? text : null);
        return ReferenceEquals(chosen, names) ? defaults : new TtlsOptions { Methods = Values(_ttls, chosen), Eap = Values(_ttlsEap, chosen) };
    }

    private static IEnumerable<string> Names<T>((string Name, T Value)[] table, IReadOnlyList<T> values) =>
        values.Select(value => table.First(entry => Equals(entry.Value, value)).Name);

    private static IReadOnlyList<T> Values<T>((string Name, T Value)[] table, IReadOnlyList<string> names) =>
        [.. names.SelectMany(name => table.Where(entry => entry.Name == name)).Select(entry => entry.Value).Distinct()];
}
