using System.Text;
using Adit.Diagnosis.Attempts;
using Adit.Protocols.Calls;
using Adit.Protocols.Calls.Recording;
using Adit.Protocols.Crypto;
using Adit.Protocols.Sstp;
using Adit.Server.Configuration;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Sessions;

/// <summary>Calls over TLS on loopback are recorded as the configuration has it, without their secrets, and replayed.</summary>
public sealed class RecordingTests
{
    [Theory]
    [InlineData(RecordMode.All, true)]
    [InlineData(RecordMode.Failed, false)]
    public async Task A_call_that_ends_as_wished_is_recorded_where_all_are(RecordMode mode, bool isRecorded)
    {
        await using var server = await StartAsync(mode);
        await using (var call = await ScriptedCall.OpenAsync(server))
        {
            await call.Client.SendAsync((byte[])[0x10, 1, 0, 8, 0, (byte)SstpMessageType.CallDisconnect, 0, 0]);
            await Eventually.BecomesTrueAsync("the call is over", () => server.Sessions.Count == 0);
        }

        Assert.Equal(isRecorded, await RecordingAsync(server) is not null);
    }

    [Theory]
    [InlineData(RecordMode.All, true)]
    [InlineData(RecordMode.Failed, true)]
    [InlineData(RecordMode.Off, false)]
    public async Task A_call_that_is_cut_off_is_recorded_unless_none_is(RecordMode mode, bool isRecorded)
    {
        await using var server = await StartAsync(mode);
        await using (await ScriptedCall.OpenAsync(server))
        {
        }

        Assert.Equal(isRecorded, await RecordingAsync(server) is not null);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a wrong password")]
    public async Task What_was_recorded_of_a_call_is_replayed_to_the_same_end(string? password)
    {
        await using var server = await StartAsync(RecordMode.All);
        await CallAsync(server, password);

        var (attempt, recording) = (Assert.Single(await server.AttemptsAsync()), await RecordingAsync(server));
        Assert.True(CallRecording.TryParse(recording!.Text, out var read, out var fault), fault);
        var outcome = CallReplay.Run(read);

        Assert.Null(outcome.Difference);
        Assert.False(outcome.IsCut);
        Assert.Equal(attempt.FailureCode, outcome.FailureCode);
    }

    [Fact]
    public async Task No_password_and_no_hash_of_it_is_in_a_recording()
    {
        await using var server = await StartAsync(RecordMode.All);
        await CallAsync(server, password: null);

        var text = (await RecordingAsync(server))!.Text;

        Assert.Contains(TestServer.User, text, StringComparison.Ordinal);
        Assert.DoesNotContain(TestServer.Password, text, StringComparison.Ordinal);
        foreach (var secret in (byte[][])[Encoding.UTF8.GetBytes(TestServer.Password), Encoding.Unicode.GetBytes(TestServer.Password), MsChapV2.NtPasswordHash(TestServer.Password).ToArray()])
            Assert.DoesNotContain(Convert.ToHexString(secret), text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task No_more_calls_are_recorded_at_once_than_may_be_kept()
    {
        await using var server = await StartAsync(RecordMode.All, recordings: 1);
        await using (await ScriptedCall.OpenAsync(server))
        await using (await ScriptedCall.OpenAsync(server))
        {
        }

        var attempts = await server.AttemptsAsync();
        Assert.Equal(2, attempts.Count);
        Assert.NotNull(await server.Recordings.FindAsync(attempts[0].Id, CancellationToken.None));
        Assert.Null(await server.Recordings.FindAsync(attempts[1].Id, CancellationToken.None));
    }

    private static Task<TestServer> StartAsync(RecordMode mode, int recordings = 1000) => TestServer.StartAsync(
        configuration => configuration with { Attempts = new AttemptOptions { Record = mode, Recordings = recordings } });

    private static async Task CallAsync(TestServer server, string? password)
    {
        if (password is null)
        {
            await using var open = await ScriptedCall.OpenAsync(server);
            await open.SendPacketAsync(CallTests.From(open.Settings!.Client));
            return;
        }

        await using var refused = await ScriptedCall.GreetAsync(server, password);
        await refused.PlayAsync(() => refused.Stage is CallStage.Closed);
    }

    private static async Task<AttemptRecording?> RecordingAsync(TestServer server) =>
        await server.Recordings.FindAsync(Assert.Single(await server.AttemptsAsync()).Id, CancellationToken.None);
}
