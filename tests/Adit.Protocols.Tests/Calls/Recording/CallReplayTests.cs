using Adit.Protocols.Calls;
using Adit.Protocols.Calls.Recording;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Calls.Recording;

/// <summary>What was recorded is replayed without the secrets, and ends the same.</summary>
public sealed class CallReplayTests
{
    public static TheoryData<string> Names => [.. RecordedCalls.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recorded_call_is_replayed_to_the_same_end(string name)
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            var pair = RecordedCalls.Run(name, seed);

            var outcome = CallReplay.Run(Read(pair.Recorder.ToText()));

            Assert.Null(outcome.Difference);
            Assert.Equal(pair.Server.Call.Stage, outcome.Stage);
            Assert.Equal(pair.Server.IsClosed ? pair.Server.Failure?.Code : null, outcome.FailureCode);
        }
    }

    [Fact]
    public void An_answer_that_was_changed_makes_the_replay_differ_and_says_where()
    {
        var text = RecordedCalls.Run("open", 1).Recorder.ToText().Replace("binding right", "binding wrong", StringComparison.Ordinal);

        var outcome = CallReplay.Run(Read(text));

        Assert.Equal("event tunnel Connected", outcome.Difference?.Recorded);
        Assert.Equal(text.Split('\n').IndexOf("event tunnel Connected") + 1, outcome.Difference?.Line);
    }

    [Fact]
    public void An_event_too_many_makes_the_replay_differ()
    {
        var text = RecordedCalls.Run("wrong password", 1).Recorder.ToText();

        var outcome = CallReplay.Run(Read(text.Remove(text.IndexOf("event closed", StringComparison.Ordinal))));

        Assert.Equal(new ReplayDifference(Line: null, "nothing", "event closed TEST-001"), outcome.Difference);
    }

    [Fact]
    public void What_does_not_fit_is_left_out_and_the_rest_is_replayed()
    {
        var pair = new CallPair(recordLength: 2500).Open();

        var text = pair.Recorder.ToText();
        var outcome = CallReplay.Run(Read(text));

        Assert.InRange(text.Length, 1000, 2500);
        Assert.True(outcome.IsCut);
        Assert.Null(outcome.Difference);
    }

    [Fact]
    public void A_busy_call_leaves_no_line_for_each_packet()
    {
        var pair = new CallPair().Open();
        var before = pair.Recorder.ToText().Length;

        for (var i = 0; i < 10_000; i++)
        {
            pair.Client.SendPacket([0x45, (byte)i, 2, 3], pair.Now);
            pair.Exchange();
        }

        Assert.Equal(10_000, pair.Server.Packets.Count);
        Assert.InRange(pair.Recorder.ToText().Length - before, 0, 100);
    }

    [Theory]
    [InlineData("")]
    [InlineData("adit-recording 2\noptions {}")]
    [InlineData("adit-recording 1\noptions []")]
    [InlineData("adit-recording 1\noptions null")]
    public void What_is_no_recording_is_refused(string text) => Assert.False(CallRecording.TryParse(text, out _, out _));

    [Theory]
    [InlineData("in 0 receive 10")]
    [InlineData("in 0 open\nin 0 open")]
    [InlineData("in 5 open\nin 4 lost")]
    [InlineData("in 0 open\nin 1 answer accepted")]
    [InlineData("in 0 open\nin 1 receive 1")]
    [InlineData("cut\nin 0 open")]
    [InlineData("certificate 00 11")]
    [InlineData("nonsense")]
    public void A_line_that_cannot_be_is_refused_by_its_number(string lines)
    {
        var text = $"adit-recording 1\noptions {new CallSettings(new(), new(), new()).ToText()}\n{lines}\n";

        Assert.False(CallRecording.TryParse(text, out _, out var fault));
        Assert.StartsWith("line ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        var text = new CallSettings(new(), new(), new()).ToText();

        Assert.True(CallSettings.TryParse(text, out var settings));
        Assert.Equal(new CallOptions(), settings.Call);
        Assert.False(CallSettings.TryParse(text.Replace("\"maxConfigure\":10", "\"maxConfigure\":1000000", StringComparison.Ordinal), out _));
        Assert.False(CallSettings.TryParse(text.Replace("[\"MsChapV2\"]", "[77]", StringComparison.Ordinal), out _));
        Assert.False(CallSettings.TryParse(text.Replace("\"name\":\"adit\"", "\"name\":\"\"", StringComparison.Ordinal), out _));
    }

    [Fact]
    public void Options_that_another_version_did_not_know_have_their_defaults()
    {
        Assert.True(CallSettings.TryParse("""{"ppp":{"mru":1400,"chap":null,"later":1}}""", out var settings));

        Assert.Equal(1400, settings.Ppp.Mru);
        Assert.Equal((new PppOptions().Name, new ChapOptions()), (settings.Ppp.Name, settings.Ppp.Chap));
    }

    private static CallRecording Read(string text)
    {
        Assert.True(CallRecording.TryParse(text, out var recording, out var fault), fault);
        return recording;
    }
}
