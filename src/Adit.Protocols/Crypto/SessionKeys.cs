namespace Adit.Protocols.Crypto;

/// <summary>
/// The keys an authentication method made, as the server's MS-MPPE-Recv-Key and MS-MPPE-Send-Key (RFC 2548 §2.4.2, §2.4.3),
/// 16 or 32 bytes each, whichever side of the call holds them. A class, so that it never prints or compares its bytes.
/// </summary>
public sealed class SessionKeys
{
    private SessionKeys(ReadOnlyMemory<byte> receive, ReadOnlyMemory<byte> send) => (Receive, Send) = (receive, send);

    /// <summary>For methods that make no keys (PAP, CHAP-MD5); never to stand in for keys that are missing.</summary>
    public static SessionKeys NotGenerated { get; } = new(default, default);

    /// <summary>What the server receives with; empty only in <see cref="NotGenerated"/>.</summary>
    public ReadOnlyMemory<byte> Receive { get; }

    /// <summary>What the server sends with; empty only in <see cref="NotGenerated"/>.</summary>
    public ReadOnlyMemory<byte> Send { get; }

    /// <summary>Whether a method made these keys.</summary>
    public bool AreGenerated => !Receive.IsEmpty;

    /// <summary>Keys of a key-generating method; false where a length is neither 16 nor 32 bytes.</summary>
    public static bool TryCreate(ReadOnlyMemory<byte> receive, ReadOnlyMemory<byte> send, out SessionKeys keys)
    {
        var lengthsHold = receive.Length is 16 or 32 && send.Length is 16 or 32;
        keys = lengthsHold ? new SessionKeys(receive, send) : NotGenerated;
        return lengthsHold;
    }

    /// <summary>Says only whether there are keys.</summary>
    public override string ToString() => AreGenerated ? "keys generated" : "no keys";
}
