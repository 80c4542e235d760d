namespace Adit.Protocols.Eap;

/// <summary>How EAP methods are called where people choose them.</summary>
public static class EapMethodNames
{
    private static readonly (EapType Type, string Name)[] _names =
    [
        (EapType.MsChapV2, "mschapv2"), (EapType.Md5Challenge, "md5"), (EapType.GenericTokenCard, "gtc"),
        (EapType.Tls, "tls"), (EapType.Peap, "peap"), (EapType.Ttls, "ttls"),
    ];

    /// <summary>All of them, for a message.</summary>
    public static string All => string.Join(", ", _names.Select(entry => entry.Name));

    /// <summary>The method of this name; null for none of ours.</summary>
    public static EapType? Find(string name) =>
        _names.Where(entry => entry.Name == name).Select(entry => (EapType?)entry.Type).FirstOrDefault();

    /// <summary>The name of a method; null for none of ours.</summary>
    public static string? Find(EapType type) => _names.Where(entry => entry.Type == type).Select(entry => entry.Name).FirstOrDefault();

    /// <summary>The name of a method of ours.</summary>
    public static string Of(EapType type) => _names.First(entry => entry.Type == type).Name;
}
