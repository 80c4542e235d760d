using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Calls.Recording;

/// <summary>
/// Takes everything secret out of the messages of a call, and keeps all that decides which way a core goes: only what is known to be
/// harmless is kept, and everything else becomes zeros or is left out. What is masked is a message still.
/// </summary>
internal sealed class SecretMask
{
    private const int CorruptLength = 4; // all that a session looks at of a stream that cannot be delimited

    private readonly PppMask _ppp = new(new SecretNumbers());

    /// <summary>One whole message of SSTP, or what stands where one should.</summary>
    public byte[] Mask(ReadOnlySpan<byte> message)
    {
        if (!SstpHeader.TryParse(message, out var header) || header.PacketLength > message.Length)
            return message[..Math.Min(message.Length, CorruptLength)].ToArray();

        var body = message[SstpHeader.Length..header.PacketLength];
        return Join(message[..SstpHeader.Length], header.IsControl ? SstpMask.Mask(body) : _ppp.MaskFrame(body));
    }

    /// <summary>The header with its length set right, and what follows it.</summary>
    private static byte[] Join(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body)
    {
        var masked = new byte[header.Length + body.Length];
        new SstpHeader(IsControl: false, masked.Length).Write(masked);
        masked[1] = header[1];
        body.CopyTo(masked.AsSpan(header.Length));
        return masked;
    }
}
