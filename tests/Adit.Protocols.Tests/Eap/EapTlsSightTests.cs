using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Tls;

namespace Adit.Protocols.Tests.Eap;

public sealed class EapTlsSightTests
{
    private static readonly byte[] _first = [0x30, 1, 2, 3];
    private static readonly byte[] _second = [0x30, 4];

    /// <summary>ServerHello and Certificate, the latter cut by the end of a record.</summary>
    private static readonly byte[] _flight = [.. Record([2, 0, 0, 2, 3, 3, 11, 0]), .. Record([0, 15, 0, 0, 12, 0, 0, 4, .. _first, 0, 0, 2, .. _second])];

    private readonly EapTlsSight _sight = new();

    [Theory]
    [InlineData(1000)]
    [InlineData(7)]
    public void The_certificates_of_the_authority_are_seen_however_they_are_cut(int length)
    {
        Ask([0x20]);
        for (var at = 0; at < _flight.Length; at += length)
            Ask([(byte)(at + length < _flight.Length ? 0x40 : 0), .. _flight.Skip(at).Take(length)]);

        Assert.Equal([_first, _second], _sight.Chain.Select(certificate => certificate.ToArray()));
        Assert.Equal(EapType.Peap, _sight.Method);
    }

    [Theory]
    [InlineData(48, true)]
    [InlineData(45, true)]
    [InlineData(40, false)]
    public void A_fatal_alert_of_the_peer_is_seen_and_those_about_certificates_mean_the_authority(byte alert, bool isRefused)
    {
        Answer([0, 21, 3, 3, 0, 2, 2, alert]);

        Assert.Equal(((TlsAlert)alert, isRefused), (_sight.PeerAlert!.Value, _sight.IsRefused));
    }

    [Theory]
    [InlineData("00150303000201" + "30")] // a warning
    [InlineData("00150303001a" + "0230")] // hidden: longer than an alert is
    [InlineData("0016030300020230")]
    [InlineData("00")]
    public void What_is_no_fatal_alert_in_clear_says_nothing(string hex)
    {
        Answer(Convert.FromHexString(hex));

        Assert.Null(_sight.PeerAlert);
    }

    [Fact]
    public void What_is_hidden_is_not_seen()
    {
        Ask([0x20]);
        Ask([0, .. Record([2, 0, 0, 2, 3, 3]), 23, 3, 3, 0, 4, 11, 0, 0, 0]);

        Assert.Empty(_sight.Chain);
    }

    [Fact]
    public void A_flight_without_an_end_is_given_up()
    {
        Ask([0x20]);
        for (var sent = 0; sent <= EapTlsSight.MaxFlight; sent += 1000)
            Ask([0x40, .. new byte[1000]]);
        Ask([0, .. _flight]);

        Assert.Empty(_sight.Chain);
    }

    [Fact]
    public void Another_method_begins_anew()
    {
        Ask([0x20]);
        Ask([0, .. _flight]);
        Answer([0, 21, 3, 3, 0, 2, 2, 48]);
        _sight.Asked(new EapPacket(EapCode.Request, 9, EapType.Tls, new byte[] { 0x20 }).ToBytes());

        Assert.Equal((EapType.Tls, 0, false), (_sight.Method, _sight.Chain.Count, _sight.IsRefused));
    }

    private void Ask(byte[] data) => _sight.Asked(new EapPacket(EapCode.Request, 1, EapType.Peap, data).ToBytes());

    private void Answer(byte[] data) => _sight.Answered(new EapPacket(EapCode.Response, 1, EapType.Peap, data).ToBytes());

    private static byte[] Record(byte[] handshake) => [22, 3, 3, 0, (byte)handshake.Length, .. handshake];
}
