using Adit.Protocols.Ip;
using Adit.Server.Control;
using Adit.Server.Monitoring;
using Adit.Server.Tests.Sessions;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Monitoring;

public sealed class MonitoredCallTests
{
    [Fact]
    public async Task A_call_is_told_of_when_it_opens_and_when_it_ends()
    {
        await using var server = await TestServer.StartAsync();
        await using (await ScriptedCall.OpenAsync(server))
        {
        }

        await server.BecomesIdleAsync();

        var events = server.Sessions.Monitor.Events.Read(after: null, recent: 10)!.Backlog;
        Assert.Equal([typeof(ServerEvent.SessionOpened), typeof(ServerEvent.SessionClosed), typeof(ServerEvent.AttemptEnded)], events.Select(told => told.GetType()));
        var closed = Assert.IsType<ServerEvent.SessionClosed>(events[1]);
        Assert.Equal((TestServer.User, "SSTP-105"), (closed.User, closed.FailureCode));
    }

    [Fact]
    public async Task What_a_call_carried_and_lost_stays_counted_when_it_is_gone()
    {
        await using var server = await TestServer.StartAsync();
        await using (var call = await ScriptedCall.OpenAsync(server))
        {
            await call.SendPacketAsync(CallTests.From(new Ipv4Address(0x08080808)));
            await call.SendPacketAsync(CallTests.From(call.Settings!.Client));
            await Eventually.BecomesTrueAsync("the packet came", () => !server.Packets.IsEmpty);
        }

        await server.BecomesIdleAsync();

        var traffic = server.Sessions.Monitor.Traffic.Read();
        Assert.Equal((1, server.Packets.Single().Length), (traffic.PacketsIn, traffic.BytesIn));
        Assert.Equal(1, traffic.Dropped[Traffic.Reasons.ToList().IndexOf(Transport.DropReason.WrongSource)]);
    }

    [Fact]
    public async Task The_time_that_a_call_took_to_open_is_the_sum_of_its_phases()
    {
        await using var server = await TestServer.StartAsync();
        await (await ScriptedCall.OpenAsync(server)).DisposeAsync();
        await server.BecomesIdleAsync(); // it is counted a moment after it can be seen

        var monitor = server.Sessions.Monitor;
        Assert.Equal(1, monitor.Opened);
        Assert.Equal(monitor.ConnectTime.Read().Sum, monitor.PhaseTimes.Values.Sum(times => times.Read().Sum), precision: 6);
    }
}
