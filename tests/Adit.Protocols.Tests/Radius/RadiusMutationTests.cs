using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Radius;

/// <summary>The law of all messages: nothing makes them throw, and what is accepted is written back to what is accepted again.</summary>
public sealed class RadiusMutationTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void A_mutated_request_is_refused_or_comes_back() => Mutate(
        Request(),
        bytes => !AccessRequest.TryParse(bytes, out var first)
            || (AccessRequest.TryParse(first.ToBytes(), out var second) && first.ToBytes().AsSpan().SequenceEqual(second.ToBytes())));

    [Fact]
    public void A_mutated_reply_is_refused_or_comes_back() => Mutate(
        Reply(),
        bytes => !AccessReply.TryParse(bytes, out var first)
            || (AccessReply.TryParse(first.ToBytes(), out var second) && first.ToBytes().AsSpan().SequenceEqual(second.ToBytes())));

    [Fact]
    public void A_mutated_report_is_refused_or_comes_back() => Mutate(
        new AccountingRequest(AccountingStatus.Stop, "s-1", "alice", "gw", "192.0.2.1") { Classes = [new byte[200], new byte[100]] }.ToBytes(),
        bytes => !AccountingRequest.TryParse(bytes, out var first)
            || (AccountingRequest.TryParse(first.ToBytes(), out var second) && first.ToBytes().AsSpan().SequenceEqual(second.ToBytes())));

    private static void Mutate(byte[] message, Func<byte[], bool> holds)
    {
        var random = new Random(7);
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = message.AsSpan(0, random.Next(8) == 0 ? random.Next(message.Length + 1) : message.Length).ToArray();
            for (var i = random.Next(4); i > 0 && bytes.Length > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            Assert.True(holds(bytes), Convert.ToHexStringLower(bytes));
        }
    }

    private static byte[] Request()
    {
        var exchange = new MsChapV2Exchange(7, new string('x', 300), new byte[16], new byte[16], new byte[24]);
        return new AccessRequest(new AccessCredentials.MsChapV2(exchange), "s-1", "gw", "192.0.2.1", new Guid(new byte[16])).ToBytes();
    }

    private static byte[] Reply()
    {
        Assert.True(SessionKeys.TryCreate(new byte[16], new byte[16], out var keys));
        return new AccessReply.Accept("alice", 7, "S=407A5589115FD0D6209F510FE9C04566932CDA56", keys)
        {
            SessionTimeout = TimeSpan.FromHours(8),
            Classes = [new byte[200], new byte[100]],
        }.ToBytes();
    }
}
