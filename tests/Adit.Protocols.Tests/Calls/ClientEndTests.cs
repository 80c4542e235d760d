using Adit.Diagnosis;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Calls;

/// <summary>
/// Every code of Windows with which a call itself can end at the client (decision 0013), each brought about by a server that does that
/// very thing. What ends before the call begins is in <c>Adit.Client.Tests</c>.
/// </summary>
public sealed class ClientEndTests
{
    private const int Lcp = 0xC021;
    private const int Ipcp = 0x8021;
    private const byte ConfigureRequest = 1;
    private const byte TerminateRequest = 5;
    private const byte ProtocolReject = 8;

    private readonly CallPair _pair = new();

    [Theory]
    [InlineData(646)]
    [InlineData(647)]
    [InlineData(648)]
    [InlineData(649)]
    [InlineData(691)]
    public void Who_is_refused_hears_the_code_that_the_server_gave(int code)
    {
        _pair.Server.Answers.Refusal = code;

        EndsWith(code);
    }

    [Fact]
    public void A_call_request_that_nobody_answers_ends_with_678()
    {
        _pair.Server.Rewrite = _ => null;

        EndsWith(678);
    }

    [Fact]
    public void An_authority_that_never_decides_ends_with_718()
    {
        _pair.Server.IsMute = true;

        EndsWith(718);
    }

    [Fact]
    public void A_server_without_an_address_left_ends_with_720()
    {
        _pair.Server.Answers.Address = _ => new PppAnswer.AddressRefused(new NoAddress());

        EndsWith(720);
    }

    [Fact]
    public void A_server_whose_PPP_never_answers_ends_with_721()
    {
        _pair.Server.Rewrite = message => ProtocolOf(message) is null ? message : null;

        EndsWith(721);
    }

    [Fact]
    public void A_server_that_does_not_do_IPv4_ends_with_733()
    {
        _pair.Server.Rewrite = message => ProtocolOf(message) is Ipcp ? Message(Lcp, ProtocolReject, [0x80, 0x21, 1, 1, 0, 4]) : message;

        EndsWith(733);
    }

    [Fact]
    public void A_server_that_ends_the_link_before_it_is_agreed_on_ends_with_734()
    {
        _pair.Server.Rewrite = message => IsConfigureRequest(message) ? Message(Lcp, TerminateRequest, []) : message;

        EndsWith(734);
    }

    [Fact]
    public void A_server_that_takes_no_hash_of_ours_for_the_binding_ends_with_741()
    {
        _pair.Server.Rewrite = message => IsAck(message) ? [.. message[..HashAt], 0x04, .. message[(HashAt + 1)..]] : message;

        EndsWith(741);
    }

    [Fact]
    public void A_server_that_asks_for_another_authentication_method_only_ends_with_812()
    {
        _pair.Server.Rewrite = message => IsConfigureRequest(message) ? Message(Lcp, ConfigureRequest, [3, 4, 0xC0, 0x23]) : message;

        EndsWith(812);
    }

    [Fact]
    public void A_server_that_names_its_reason_when_it_ends_the_link_is_believed()
    {
        byte[] reason = [0, 0, 0, 0, 0x00, 0x3C, 0xCD, 0x74, 0, 0, 0x03, 0x2C]; // a magic number, the mark, and 812, as RRAS says it
        _pair.Server.Rewrite = message => IsConfigureRequest(message) ? Message(Lcp, TerminateRequest, reason) : message;

        EndsWith(812);
    }

    private const int HashAt = 15; // [MS-SSTP] §2.2.10: header 8, attribute header 4, reserved 3

    private void EndsWith(int code)
    {
        _pair.Begin();
        _pair.RunUntil(() => _pair.Client.IsClosed);
        var failure = _pair.Client.Failure;
        Assert.NotNull(failure);
        Assert.Equal((code, failure.Code), (ClientCodes.Find(failure)?.Value, failure.Code));
    }

    private static bool IsAck(byte[] message) => message[1] == 1 && message[5] == (byte)SstpMessageType.CallConnectAck;

    private static bool IsConfigureRequest(byte[] message) => ProtocolOf(message) is Lcp && message[8] == ConfigureRequest;

    /// <summary>The protocol of the PPP frame in a data message; null for a control message. Before LCP is done a frame has all its header.</summary>
    private static int? ProtocolOf(byte[] message)
    {
        if (message[1] == 1)
            return null;

        var at = message[4] == 0xFF ? 6 : 4;
        return (message[at] << 8) | message[at + 1];
    }

    private static byte[] Message(int protocol, byte code, byte[] data)
    {
        var length = 4 + data.Length;
        byte[] frame = [0xFF, 0x03, (byte)(protocol >> 8), (byte)protocol, code, 77, 0, (byte)length, .. data];
        return [0x10, 0, 0, (byte)(4 + frame.Length), .. frame];
    }

    private sealed record NoAddress() : Failure("TEST-2");
}
