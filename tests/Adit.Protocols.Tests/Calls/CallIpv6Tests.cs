using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Calls;

/// <summary>What IPV6CP changes for a call.</summary>
public sealed class CallIpv6Tests
{
    private static readonly PppOptions s_withIpv6 = new() { Ipv6 = true };
    private static readonly byte[] s_ipv4 = [0x45, .. new byte[27]];
    private static readonly byte[] s_ipv6 = [0x60, .. new byte[47]];

    [Fact]
    public void Packets_of_both_families_pass_both_ways()
    {
        var pair = new CallPair(ppp: s_withIpv6).Open();
        pair.Exchange();

        foreach (var packet in new[] { s_ipv4, s_ipv6, s_ipv4 })
        {
            pair.Client.SendPacket(packet, pair.Now);
            pair.Server.SendPacket(packet, pair.Now);
        }

        pair.Exchange();
        string[] expected = [Convert.ToHexString(s_ipv4), Convert.ToHexString(s_ipv6), Convert.ToHexString(s_ipv4)];
        Assert.Equal(expected, pair.Server.Packets);
        Assert.Equal(expected, pair.Client.Packets);
        Assert.Equal(pair.Server.Told<PppEvent.Ipv6Opened>(), pair.Client.Told<PppEvent.Ipv6Opened>());
    }

    [Fact]
    public void A_header_is_written_for_either_family_without_allocating()
    {
        var call = new CallPair(ppp: s_withIpv6).Open().Server.Call;
        byte[] message = [.. new byte[call.DataHeaderLength], .. s_ipv6];
        call.WriteDataHeader(message, s_ipv6.Length);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            call.WriteDataHeader(message, s_ipv6.Length);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0x57, message[call.DataHeaderLength - 1]);
    }

    [Fact]
    public void A_client_that_refuses_IPv4_has_its_call_open_with_IPv6_alone()
    {
        var pair = new CallPair(ppp: s_withIpv6);
        pair.Client.Rewrite = message => IsIpcp(message) ? RejectionOfIpcp() : message;
        pair.Begin();

        pair.RunUntil(() => pair.Server.IsOpen);
        pair.Client.SendPacket(s_ipv6, pair.Now);
        pair.Exchange();

        Assert.DoesNotContain(pair.Server.Events, told => told is CallEvent.FromPpp { Event: PppEvent.NetworkOpened });
        Assert.Equal(Convert.ToHexString(s_ipv6), Assert.Single(pair.Server.Packets));
    }

    private static bool IsIpcp(byte[] message) => message is [_, 0, _, _, 0xff, 0x03, 0x80, 0x21, ..];

    private static byte[] RejectionOfIpcp() => CallTests.Message("FF03 C021 08 63 0006 8021");
}
