namespace Adit.Protocols.Tls;

/// <summary>What the first bytes of a connection turned out to be.</summary>
public enum ClientHelloResult
{
    /// <summary>The hello is not whole yet.</summary>
    NeedMore,

    /// <summary>A hello that could be read.</summary>
    Parsed,

    /// <summary>Not TLS at all.</summary>
    NotTls,

    /// <summary>TLS records that do not hold a hello, or hold one that is broken or too long.</summary>
    Malformed,
}
