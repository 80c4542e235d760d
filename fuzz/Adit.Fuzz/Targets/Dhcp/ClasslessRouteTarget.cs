using Adit.Protocols.Dhcp;

namespace Adit.Fuzz.Targets.Dhcp;

/// <summary>Lists of routes: what is read is written with the same length, and reads the same.</summary>
internal sealed class ClasslessRouteTarget : IFuzzTarget
{
    public string Name => "dhcp-routes";

    public IEnumerable<byte[]> Seeds => [DhcpMessages.Routes(1), DhcpMessages.Routes(33), [0, 10, 83, 0, 1]];

    /// <summary>A prefix that is too long becomes shorter; what is left over is cut.</summary>
    public byte[] Repair(byte[] input)
    {
        var list = input.ToArray();
        var at = 0;
        while (at < list.Length)
        {
            list[at] = (byte)(list[at] % 33);
            var next = at + 1 + ((list[at] + 7) / 8) + 4;
            if (next > list.Length)
                break;

            at = next;
        }

        return list[..at];
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!ClasslessRoute.TryParseList(input.Span, out var routes) || routes.Count == 0)
            return false;

        var written = ClasslessRoute.ToArray([.. routes]);
        BrokenLawException.ThrowUnless(written.Length == input.Length, "A list is written as long as it was.");
        BrokenLawException.ThrowUnless(
            ClasslessRoute.TryParseList(written, out var again) && again.SequenceEqual(routes), "What is written reads the same.");
        BrokenLawException.ThrowUnless(
            routes.All(route => route.Network == Adit.Protocols.Ip.Ipv4Network.Around(route.Network.Address, route.Network.PrefixLength)),
            "No bit is set behind a prefix.");
        return true;
    }
}
