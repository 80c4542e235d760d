using Adit.Protocols.Calls;
using Adit.Protocols.Sstp;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Sessions;

public sealed class StreamTests
{
    [Fact]
    public async Task A_call_whose_messages_come_byte_by_byte_opens()
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.GreetAsync(server);
        call.Outgoing = message => message.Select(octet => new[] { octet });

        await call.ReachAsync(CallStage.Open);
        foreach (var octet in call.Wrap(CallTests.From(call.Settings!.Client)))
            await call.Client.SendAsync(new[] { octet });

        await Eventually.BecomesTrueAsync("the packet came", () => server.Packets.Count == 1);
    }

    [Fact]
    public async Task Packets_glued_into_one_write_all_come()
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.OpenAsync(server);
        var message = call.Wrap(CallTests.From(call.Settings!.Client));

        await call.Client.SendAsync(Enumerable.Repeat(message, 5000).SelectMany(bytes => bytes).ToArray());

        await Eventually.BecomesTrueAsync("all came", () => server.Packets.Count == 5000);
    }

    [Theory]
    [InlineData(CallStage.Connecting)]
    [InlineData(CallStage.Authenticating)]
    [InlineData(CallStage.Open)]
    public async Task A_wrong_version_byte_closes_in_silence_and_is_told_in_the_record(CallStage stage)
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.GreetAsync(server);
        await call.ReachAsync(stage);

        await call.Client.SendAsync(new byte[] { 0x11, 0x00, 0x00, 0x08, 1, 2, 3, 4 });

        await call.ReachAsync(CallStage.Closed);
        Assert.Equal("SSTP-105", call.Failure!.Code); // silence: the transport ended, no Call Abort came
        Assert.Equal("SSTP-104", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_message_that_never_ends_costs_its_connection_alone()
    {
        await using var server = await TestServer.StartAsync(configuration => configuration with
        {
            Sstp = configuration.Sstp with { NegotiationTimeout = TimeSpan.FromMilliseconds(500) },
        });
        await using var call = await ScriptedCall.GreetAsync(server);

        await call.Client.SendAsync(new byte[] { 0x10, 0x01, 0x0f });
        await call.Client.ReadToEndAsync();

        Assert.Equal("SSTP-201", await server.FailureCodeAsync());
    }

    [Theory]
    [InlineData(9, "PPP-1")]
    [InlineData(1, "PPP-1")]
    public async Task A_flood_of_LCP_packets_is_answered_within_bounds(byte code, string familyOfFailure)
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.OpenAsync(server);
        await using var other = await ScriptedCall.OpenAsync(server);
        var flood = Enumerable.Repeat(Lcp(code), 20_000).SelectMany(bytes => bytes).ToArray();

        try
        {
            await call.Client.SendAsync(flood);
        }
        catch (IOException)
        {
            Assert.Equal(1, code); // a peer that begins anew without end is cut off
        }

        await other.SendPacketAsync(CallTests.From(other.Settings!.Client));
        await Eventually.BecomesTrueAsync("the other goes on", () => server.Packets.Count == 1);
        await call.DisposeAsync();
        await other.DisposeAsync();
        Assert.Contains(await server.AttemptsAsync(), attempt =>
            attempt.FailureCode == "SSTP-105" || attempt.FailureCode!.StartsWith(familyOfFailure, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_to_each_of_endless_SSTP_echoes_is_not_demanded()
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.OpenAsync(server);
        byte[] echo = [0x10, 0x01, 0x00, 0x08, 0x00, (byte)SstpMessageType.EchoRequest, 0x00, 0x00];

        await call.Client.SendAsync(Enumerable.Repeat(echo, 50_000).SelectMany(bytes => bytes).ToArray());
        await call.SendPacketAsync(CallTests.From(call.Settings!.Client));

        await Eventually.BecomesTrueAsync("the packet behind them came", () => server.Packets.Count == 1);
    }

    /// <summary>An LCP packet with a magic number of zero (Echo) or an MRU (Configure-Request).</summary>
    private static byte[] Lcp(byte code) => [0x10, 0x00, 0x00, 0x10, 0xff, 0x03, 0xc0, 0x21, code, 1, 0, 8, .. code == 1 ? new byte[] { 1, 4, 5, 0xdc } : new byte[4]];
}
