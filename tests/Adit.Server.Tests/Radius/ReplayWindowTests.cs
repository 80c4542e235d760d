using Adit.Access.Tests;
using Adit.Protocols.Radius;
using Adit.Server.Radius.Dynamic;
using Adit.Transport;

namespace Adit.Server.Tests.Radius;

public sealed class ReplayWindowTests
{
    private static readonly RadiusSecret _secret = new("a-secret-of-both"u8);

    private readonly VirtualTime _clock = new();
    private readonly ReplayWindow _window;

    public ReplayWindowTests() => _window = new ReplayWindow(_clock);

    [Fact]
    public void The_same_request_comes_once()
    {
        var request = Request();

        Assert.Null(_window.Refuse(request, Now, isNeeded: true));
        Assert.Equal("Replayed", _window.Refuse(request, Now, isNeeded: true));
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void One_of_another_time_is_dropped(int seconds) =>
        Assert.Equal("OldEventTimestamp", _window.Refuse(Request(), (uint)(Now + seconds), isNeeded: true));

    [Theory]
    [InlineData(-299)]
    [InlineData(299)]
    public void Clocks_may_differ_a_little(int seconds) => Assert.Null(_window.Refuse(Request(), (uint)(Now + seconds), isNeeded: true));

    [Fact]
    public void One_without_a_time_is_dropped_unless_the_client_is_excused()
    {
        Assert.Equal("NoEventTimestamp", _window.Refuse(Request(), null, isNeeded: true));
        Assert.Null(_window.Refuse(Request(), null, isNeeded: false));
    }

    [Fact]
    public void What_is_remembered_outlasts_the_time_in_which_it_could_come_again()
    {
        var request = Request();
        var sent = Now + 299;
        Assert.Null(_window.Refuse(request, sent, isNeeded: true));

        _clock.Now += TimeSpan.FromSeconds(598);

        Assert.Equal("Replayed", _window.Refuse(request, sent, isNeeded: true));
    }

    private uint Now => (uint)_clock.GetUtcNow().ToUnixTimeSeconds();

    private static ReceivedRequest Request()
    {
        var random = new byte[16];
        new SystemRandom().Fill(random);
        byte[] message = [40, 44, 18, .. random];
        var sent = SentRequest.TryCreate(message, 1, _secret, new SystemRandom())!;
        ReceivedRequest.TryReceive(sent.Packet, _secret, needsMessageAuthenticator: false, out var received);
        return received!;
    }
}
