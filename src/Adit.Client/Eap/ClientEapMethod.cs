using Adit.Protocols.Eap;

namespace Adit.Client.Eap;

/// <summary>What our client may use inside of EAP.</summary>
public enum ClientEapMethod
{
    /// <summary>EAP-MSCHAPv2: proves both ends with the password and makes keys.</summary>
    MsChapV2,

    /// <summary>MD5-Challenge: proves the client alone, and makes no keys.</summary>
    Md5,

    /// <summary>Generic Token Card: the client hands over its password; makes no keys.</summary>
    Gtc,
}

/// <summary>The names by which profiles and commands call the methods.</summary>
public static class ClientEapMethods
{
    private static readonly (string Name, ClientEapMethod Method)[] Names =
    [
        ("eap", ClientEapMethod.MsChapV2), ("eap-mschapv2", ClientEapMethod.MsChapV2), ("eap-md5", ClientEapMethod.Md5), ("eap-gtc", ClientEapMethod.Gtc),
    ];

    /// <summary>All of them, as one writes them in a sentence.</summary>
    public static string All => string.Join(", ", Names.Select(entry => entry.Name));

    /// <summary>The method of this name; null where there is none.</summary>
    public static ClientEapMethod? Find(string name) =>
        Names.Where(entry => entry.Name == name).Select(entry => (ClientEapMethod?)entry.Method).FirstOrDefault();

    /// <summary>The method's name.</summary>
    public static string Of(ClientEapMethod method) => Names.First(entry => entry.Method == method).Name;

    /// <summary>What the method is on the wire.</summary>
    public static EapType TypeOf(ClientEapMethod method) => method switch
    {
        ClientEapMethod.Md5 => EapType.Md5Challenge,
        ClientEapMethod.Gtc => EapType.GenericTokenCard,
        _ => EapType.MsChapV2,
    };
}
