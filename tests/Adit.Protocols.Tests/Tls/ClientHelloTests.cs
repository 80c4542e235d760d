using System.Buffers.Binary;
using Adit.Protocols.Tls;

namespace Adit.Protocols.Tests.Tls;

public sealed class ClientHelloTests
{
    [Fact]
    public void A_hello_of_TLS_1_3_gives_name_versions_suites_and_protocols()
    {
        Assert.Equal(ClientHelloResult.Parsed, ClientHello.TryParse(ClientHelloBytes.Tls13WithName, out var hello));

        Assert.Equal(0x0303, hello!.LegacyVersion);
        Assert.Equal([0x0304, 0x0303, 0x0302, 0x0301], hello.SupportedVersions.Select(v => (int)v));
        Assert.Equal("vpn.example.com", hello.ServerName);
        Assert.Equal(["h2", "http/1.1"], hello.ApplicationProtocols);
        Assert.Equal([0x1302, 0x1303, 0x1301], hello.CipherSuites.Take(3).Select(s => (int)s));
    }

    [Fact]
    public void A_hello_of_TLS_1_2_without_a_name_is_taken()
    {
        Assert.Equal(ClientHelloResult.Parsed, ClientHello.TryParse(ClientHelloBytes.Tls12WithoutName, out var hello));

        Assert.Equal(0x0303, hello!.LegacyVersion);
        Assert.Empty(hello.SupportedVersions);
        Assert.Null(hello.ServerName);
        Assert.Empty(hello.ApplicationProtocols);
        Assert.Equal(28, hello.CipherSuites.Count);
    }

    [Fact]
    public void Every_beginning_of_a_hello_waits_for_more()
    {
        for (var length = 0; length < ClientHelloBytes.Tls13WithName.Length; length++)
            Assert.Equal(ClientHelloResult.NeedMore, ClientHello.TryParse(ClientHelloBytes.Tls13WithName.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData(1, false)] // more records than a hello has any need of
    [InlineData(2, false)]
    [InlineData(6, true)]
    [InlineData(100, true)]
    public void A_hello_may_be_cut_into_some_records(int size, bool isTaken)
    {
        var records = Cut(ClientHelloBytes.Tls13WithName, size);

        var result = ClientHello.TryParse(records, out var hello);

        Assert.Equal(isTaken ? ClientHelloResult.Parsed : ClientHelloResult.Malformed, result);
        Assert.Equal(isTaken ? "vpn.example.com" : null, hello?.ServerName);
    }

    [Theory]
    [InlineData("140303000101")] // a middlebox-friendly client goes on with this
    [InlineData("17030300")] // early data
    public void What_follows_the_hello_is_left_alone(string hex)
    {
        byte[] received = [.. ClientHelloBytes.Tls13WithName, .. Convert.FromHexString(hex)];

        Assert.Equal(ClientHelloResult.Parsed, ClientHello.TryParse(received, out _));
    }

    [Theory]
    [InlineData("47")] // G
    [InlineData("80")] // SSL 2
    [InlineData("1503030002")] // an alert
    [InlineData("1602")]
    [InlineData("1603010000")] // an empty record
    [InlineData("160301FFFF")] // a record longer than any
    public void What_is_not_TLS_is_told_at_once(string hex) =>
        Assert.Equal(ClientHelloResult.NotTls, ClientHello.TryParse(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData("160301000402000000")] // a ServerHello
    [InlineData("160301000401004001")] // a hello longer than we take
    [InlineData("160301000401000000")] // an empty one
    [InlineData("16030100080100000403030000")] // one that ends inside
    [InlineData("1603010004010000FF15")] // another type of record before the hello is whole
    public void Records_that_hold_no_hello_are_malformed(string hex) =>
        Assert.Equal(ClientHelloResult.Malformed, ClientHello.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void A_client_that_never_comes_to_an_end_is_malformed_at_the_bound()
    {
        var endless = new byte[600];
        ClientHelloBytes.Tls13WithName.AsSpan(0, 300).CopyTo(endless);

        Assert.Equal(ClientHelloResult.Malformed, ClientHello.TryParse(endless.AsSpan(0, 300), out _, maxLength: 300));
    }

    [Theory]
    [InlineData("bad name!")]
    [InlineData("2001:db8::1")]
    [InlineData("n\0ul")]
    public void A_name_that_cannot_be_a_host_is_left_out(string name)
    {
        var hello = Replace(ClientHelloBytes.Tls13WithName, "VPN.example.com"u8, name.PadRight(15, '/'));

        Assert.Equal(ClientHelloResult.Parsed, ClientHello.TryParse(hello, out var parsed));
        Assert.Null(parsed!.ServerName);
    }

    [Fact]
    public void A_protocol_name_that_cannot_be_seen_stands_in_hexadecimal()
    {
        var hello = Replace(ClientHelloBytes.Tls13WithName, "\u0002h2"u8, "\u0002\n\n");

        Assert.Equal(ClientHelloResult.Parsed, ClientHello.TryParse(hello, out var parsed));
        Assert.Equal(["0A0A", "http/1.1"], parsed!.ApplicationProtocols);
    }

    [Fact]
    public void An_extension_that_comes_twice_is_malformed()
    {
        var hello = ClientHelloBytes.Tls13WithName.ToArray();
        var versions = hello.AsSpan().IndexOf((byte[])[0, 43, 0, 9]);
        hello[versions + 1] = 45; // psk_key_exchange_modes, which follows

        Assert.Equal(ClientHelloResult.Malformed, ClientHello.TryParse(hello, out var parsed));
        Assert.Null(parsed);
    }

    private static byte[] Cut(byte[] record, int size)
    {
        var message = record.AsSpan(5).ToArray();
        var records = new List<byte>();
        foreach (var chunk in message.Chunk(size))
        {
            byte[] header = [22, 3, 1, 0, 0];
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(3), (ushort)chunk.Length);
            records.AddRange([.. header, .. chunk]);
        }

        return [.. records];
    }

    private static byte[] Replace(byte[] bytes, ReadOnlySpan<byte> old, string text)
    {
        var copy = bytes.ToArray();
        System.Text.Encoding.Latin1.GetBytes(text, copy.AsSpan(copy.AsSpan().IndexOf(old), old.Length));
        return copy;
    }
}
