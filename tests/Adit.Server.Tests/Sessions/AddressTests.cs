using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Sessions;

/// <summary>What becomes of a call's address, however the call goes.</summary>
public sealed class AddressTests
{
    [Fact]
    public async Task An_exhausted_pool_refuses_the_call_before_an_address_is_offered()
    {
        await using var server = await TestServer.StartAsync(configuration => configuration with
        {
            Pool = new PoolRanges([PoolRange.Parse("10.0.0.0/30")!]),
        });
        await using (await ScriptedCall.OpenAsync(server))
        {
            await using var second = await ScriptedCall.GreetAsync(server);
            await second.ReachAsync(CallStage.Closed);

            Assert.Null(second.Settings);
        }

        Assert.Contains("ADDR-101", (await server.AttemptsAsync()).Select(attempt => attempt.FailureCode));
    }

    [Fact]
    public async Task A_call_that_ends_while_its_address_is_asked_for_gives_it_back()
    {
        await using var server = await TestServer.StartAsync();
        server.Presence.Gate = new TaskCompletionSource().Task;
        await using (var call = await ScriptedCall.GreetAsync(server))
        {
            var playing = call.PlayAsync(() => false);
            await Eventually.BecomesTrueAsync("the address is asked for", () => !server.Presence.Asked.IsEmpty);
            server.Sessions.Disconnect(TestServer.User, new CallFailure.DisconnectedByAdministrator("test"));
            await server.BecomesIdleAsync();
            await Record.ExceptionAsync(() => playing);
        }

        Assert.Empty(server.Presence.Here);
    }

    [Fact]
    public async Task A_driver_that_breaks_while_the_address_is_on_its_way_gives_it_back()
    {
        await using var server = await TestServer.StartAsync();
        var gate = new TaskCompletionSource();
        server.Presence.Gate = gate.Task;
        await using var call = await ScriptedCall.GreetAsync(server);
        var playing = call.PlayAsync(() => false);
        await Eventually.BecomesTrueAsync("the address is asked for", () => !server.Presence.Asked.IsEmpty);

        server.ExpectFault("broken on purpose");
        Assert.Single(server.Sessions.Served).Driver.Post((_, _) => throw new InvalidOperationException("broken on purpose"));
        gate.SetResult();

        await server.BecomesIdleAsync();
        await Record.ExceptionAsync(() => playing);
        Assert.Empty(server.Presence.Here);
    }

    [Fact]
    public async Task The_address_of_an_open_session_is_here_until_it_ends()
    {
        await using var server = await TestServer.StartAsync();
        await using (var call = await ScriptedCall.OpenAsync(server))
            Assert.Equal([call.Settings!.Client], server.Presence.Here);

        await server.BecomesIdleAsync();
        Assert.Equal((IEnumerable<Ipv4Address>)[], server.Presence.Here);
    }
}
