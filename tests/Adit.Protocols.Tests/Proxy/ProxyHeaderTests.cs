using System.Net;
using Adit.Protocols.Proxy;

namespace Adit.Protocols.Tests.Proxy;

public sealed class ProxyHeaderTests
{
    private const string Signature = "0D0A0D0A000D0A515549540A";

    /// <summary>What HAProxy 2.6.12 sent with send-proxy-v2.</summary>
    private const string Tcp4 = Signature + "2111000C" + "7F000001" + "7F000001" + "BEDE" + "7303";

    private const string Tcp6 = Signature + "21210024"
        + "20010DB8000000000000000000000007" + "20010DB8000000000000000000000001" + "C350" + "01BB";

    [Theory]
    [InlineData(Tcp4, "127.0.0.1:48862", "127.0.0.1:29443")]
    [InlineData(Tcp6, "[2001:db8::7]:50000", "[2001:db8::1]:443")]
    public void Addresses_are_read_and_written_back_as_they_were(string hex, string source, string destination)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.Equal(ProxyHeaderResult.Parsed, ProxyHeader.TryParse(bytes, out var header));

        Assert.Equal((false, IPEndPoint.Parse(source), IPEndPoint.Parse(destination)), (header!.IsLocal, header.Source, header.Destination));
        Assert.Equal(bytes, Write(header));
    }

    [Fact]
    public void What_follows_the_header_is_left_alone()
    {
        Assert.Equal(ProxyHeaderResult.Parsed, ProxyHeader.TryParse([.. Convert.FromHexString(Tcp4), 0x16, 3, 1], out var header));

        Assert.Equal(Convert.FromHexString(Tcp4).Length, header!.Length);
    }

    [Theory]
    [InlineData(Signature + "20000000", true)] // LOCAL: a health check
    [InlineData(Signature + "2011000C0A6200020A6300019F3E01BB", true)] // its addresses are to be ignored
    [InlineData(Signature + "20120000", true)] // and its family
    [InlineData(Signature + "21000000", false)] // PROXY, but the balancer does not know
    [InlineData(Signature + "2100000720000001020304", false)]
    public void Without_addresses_the_connection_speaks_for_itself(string hex, bool isLocal)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.Equal(ProxyHeaderResult.Parsed, ProxyHeader.TryParse(bytes, out var header));

        Assert.Equal((isLocal, null, null), (header!.IsLocal, header.Source, header.Destination));
        Assert.Equal(bytes, Write(header));
    }

    [Fact]
    public void TLVs_are_skipped_and_kept()
    {
        // PP2_TYPE_AUTHORITY and PP2_TYPE_NOOP behind the addresses.
        var bytes = Convert.FromHexString(Signature + "21110017" + "0A6200020A6300019F3E01BB" + "020003" + "767061" + "040002" + "0000");

        Assert.Equal(ProxyHeaderResult.Parsed, ProxyHeader.TryParse(bytes, out var header));

        Assert.Equal(11, header!.Rest.Length);
        Assert.Equal(bytes, Write(header));
    }

    [Theory]
    [InlineData(Tcp4)]
    [InlineData(Tcp6)]
    [InlineData(Signature + "20000000")]
    public void A_part_of_a_header_is_waited_for(string hex)
    {
        var bytes = Convert.FromHexString(hex);

        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(ProxyHeaderResult.NeedMore, ProxyHeader.TryParse(bytes.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData("16030100760100007203")] // a ClientHello
    [InlineData(Signature + "11110000")] // version 1 in binary does not exist
    [InlineData(Signature + "2211000C")] // command 2
    [InlineData(Signature + "2112000C")] // a datagram
    [InlineData(Signature + "2141000C")] // family 4
    [InlineData(Signature + "2111000B")] // too short for two addresses
    [InlineData(Signature + "21210023")]
    [InlineData(Signature + "21110FF1")] // 4097 bytes in all
    [InlineData(Signature + "2111FFFF")]
    [InlineData("0D0A0D0A000D0A515549540B")]
    public void What_breaks_the_specification_is_refused_at_once(string hex) =>
        Assert.Equal(ProxyHeaderResult.Malformed, ProxyHeader.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void Version_one_is_told_as_such() =>
        Assert.Equal(ProxyHeaderResult.VersionOne, ProxyHeader.TryParse("PROXY TCP4 10.98.0.2 10.99.0.1 40766 443\r\n"u8, out _));

    private static byte[] Write(ProxyHeader header)
    {
        var bytes = new byte[header.Length];
        header.Write(bytes);
        return bytes;
    }
}
