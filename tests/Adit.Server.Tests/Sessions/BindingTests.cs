using Adit.Protocols.Calls;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Sessions;

public sealed class BindingTests
{
    // Where the fields of a Call Connected stand ([MS-SSTP] §2.2.11).
    private const int Hash = 15, Nonce = 16, Certificate = 48, Mac = 80;

    [Theory]
    [InlineData(Hash, 1, "SSTP-301")]
    [InlineData(Hash, 0, "SSTP-301")]
    [InlineData(Nonce, null, "SSTP-302")]
    [InlineData(Certificate, null, "SSTP-303")]
    [InlineData(Mac, null, "SSTP-304")]
    [InlineData(Mac + 31, null, "SSTP-304")]
    public async Task A_forged_binding_ends_the_call_with_its_failure_and_no_session(int offset, int? value, string code)
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.GreetAsync(server);
        call.Outgoing = message => ScriptedCall.IsConnected(message) ? [Changed(message, offset, value)] : [message];

        await call.ReachAsync(CallStage.Closed);

        var attempt = Assert.Single(await server.AttemptsAsync());
        Assert.Equal((code, (DateTimeOffset?)null), (attempt.FailureCode, OpenedAt(attempt)));
        Assert.Equal("SSTP-306", call.Failure?.Code); // the client was told so
    }

    [Fact]
    public async Task A_binding_of_another_connection_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        await using var other = await ScriptedCall.OpenAsync(server);
        await using var call = await ScriptedCall.GreetAsync(server);
        call.Outgoing = message => [ScriptedCall.IsConnected(message) ? other.CallConnected! : message];

        await call.ReachAsync(CallStage.Closed);
        await other.DisposeAsync();

        Assert.Contains(await server.AttemptsAsync(), attempt => attempt.FailureCode == "SSTP-302");
    }

    [Fact]
    public async Task Connected_before_authentication_opens_nothing()
    {
        await using var server = await TestServer.StartAsync();
        await using var other = await ScriptedCall.OpenAsync(server);
        await using var call = await ScriptedCall.GreetAsync(server);
        await call.ReachAsync(CallStage.Negotiating);
        await call.Client.SendAsync(other.CallConnected);

        await call.ReachAsync(CallStage.Closed);
        await other.DisposeAsync();

        Assert.Contains(await server.AttemptsAsync(), attempt => attempt.FailureCode == "SSTP-302" && OpenedAt(attempt) is null);
    }

    [Fact]
    public async Task A_binding_sent_a_second_time_ends_the_call()
    {
        await using var server = await TestServer.StartAsync();
        await using var call = await ScriptedCall.OpenAsync(server);
        await call.Client.SendAsync(call.CallConnected);

        await call.ReachAsync(CallStage.Closed);

        Assert.Equal("SSTP-207", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_wrong_password_opens_nothing()
    {
        await using var server = await TestServer.StartAsync();
        await using (var call = await ScriptedCall.GreetAsync(server, "not the password"))
            await call.ReachAsync(CallStage.Authenticating);

        var attempt = Assert.Single(await server.AttemptsAsync());
        Assert.Equal(TestServer.User, attempt.UserName ?? TestServer.User);
        Assert.Null(OpenedAt(attempt));
    }

    private static byte[] Changed(byte[] message, int offset, int? value)
    {
        message[offset] = (byte)(value ?? message[offset] ^ 0x01);
        return message;
    }

    private static DateTimeOffset? OpenedAt(Diagnosis.Attempts.AttemptRecord attempt) =>
        attempt.Stages.Any(stage => stage.Name == nameof(CallStage.Open)) ? attempt.StartedUtc : null;
}
