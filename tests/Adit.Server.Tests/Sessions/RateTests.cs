using Adit.Protocols.Tests.Ip;
using Adit.Server.Tests.Support;
using Adit.Transport;

namespace Adit.Server.Tests.Sessions;

public sealed class RateTests
{
    private const int Slow = 8_000; // bytes a second
    private const int Burst = 1024 * 1024;

    [Fact]
    public async Task What_is_sent_beyond_the_rate_waits_its_turn()
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.OpenAsync(server);
        var driver = server.Sessions.Open.Single().Driver;
        driver.LimitRates(sent: Slow, received: null);

        for (var sent = 0; sent < Burst; sent += 60_000)
            driver.Send(Packets.BuildSuper(new Packets.Tcp { Payload = new byte[60_000] }, 1360));
        driver.Flush();

        await call.PlayAsync(() => call.Packets.Count >= 4);
        Assert.True(driver.Traffic.DroppedFor(DropReason.QueueFull) > 0);
        Assert.InRange(driver.Traffic.BytesSent, 1, Burst / 4);
    }

    [Fact]
    public async Task What_waits_leaves_at_once_when_the_limit_goes()
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.OpenAsync(server);
        var driver = server.Sessions.Open.Single().Driver;
        driver.LimitRates(sent: 1, received: null);
        for (var sent = 0; sent < 100_000; sent += 50_000)
            driver.Send(Packets.BuildSuper(new Packets.Tcp { Payload = new byte[50_000] }, 1360));

        driver.LimitRates(sent: null, received: null);

        await call.PlayAsync(() => call.Packets.Count >= 2 * 37);
    }

    [Fact]
    public async Task What_the_client_sends_beyond_its_rate_is_dropped_and_counted()
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.OpenAsync(server);
        var driver = server.Sessions.Open.Single().Driver;
        driver.LimitRates(sent: null, received: Slow);
        var message = call.Wrap(Packets.Build(new Packets.Tcp { Payload = new byte[1360] }));

        for (var sent = 0; sent < Burst; sent += message.Length)
            await call.Client.SendAsync(message);

        await Eventually.BecomesTrueAsync("some is dropped", () => driver.Traffic.DroppedFor(DropReason.OverRate) > 0);
    }
}
