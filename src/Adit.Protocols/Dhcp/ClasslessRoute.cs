using Adit.Protocols.Ip;

namespace Adit.Protocols.Dhcp;

/// <summary>One route of the options 121 and 249 (RFC 3442): the prefix's length, its significant bytes, the router.</summary>
/// <param name="Network">What is reached.</param>
/// <param name="Router">Through whom; 0.0.0.0 for what is on the link itself.</param>
public readonly record struct ClasslessRoute(Ipv4Network Network, Ipv4Address Router)
{
    /// <summary>Bytes on the wire, 5 to 9.</summary>
    public int Length => 1 + SignificantBytes(Network.PrefixLength) + Ipv4Address.Length;

    /// <summary>
    /// Reads an option's value. False where it is malformed, and then none of it holds. Bits behind a prefix are dropped, as RFC 3442
    /// wants it.
    /// </summary>
    public static bool TryParseList(ReadOnlySpan<byte> value, out IReadOnlyList<ClasslessRoute> routes)
    {
        var list = new List<ClasslessRoute>();
        routes = list;
        while (!value.IsEmpty)
        {
            var length = value[0];
            var significant = SignificantBytes(length);
            if (length > Ipv4Network.MaxPrefixLength || value.Length < 1 + significant + Ipv4Address.Length)
                return false;

            list.Add(new(ReadNetwork(value.Slice(1, significant), length), Ipv4Address.Read(value[(1 + significant)..])));
            value = value[(1 + significant + Ipv4Address.Length)..];
        }

        return true;
    }

    /// <summary>An option's value.</summary>
    public static byte[] ToArray(IReadOnlyCollection<ClasslessRoute> routes)
    {
        var value = new byte[routes.Sum(route => route.Length)];
        var rest = value.AsSpan();
        foreach (var route in routes)
        {
            route.Write(rest);
            rest = rest[route.Length..];
        }

        return value;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        Span<byte> address = stackalloc byte[Ipv4Address.Length];
        Network.Address.Write(address);
        var significant = SignificantBytes(Network.PrefixLength);
        destination[0] = (byte)Network.PrefixLength;
        address[..significant].CopyTo(destination[1..]);
        Router.Write(destination[(1 + significant)..]);
    }

    private static Ipv4Network ReadNetwork(ReadOnlySpan<byte> significant, int length)
    {
        Span<byte> address = stackalloc byte[Ipv4Address.Length];
        address.Clear();
        significant.CopyTo(address);
        return Ipv4Network.Around(Ipv4Address.Read(address), length);
    }

    private static int SignificantBytes(int prefixLength) => (prefixLength + 7) / 8;
}
