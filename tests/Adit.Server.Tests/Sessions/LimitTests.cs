using System.Net.Sockets;
using System.Text;
using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Server.Configuration;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Sessions;

public sealed class LimitTests
{
    private static readonly byte[] _request = SstpHttpRequest.Write("vpn.example.com", Guid.Empty);

    [Fact]
    public async Task One_session_too_many_of_a_user_is_refused_and_the_old_one_stays()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { SessionsPerUser = 1 });
        await using var first = await ScriptedCall.OpenAsync(server);

        await using (var second = await ScriptedCall.GreetAsync(server))
        {
            await second.ReachAsync(CallStage.Closed);
            Assert.Equal(649, Assert.IsType<PppFailure.Refused>(second.Failure).Error);
        }

        Assert.Equal(1, server.Sessions.Count);
        await first.DisposeAsync();
        Assert.Equal("LIM-101", (await server.AttemptsAsync())[^1].FailureCode);
    }

    [Fact]
    public async Task With_replace_the_new_session_has_the_place_of_the_old_one_which_ends_first()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { SessionsPerUser = 1, WhenReached = WhenReached.Replace });
        await using var first = await ScriptedCall.OpenAsync(server);
        var ended = first.ReachAsync(CallStage.Closed);

        await using (var second = await ScriptedCall.OpenAsync(server))
        {
            await ended;
            Assert.Equal(1, server.Sessions.Count);
        }

        Assert.Equal("LIM-103", (await server.AttemptsAsync())[0].FailureCode);
    }

    [Fact]
    public async Task Of_two_who_both_passed_the_door_only_one_gets_the_last_place()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { Sessions = 1 });
        await using var one = await ScriptedCall.GreetAsync(server);
        await using var other = await ScriptedCall.GreetAsync(server);

        await Task.WhenAll(one.ReachAsync(CallStage.Open), other.ReachAsync(CallStage.Open));

        Assert.Equal([CallStage.Open, CallStage.Closed], new[] { one.Stage, other.Stage }.Order());
        await one.DisposeAsync();
        await other.DisposeAsync();
        Assert.Contains("LIM-102", (await server.AttemptsAsync()).Select(attempt => attempt.FailureCode));
    }

    [Fact]
    public async Task Draining_turns_new_calls_away_and_keeps_the_old_ones_until_it_is_over()
    {
        await using var server = await TestServer.StartAsync();
        await using var open = await ScriptedCall.OpenAsync(server);

        server.Sessions.IsDraining = true;
        Assert.StartsWith("HTTP/1.1 503 ", await AskAsync(server), StringComparison.Ordinal);
        Assert.Equal(1, server.Sessions.Count);
        server.Sessions.IsDraining = false;

        await using var another = await ScriptedCall.OpenAsync(server);
        Assert.Equal(2, server.Sessions.Count);
    }

    [Fact]
    public async Task After_503_the_connection_is_closed()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { Sessions = 0 });
        await using var client = await RawClient.ConnectTlsAsync(server);

        await client.SendAsync(_request);

        var answer = Encoding.ASCII.GetString(await client.ReadToEndAsync()); // ends only when the server closes
        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_refuse_tcp_the_port_is_closed_while_the_server_is_full_and_opens_when_there_is_room()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { Sessions = 1, Refuse = RefusalForm.Tcp });
        await using (await ScriptedCall.OpenAsync(server))
            await Eventually.BecomesTrueAsync("the port is closed", () => !IsOpen(server));

        await Eventually.BecomesTrueAsync("the port is open again", () => IsOpen(server));
        await using var next = await ScriptedCall.OpenAsync(server);
        Assert.Equal(CallStage.Open, next.Stage);
    }

    [Fact]
    public async Task With_refuse_tcp_a_draining_server_closes_its_port()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { Refuse = RefusalForm.Tcp });

        server.Sessions.IsDraining = true;

        await Eventually.BecomesTrueAsync("the port is closed", () => !IsOpen(server));
    }

    private static bool IsOpen(TestServer server)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(server.EndPoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<string> AskAsync(TestServer server)
    {
        await using var client = await RawClient.ConnectTlsAsync(server);
        await client.SendAsync(_request);
        return await client.ReadHeadAsync();
    }
}
