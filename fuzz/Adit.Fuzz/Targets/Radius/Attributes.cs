using Adit.Protocols.Radius;

namespace Adit.Fuzz.Targets.Radius;

/// <summary>Mends lists of attributes after a mutation.</summary>
internal static class Attributes
{
    /// <summary>Makes lengths agree, so that attributes fill the message from an offset on; half an attribute at the end is cut off.</summary>
    public static byte[] Fill(byte[] message, int at)
    {
        while (at + 2 <= message.Length)
        {
            if (message[at + 1] < 2 || at + message[at + 1] > message.Length)
                message[at + 1] = (byte)Math.Min(byte.MaxValue, message.Length - at);

            at += message[at + 1];
        }

        return message[..Math.Min(at, message.Length)];
    }

    /// <summary>A message from a packet, without a User-Password, which may be too long for one, and short enough for a packet.</summary>
    public static byte[] Sendable(RadiusCode code, byte[] packet)
    {
        const int header = 20;
        const int longest = 3800;
        byte[] message = Fill([(byte)code, .. packet.Skip(header).Take(longest)], 1);
        for (var at = 1; at < message.Length; at += message[at + 1])
        {
            if (message[at] == 2 && message[at + 1] > 130)
                message[at] = 1;
        }

        return message;
    }
}
