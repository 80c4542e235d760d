using System.Buffers.Binary;
using System.Text;

namespace Adit.Protocols.Dns;

/// <summary>A question to a name server (RFC 1035 §4.1): one name, one type, recursion desired.</summary>
public static class DnsQuery
{
    internal const int HeaderLength = 12;

    private const int MaxLabel = 63;
    private const int MaxName = 253;
    private const ushort RecursionDesired = 0x0100;
    private const ushort Internet = 1;

    /// <summary>The whole message; null where the name cannot stand in one: not ASCII, an empty or long label, too long.</summary>
    /// <param name="id">By which the answer is known.</param>
    /// <param name="name">The name in ASCII, with or without the dot at its end.</param>
    /// <param name="type">What is asked for.</param>
    public static byte[]? Write(ushort id, string name, DnsType type)
    {
        ArgumentNullException.ThrowIfNull(name);
        var labels = name.TrimEnd('.').Split('.');
        if (name.Length > MaxName + 1 || labels.Any(label => label.Length is 0 or > MaxLabel || !Ascii.IsValid(label)))
            return null;

        var message = new byte[HeaderLength + labels.Sum(label => label.Length + 1) + 5];
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), RecursionDesired);
        message[5] = 1;
        var at = HeaderLength;
        foreach (var label in labels)
        {
            message[at++] = (byte)label.Length;
            at += Encoding.ASCII.GetBytes(label, message.AsSpan(at));
        }

        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at + 1), (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at + 3), Internet);
        return message;
    }
}
