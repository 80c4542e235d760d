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

    /// <summary>EAP-TLS: both ends show certificates.</summary>
    Tls,

    /// <summary>PEAP with the password inside, by MSCHAPv2.</summary>
    Peap,

    /// <summary>PEAP with the user's certificate inside.</summary>
    PeapTls,
}

/// <summary>The names by which profiles and commands call the methods.</summary>
public static class ClientEapMethods
{
    private static readonly (string Name, ClientEapMethod Method)[] Names =
    [
        ("eap", ClientEapMethod.MsChapV2), ("eap-mschapv2", ClientEapMethod.MsChapV2), ("eap-tls", ClientEapMethod.Tls), ("peap", ClientEapMethod.Peap),
        ("peap-tls", ClientEapMethod.PeapTls), ("eap-md5", ClientEapMethod.Md5), ("eap-gtc", ClientEapMethod.Gtc),
    ];

    /// <summary>All of them, as one writes them in a sentence.</summary>
    public static string All => string.Join(", ", Names.Select(entry => entry.Name));

    /// <summary>The method of this name; null where there is none.</summary>
    public static ClientEapMethod? Find(string name) =>
        Names.Where(entry => entry.Name == name).Select(entry => (ClientEapMethod?)entry.Method).FirstOrDefault();

    /// <summary>The method's name.</summary>
    public static string NameOf(ClientEapMethod method) => Names.First(entry => entry.Method == method).Name;

    /// <summary>Whether it needs the user's certificate.</summary>
    public static bool NeedsCertificate(ClientEapMethod method) => method is ClientEapMethod.Tls or ClientEapMethod.PeapTls;
}
