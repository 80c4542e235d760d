namespace Adit.Protocols.Proxy;

/// <summary>What the first bytes of a connection are to a listener that expects a PROXY header.</summary>
public enum ProxyHeaderResult
{
    /// <summary>Nothing can be said yet.</summary>
    NeedMore,

    /// <summary>The header is whole.</summary>
    Parsed,

    /// <summary>The header is that of version 1, the line of text, which is not taken.</summary>
    VersionOne,

    /// <summary>No header, or one that breaks the specification.</summary>
    Malformed,
}
