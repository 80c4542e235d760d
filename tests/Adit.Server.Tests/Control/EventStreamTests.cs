using System.Net.Sockets;
using System.Text;
using Adit.Server.Control;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Control;

public sealed class EventStreamTests : IAsyncLifetime
{
    private static readonly ServerEvent Opened = new ServerEvent.SessionOpened("s-1", "anna", "192.0.2.7:50123", "sstp", "10.7.0.2", null);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _state = new();
    private readonly FakeServerControl _server = new();
    private ControlListener _listener = null!;
    private ControlClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _listener = await ControlListener.StartAsync(_state.Path, _server);
        _client = new ControlClient(_state.Path);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _listener.DisposeAsync();
        _state.Dispose();
    }

    [Fact]
    public async Task An_event_arrives_as_it_was_told()
    {
        _server.Events.Publish(Opened);

        var told = Assert.Single(await ReadAsync(after: null, recent: 10));

        Assert.Equal(Opened with { Id = told.Id, AtUtc = told.AtUtc }, told);
    }

    [Fact]
    public async Task Who_follows_gets_events_as_they_happen()
    {
        await using var events = _client.ReadEventsAsync(after: null, 1, follow: true, CancellationToken.None).GetAsyncEnumerator();
        _server.Events.Publish(Opened);
        Assert.True(await events.MoveNextAsync());

        _server.Events.Publish(new ServerEvent.DrainChanged(true));
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(Patience));

        Assert.IsType<ServerEvent.DrainChanged>(events.Current);
    }

    [Fact]
    public async Task Who_comes_back_with_the_last_id_goes_on_behind_it()
    {
        _server.Events.Publish(Opened);
        var first = Assert.Single(await ReadAsync(after: null, recent: 1));
        _server.Events.Publish(new ServerEvent.DrainChanged(true));

        Assert.IsType<ServerEvent.DrainChanged>(Assert.Single(await ReadAsync(first.Id, recent: 0)));
    }

    [Fact]
    public async Task The_stream_is_what_an_event_source_reads()
    {
        _server.Events.Publish(Opened);

        var answer = await SendRawAsync("GET /v1/events?recent=1&follow=false HTTP/1.1\r\nHost: adit\r\nConnection: close\r\n\r\n");

        Assert.Contains("Content-Type: text/event-stream\r\n", answer, StringComparison.Ordinal);
        Assert.Matches("id: [0-9]+\nevent: session\\.opened\ndata: \\{\"type\":\"session\\.opened\",\"id\":[0-9]+,\"atUtc\":\"[^\"]+\",\"session\":\"s-1\"", answer);
    }

    [Fact]
    public async Task A_line_break_in_a_name_cannot_pass_for_an_event()
    {
        _server.Events.Publish(new ServerEvent.AttemptEnded(AttemptOutcome.Failed, "NPS-008", "x\n\nevent: server.drain\ndata: {}", "192.0.2.7:1", null));

        var answer = await SendRawAsync("GET /v1/events?recent=1&follow=false HTTP/1.1\r\nHost: adit\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain("\nevent: server.drain", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_ends_the_streams_at_once()
    {
        await using var events = _client.ReadEventsAsync(after: null, 1, follow: true, CancellationToken.None).GetAsyncEnumerator();
        _server.Events.Publish(Opened);
        Assert.True(await events.MoveNextAsync());
        var next = events.MoveNextAsync().AsTask();

        await _listener.DisposeAsync().AsTask().WaitAsync(Patience);

        Assert.False(await next.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_reader_that_stops_reading_is_cut_off_while_others_get_all()
    {
        using var stuck = await ConnectAsync("GET /v1/events HTTP/1.1\r\nHost: adit\r\n\r\n");
        await Eventually.BecomesTrueAsync("the header has come", () => stuck.Available > 0);
        var name = new string('x', 100_000);

        for (var count = 0; count < 2 * EventReader.MaxWaiting; count++)
            _server.Events.Publish(new ServerEvent.AccountChanged(name, "account.add", "root"));

        await Eventually.BecomesTrueAsync("its place is free", () => _server.Events.Readers == 0);
    }

    private async Task<List<ServerEvent>> ReadAsync(long? after, int recent)
    {
        var events = new List<ServerEvent>();
        await foreach (var told in _client.ReadEventsAsync(after, recent, follow: false, CancellationToken.None))
            events.Add(told);
        return events;
    }

    private async Task<string> SendRawAsync(string request)
    {
        using var socket = await ConnectAsync(request);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private async Task<Socket> ConnectAsync(string request)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_listener.SocketPath));
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        return socket;
    }
}
