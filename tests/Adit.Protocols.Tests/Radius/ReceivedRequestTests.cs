using System.Text;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Radius;

public sealed class ReceivedRequestTests
{
    private static readonly RadiusSecret _secret = new("xyzzy5461"u8); // RFC 2865 §7

    // RFC 2865 §7.1
    private const string NemoRequest =
        "01000038" + "0f403f9473978057bd83d5cb98f4227a" + "01066e656d6f" + "02120dbe708d93d413ce3196e43f782a0aee" + "0406c0a80110" + "050600000003";
    private const string NemoAccept = "02000026" + "86fe220e7624ba2a1005f6bf9b55e0b2" + "060600000001" + "0f0600000000" + "0e06c0a80103";

    // RFC 2865 §7.2
    private const string FlopsyRequest =
        "01010047" + "2aee86f08d0d55969ca5978e0d3367a2" + "0108666c6f707379" + "031316e97557c316185895f293ff634407727504" + "06c0a80110"
        + "050600000014" + "060600000002" + "070600000001";

    // RFC 5997 §6.1
    private const string StatusRequest = "0cda0026" + "8a54f4686fb394c52866e302185d0623" + "50125a665e2e1e8411f3e243822097c84fa3";

    [Fact]
    public void The_password_of_RFC_2865_7_1_is_read()
    {
        var request = Receive(NemoRequest, needsMessageAuthenticator: false);

        Assert.Equal("arctangent", Encoding.UTF8.GetString(Value(request, 2)));
    }

    [Fact]
    public void The_authenticator_is_the_challenge_where_CHAP_names_none()
    {
        var request = Receive(FlopsyRequest, needsMessageAuthenticator: false);

        Assert.Equal("2aee86f08d0d55969ca5978e0d3367a2", Convert.ToHexStringLower(Value(request, 60)));
    }

    [Fact]
    public void A_status_request_of_RFC_5997_is_accepted() =>
        Assert.Equal(RadiusCode.StatusServer, Receive(StatusRequest, needsMessageAuthenticator: true).Code);

    [Fact]
    public void A_request_without_Message_Authenticator_is_dropped_where_one_is_needed() =>
        Assert.Equal(RadiusFault.NoMessageAuthenticator, FaultOf(NemoRequest, _secret, needsMessageAuthenticator: true));

    [Fact]
    public void A_request_with_EAP_needs_a_Message_Authenticator_always() => Assert.Equal(
        RadiusFault.NoMessageAuthenticator,
        FaultOf("0100001b" + "0f403f9473978057bd83d5cb98f4227a" + "4f0702010005" + "01", _secret, needsMessageAuthenticator: false));

    [Fact]
    public void A_status_request_of_another_secret_is_dropped() =>
        Assert.Equal(RadiusFault.WrongSecret, FaultOf(StatusRequest, new RadiusSecret("another"u8), needsMessageAuthenticator: false));

    [Fact]
    public void An_accounting_report_of_another_secret_is_dropped()
    {
        var sent = Sent(new AccountingRequest(AccountingStatus.Start, "s-1", "nemo", "gw", "192.0.2.1").ToBytes());

        Assert.Equal(RadiusFault.WrongSecret, FaultOf(Convert.ToHexString(sent.Packet.Span), new RadiusSecret("another"u8), true));
    }

    [Fact]
    public void A_second_Message_Authenticator_is_one_too_many()
    {
        var one = "5012" + new string('0', 32);
        Assert.Equal(RadiusFault.Malformed, FaultOf("01000038" + new string('0', 32) + one + one, _secret, false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0100001300000000000000000000000000000000")] // says 19
    [InlineData("0100001500000000000000000000000000000000")] // says 21 and has 20
    [InlineData("010000150000000000000000000000000000000001")] // half an attribute
    [InlineData("01000016000000000000000000000000000000000101")] // an attribute shorter than its own header
    [InlineData("01000016000000000000000000000000000000000103")] // one that runs over the end
    [InlineData("0100001a00000000000000000000000000000000020600000000")] // a hidden password of 4 bytes
    public void What_does_not_add_up_is_dropped(string datagram) =>
        Assert.Equal(RadiusFault.Malformed, FaultOf(datagram, _secret, needsMessageAuthenticator: false));

    [Fact]
    public void An_answer_is_no_request() => Assert.Equal(RadiusFault.WrongKind, FaultOf(NemoAccept, _secret, false));

    [Fact]
    public void What_is_behind_the_packet_is_padding() =>
        Assert.Equal(RadiusFault.None, FaultOf(NemoRequest + "ffff", _secret, needsMessageAuthenticator: false));

    [Fact]
    public void A_proxy_gets_its_states_back_as_they_came_and_in_their_order()
    {
        var states = "2103aa" + "2104bbcc";
        var request = Receive("0100001b" + new string('0', 32) + states, needsMessageAuthenticator: false);

        var answer = request.TryAnswer(new byte[] { 3 }, new FixedBytes())!;

        Assert.EndsWith(states, Convert.ToHexStringLower(answer), StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_for_our_records_stays_with_us()
    {
        var request = Receive(NemoRequest, needsMessageAuthenticator: false);

        var answer = request.TryAnswer(new AccessReply.Reject(AccessReason.AccountLocked, 0, 691, true).ToBytes(), new FixedBytes())!;

        Assert.DoesNotContain("e006", Convert.ToHexStringLower(answer), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_no_packet_can_hold_is_none()
    {
        var states = string.Concat(Enumerable.Repeat("21ff" + new string('a', 506), 15));
        var length = (20 + (states.Length / 2)).ToString("x4", System.Globalization.CultureInfo.InvariantCulture);
        var request = Receive("0100" + length + new string('0', 32) + states, needsMessageAuthenticator: false);

        Assert.Null(request.TryAnswer((byte[])[2, .. Convert.FromHexString("19ff" + new string('b', 506))], new FixedBytes()));
    }

    [Fact]
    public void A_request_prints_neither_secret_nor_password() =>
        Assert.Equal("AccessRequest", Receive(NemoRequest, needsMessageAuthenticator: false).ToString());

    private static SentRequest Sent(byte[] message) => SentRequest.TryCreate(message, 7, _secret, new FixedBytes())!;

    private static ReceivedRequest Receive(string datagram, bool needsMessageAuthenticator)
    {
        Assert.Equal(
            RadiusFault.None,
            ReceivedRequest.TryReceive(Convert.FromHexString(datagram), _secret, needsMessageAuthenticator, out var request));
        return request!;
    }

    private static RadiusFault FaultOf(string datagram, RadiusSecret secret, bool needsMessageAuthenticator)
    {
        var fault = ReceivedRequest.TryReceive(Convert.FromHexString(datagram), secret, needsMessageAuthenticator, out var request);
        Assert.Equal(fault is RadiusFault.None, request is not null);
        return fault;
    }

    private static byte[] Value(ReceivedRequest request, byte type)
    {
        var attributes = request.Message.Span[1..];
        while (attributes[0] != type)
            attributes = attributes[attributes[1]..];
        return attributes[2..attributes[1]].ToArray();
    }
}
