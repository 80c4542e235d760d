using System.Text;

namespace Adit.Protocols.Dhcp;

/// <summary>
/// The user class (option 77). RFC 3004 has a list of texts, each behind its length; Windows sends one text as it is
/// ([MS-DHCPE] §2.2.7), and so does the remote access client, whose class is <see cref="RemoteAccess"/>.
/// </summary>
public static class UserClass
{
    /// <summary>What Windows' remote access client calls itself.</summary>
    public const string RemoteAccess = "RRAS.Microsoft";

    /// <summary>
    /// The classes of an option's value: by RFC 3004 where the lengths fill it exactly, otherwise the one text that it is. They may hold
    /// anything.
    /// </summary>
    public static IReadOnlyList<string> Parse(ReadOnlySpan<byte> value)
    {
        var classes = new List<string>();
        for (var rest = value; !rest.IsEmpty; rest = rest[(1 + rest[0])..])
        {
            if (rest[0] == 0 || rest[0] >= rest.Length)
                return [Encoding.UTF8.GetString(value.TrimEnd((byte)0))];

            classes.Add(Encoding.UTF8.GetString(rest.Slice(1, rest[0])));
        }

        return classes;
    }

    /// <summary>A value as Windows writes it.</summary>
    public static byte[] WriteRaw(string name) => Encoding.UTF8.GetBytes(name);

    /// <summary>A value as RFC 3004 has it; each class of 1 to 255 bytes.</summary>
    public static byte[] WriteList(params ReadOnlySpan<string> classes)
    {
        var value = new List<byte>();
        foreach (var name in classes)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            value.Add(checked((byte)bytes.Length));
            value.AddRange(bytes);
        }

        return [.. value];
    }
}
