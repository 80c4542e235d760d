using System.Text;

namespace Adit.Protocols.Ppp;

/// <summary>The data of a PAP Authenticate-Ack or -Nak: words behind their length (RFC 1334 §2.2.2). Some peers leave all of it out.</summary>
internal static class PapMessage
{
    public static byte[] Write(string words)
    {
        var text = Encoding.UTF8.GetBytes(words);
        return [(byte)Math.Min(text.Length, byte.MaxValue), .. text.AsSpan(0, Math.Min(text.Length, byte.MaxValue))];
    }

    public static ReadOnlySpan<byte> In(ReadOnlySpan<byte> data) => data.IsEmpty ? data : data[1..Math.Min(data.Length, 1 + data[0])];
}
