namespace Adit.Protocols.Tls;

/// <summary>The message Certificate of TLS 1.2 (RFC 5246 §7.4.2) in a flight of records. In TLS 1.3 it is hidden, and not found.</summary>
internal static class CertificateMessage
{
    /// <summary>More certificates than any client takes.</summary>
    internal const int MaxCertificates = 16;

    private const byte HandshakeRecord = 22;
    private const byte CertificateType = 11;

    /// <summary>The certificates in DER, the sender's own first; empty where there are none to be read.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Find(ReadOnlySpan<byte> flight)
    {
        var messages = new TlsVector(Join(flight));
        while (messages.TryTake(1, out var type) && messages.TryTakeVector24(out var body))
        {
            if (type[0] == CertificateType)
                return ReadList(body);
        }

        return [];
    }

    /// <summary>The handshake that begins the flight, without the records around it.</summary>
    private static byte[] Join(ReadOnlySpan<byte> flight)
    {
        var joined = new List<byte>(flight.Length);
        var records = new TlsVector(flight);
        while (records.TryTake(1, out var type) && type[0] == HandshakeRecord && records.TryTakeUInt16(out _) && records.TryTakeVector16(out var fragment))
            joined.AddRange(fragment);
        return [.. joined];
    }

    private static List<ReadOnlyMemory<byte>> ReadList(ReadOnlySpan<byte> body)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        var message = new TlsVector(body);
        if (!message.TryTakeVector24(out var list))
            return found;

        var certificates = new TlsVector(list);
        while (found.Count < MaxCertificates && certificates.TryTakeVector24(out var certificate) && !certificate.IsEmpty)
            found.Add(certificate.ToArray());
        return found;
    }
}
