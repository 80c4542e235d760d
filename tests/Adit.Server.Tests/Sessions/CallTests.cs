using Adit.Diagnosis.Attempts;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Protocols.Tests.Ip;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Sessions;

public sealed class CallTests
{
    [Fact]
    public async Task A_call_opens_and_is_written_down_once()
    {
        await using var server = await TestServer.StartAsync();
        await using (var call = await ScriptedCall.OpenAsync(server))
            Assert.Equal(CallStage.Open, call.Stage);

        var attempt = Assert.Single(await server.AttemptsAsync());
        Assert.Equal((TestServer.User, "SSTP-105", AttemptOutcome.Failed), (attempt.UserName, attempt.FailureCode, attempt.Outcome));
    }

    [Fact]
    public async Task Packets_of_the_session_reach_the_TUN_and_others_are_dropped_and_counted()
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.OpenAsync(server);
        var own = From(call.Settings!.Client);

        await call.SendPacketAsync(From(new Ipv4Address(0x08080808)));
        await call.SendPacketAsync(own);

        await Eventually.BecomesTrueAsync("the packet came", () => Traffic(server).PacketsReceived > 0);
        Assert.Equal(own, Assert.Single(server.Packets));
        Assert.Equal((1, 1, 1),
            (Traffic(server).Dropped, Traffic(server).DroppedFor(Transport.DropReason.WrongSource), Traffic(server).PacketsReceived));
    }

    [Fact]
    public async Task Only_an_account_that_is_blocked_loses_a_call_that_merely_claims_its_name()
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.GreetAsync(server, password: "wrong password");
        await call.ReachAsync(CallStage.Authenticating);
        var hasResponded = false;
        call.Outgoing = message =>
        {
            hasResponded = true;
            return [message];
        };
        await call.PlayAsync(() => hasResponded);
        await Eventually.BecomesTrueAsync("a name is claimed", () => server.Sessions.Served.Any(session => session.Claimed is TestServer.User));

        Assert.Equal(0, server.Sessions.Disconnect(TestServer.User, new CallFailure.DisconnectedByAdministrator("test")));
        Assert.Equal(1, server.Sessions.Block(TestServer.User, new CallFailure.AccountBlocked("test")));
    }

    internal static byte[] From(Ipv4Address source)
    {
        var packet = Packets.BuildUdp([1, 2, 3]);
        source.Write(packet.AsSpan(12));
        return packet;
    }

    private static Transport.TrafficCounters Traffic(TestServer server) => Assert.Single(server.Sessions.Open).Driver.Traffic;
}
