using Adit.Protocols.Ip;
using Adit.Protocols.Tests.Ip;
using Adit.Server.Tests.Support;
using Adit.Transport;

namespace Adit.Server.Tests.Sessions;

[Collection(nameof(MeasuredAlone))]
public sealed class SlowReaderTests
{
    [Fact]
    public async Task A_client_that_stops_reading_costs_bounded_memory_and_others_go_on()
    {
        await using var server = await TestServer.StartAsync();
        await using var stopped = await ScriptedCall.OpenAsync(server, receiveBuffer: 4096);
        await using var other = await ScriptedCall.OpenAsync(server);
        Send(server, stopped, 2000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        Send(server, stopped, 20_000); // more than a GiB

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 4 * 1024 * 1024);
        Assert.True(DriverOf(server, stopped).Traffic.Dropped > 20_000);
        Send(server, other, 1);
        await other.PlayAsync(() => other.Packets.Count > 0);
    }

    [Fact]
    public async Task What_waits_for_a_client_that_does_not_read_is_bounded_as_configured_and_told_until_it_is_gone()
    {
        const int most = 512 * 1024;
        await using var server = await TestServer.StartAsync(configuration => configuration with { Link = new LinkOptions { QueueBytes = most } });
        await using var stopped = await ScriptedCall.OpenAsync(server, receiveBuffer: 4096);

        Send(server, stopped, 2000);

        Assert.InRange(server.Sessions.Monitor.Traffic.Read().Waiting, most / 4, most);
        server.Sessions.Disconnect(TestServer.User, new Protocols.Calls.CallFailure.DisconnectedByAdministrator("test"));
        await server.BecomesIdleAsync();
        Assert.Equal(0, server.Sessions.Monitor.Traffic.Read().Waiting);
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_ended_by_the_echo_that_it_does_not_answer()
    {
        await using var server = await TestServer.StartAsync(configuration => configuration with
        {
            Sstp = configuration.Sstp with { HelloInterval = TimeSpan.FromSeconds(2) },
        });
        await using var stopped = await ScriptedCall.OpenAsync(server, receiveBuffer: 4096);

        Send(server, stopped, 2000);

        Assert.Equal("SSTP-401", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_session_is_ended_from_outside_also_while_its_client_does_not_read()
    {
        await using var server = await TestServer.StartAsync();
        await using var stopped = await ScriptedCall.OpenAsync(server, receiveBuffer: 4096);
        Send(server, stopped, 2000);

        Assert.Equal(1, server.Sessions.Disconnect(TestServer.User, new Protocols.Calls.CallFailure.DisconnectedByAdministrator("test")));

        Assert.Equal("CALL-104", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task Peers_that_reset_while_packets_are_sent_to_them_never_hold_up_the_sender()
    {
        await using var server = await TestServer.StartAsync();
        for (var round = 0; round < 20; round++)
        {
            var call = await ScriptedCall.OpenAsync(server, receiveBuffer: 4096);
            var (driver, read) = (DriverOf(server, call), SuperPacket(call.Settings!.Client));
            var sending = Task.Run(() => Send(driver, read, 500));
            await call.Client.SendAsync(Enumerable.Repeat(call.Wrap(CallTests.From(call.Settings.Client)), 500).SelectMany(bytes => bytes).ToArray());
            call.Client.Reset();
            await sending.WaitAsync(TimeSpan.FromSeconds(20));
        }

        await server.BecomesIdleAsync();
    }

    [Fact]
    public async Task Segments_so_small_that_their_headers_outgrow_the_queue_are_dropped_wherever_it_ends()
    {
        await using var server = await TestServer.StartAsync();
        for (var shift = 0; shift < 64; shift++)
        {
            await using var call = await ScriptedCall.OpenAsync(server);
            var (driver, client) = (DriverOf(server, call), call.Settings!.Client);

            driver.Send(SuperPacket(client, length: 40_000 + shift));
            for (var i = 0; i < 11; i++)
                driver.Send(SuperPacket(client));
            driver.Send(SuperPacket(client, segmentPayload: 8, length: 65_000));

            Assert.True(driver.Traffic.Dropped > 1); // beside the one that warns
        }
    }

    private static void Send(TestServer server, ScriptedCall call, int superPackets) =>
        Send(DriverOf(server, call), SuperPacket(call.Settings!.Client), superPackets);

    private static void Send(CallDriver driver, byte[] read, int times)
    {
        for (var i = 0; i < times; i++)
        {
            driver.Send(read);
            driver.Flush();
        }
    }

    private static CallDriver DriverOf(TestServer server, ScriptedCall call) =>
        server.Sessions.Open.Single(session => session.Address == call.Settings!.Client).Driver;

    private static byte[] SuperPacket(Ipv4Address destination, int segmentPayload = 1360, int length = 60_000)
    {
        var read = Packets.BuildSuper(new Packets.Tcp { Payload = new byte[length] }, segmentPayload);
        destination.Write(read.AsSpan(VirtioNetHeader.Length + 16));
        return read;
    }
}
