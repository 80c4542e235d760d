namespace Adit.Protocols.Ppp;

/// <summary>The names by which configuration and commands call the methods.</summary>
public static class PppMethodNames
{
    /// <summary>All of them, as one writes them in a sentence.</summary>
    public const string All = "mschapv2, eap, chap, pap";

    /// <summary>The method of this name; null where there is none.</summary>
    public static PppMethod? Find(string name) => name switch
    {
        "mschapv2" => PppMethod.MsChapV2,
        "eap" => PppMethod.Eap,
        "chap" => PppMethod.ChapMd5,
        "pap" => PppMethod.Pap,
        _ => null,
    };

    /// <summary>The method's name.</summary>
    public static string Of(PppMethod method) => method switch
    {
        PppMethod.ChapMd5 => "chap",
        PppMethod.Pap => "pap",
        PppMethod.Eap => "eap",
        _ => "mschapv2",
    };
}
