using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Radius;

public sealed class SentRequestTests
{
    private static readonly RadiusSecret _secret = new("xyzzy5461"u8);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(128)]
    public void A_password_comes_through_hidden_and_whole(int length)
    {
        var password = Encoding.ASCII.GetBytes(new string('p', length));
        var sent = Send(Pap(password));

        var received = Receive(sent);

        Assert.True(AccessRequest.TryParse(received.Message, out var request));
        Assert.Equal(password, Assert.IsType<AccessCredentials.Pap>(request.Credentials).Password.ToArray());
        Assert.True(length == 0 || sent.Packet.Span.IndexOf(password) < 0 || length == 1);
    }

    [Fact]
    public void A_password_that_no_packet_can_hide_is_not_sent() =>
        Assert.Null(SentRequest.TryCreate(Pap(new byte[129]), 1, _secret, new FixedBytes()));

    [Fact]
    public void The_keys_of_an_accept_come_through_hidden_and_whole()
    {
        Assert.True(SessionKeys.TryCreate(Bytes(1, 32), Bytes(2, 16), out var keys));
        var accept = new AccessReply.Accept("alice", 0, null, keys) { Classes = [new byte[200], new byte[100]] };
        var sent = Send(Pap([]));

        var answer = Receive(sent).TryAnswer(accept.ToBytes(), new FixedBytes())!;

        Assert.Equal(RadiusFault.None, sent.TryReceive(answer, needsMessageAuthenticator: true, out var message));
        Assert.Equal(accept.ToBytes(), message.ToArray());
        Assert.True(answer.AsSpan().IndexOf(Bytes(1, 32)) < 0 && answer.AsSpan().IndexOf(Bytes(2, 16)) < 0);
    }

    [Fact]
    public void Two_keys_never_share_a_salt()
    {
        Assert.True(SessionKeys.TryCreate(Bytes(1, 32), Bytes(1, 32), out var keys));

        var answer = Convert.ToHexString(
            Receive(Send(Pap([]))).TryAnswer(new AccessReply.Accept("alice", 0, null, keys).ToBytes(), new FixedBytes())!);

        Assert.NotEqual(Salt(answer, "00000137" + "1034"), Salt(answer, "00000137" + "1134"));
    }

    [Theory]
    [InlineData(AccountingStatus.Start)]
    [InlineData(AccountingStatus.Stop)]
    public void A_report_comes_through_and_its_receipt_comes_back(AccountingStatus status)
    {
        var report = new AccountingRequest(status, "s-1", "nemo", "gw", "192.0.2.1").ToBytes();
        var sent = SentRequest.TryCreate(report, 9, _secret, new FixedBytes())!;

        var received = Receive(sent);
        var answer = received.TryAnswer(new byte[] { 5 }, new FixedBytes())!;

        Assert.Equal(report, received.Message.ToArray());
        Assert.Equal(RadiusFault.None, sent.TryReceive(answer, needsMessageAuthenticator: true, out _));
    }

    [Theory]
    [InlineData(40, 41)]
    [InlineData(43, 45)]
    [InlineData(12, 2)]
    public void Each_request_knows_its_answers(byte request, byte answer)
    {
        var sent = SentRequest.TryCreate(new[] { request }, 9, _secret, new FixedBytes())!;

        var packet = Receive(sent).TryAnswer(new[] { answer }, new FixedBytes())!;

        Assert.Equal(RadiusFault.None, sent.TryReceive(packet, needsMessageAuthenticator: true, out _));
    }

    [Fact]
    public void An_answer_of_another_kind_is_dropped()
    {
        var sent = Send(Pap([]));
        var receipt = Receive(sent).TryAnswer(new byte[] { 5 }, new FixedBytes())!;

        Assert.Equal(RadiusFault.WrongKind, sent.TryReceive(receipt, needsMessageAuthenticator: true, out _));
    }

    [Fact]
    public void An_answer_to_another_request_is_dropped()
    {
        var other = SentRequest.TryCreate(Pap([]), 8, _secret, new FixedBytes())!;

        var answer = Receive(other).TryAnswer(new byte[] { 3 }, new FixedBytes())!;

        Assert.Equal(RadiusFault.WrongKind, Send(Pap([])).TryReceive(answer, needsMessageAuthenticator: true, out _));
    }

    [Fact]
    public void An_answer_altered_in_any_one_byte_is_dropped()
    {
        var sent = Send(Pap([]));
        var answer = Receive(sent).TryAnswer(new AccessReply.Reject(AccessReason.WrongCredentials, 1, 691, true).ToBytes(), new FixedBytes())!;

        for (var i = 0; i < answer.Length; i++)
        {
            var altered = answer.ToArray();
            altered[i] ^= 1;
            Assert.NotEqual(RadiusFault.None, sent.TryReceive(altered, needsMessageAuthenticator: true, out _));
        }
    }

    [Fact]
    public void An_answer_without_Message_Authenticator_counts_only_where_none_is_needed()
    {
        // RFC 2865 §7.1: the request again, byte by byte, with its published answer.
        var random = new ScriptedBytes("0f403f9473978057bd83d5cb98f4227a");
        var sent = SentRequest.TryCreate(new byte[] { 1 }, 0, _secret, random)!;
        var answer = Convert.FromHexString("02000026" + "86fe220e7624ba2a1005f6bf9b55e0b2" + "060600000001" + "0f0600000000" + "0e06c0a80103");

        Assert.Equal(RadiusFault.NoMessageAuthenticator, sent.TryReceive(answer, needsMessageAuthenticator: true, out _));
        Assert.Equal(RadiusFault.None, sent.TryReceive(answer, needsMessageAuthenticator: false, out _));
    }

    private static byte[] Pap(byte[] password) =>
        new AccessRequest(new AccessCredentials.Pap("nemo", password), "s-1", "gw", "192.0.2.1", null).ToBytes();

    private static byte[] Bytes(byte first, int count) => [.. Enumerable.Range(first, count).Select(value => (byte)value)];

    private static string Salt(string packet, string before) => packet.Substring(packet.IndexOf(before, StringComparison.Ordinal) + before.Length, 4);

    private static SentRequest Send(byte[] message) => SentRequest.TryCreate(message, 7, _secret, new FixedBytes())!;

    private static ReceivedRequest Receive(SentRequest sent)
    {
        Assert.Equal(RadiusFault.None, ReceivedRequest.TryReceive(sent.Packet, _secret, needsMessageAuthenticator: true, out var received));
        return received!;
    }

    private sealed class ScriptedBytes(string hex) : IRandomSource
    {
        public void Fill(Span<byte> destination) => Convert.FromHexString(hex).AsSpan(0, destination.Length).CopyTo(destination);
    }
}
