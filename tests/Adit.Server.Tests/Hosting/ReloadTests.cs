using System.Net;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Hosting;

namespace Adit.Server.Tests.Hosting;

public sealed class ReloadTests : IDisposable
{
    private const string Before = "limits:\n  sessions: 10\nmtu: 1300\n";

    private readonly LiveConfiguration _live;
    private readonly RecordingPart _part = new();
    private readonly ConfigurationReloader _reloader;
    private string _file = Before;

    public ReloadTests()
    {
        var snapshot = Read();
        _live = new LiveConfiguration(snapshot.Configuration);
        _reloader = new ConfigurationReloader("adit.yaml", Read, snapshot, _live, [_part]);
    }

    public void Dispose() => _reloader.Dispose();

    [Fact]
    public async Task What_has_changed_is_told_and_in_force()
    {
        _file = "limits:\n  sessions: 1\nmtu: 1300\ndns: 10.0.0.53\n";

        var changes = await _reloader.ReloadAsync();

        Assert.Equal(
            [new ChangeView("dns", "[]", "10.0.0.53", AtNextStart: false), new ChangeView("limits.sessions", "10", "1", AtNextStart: false)],
            changes);
        Assert.Equal(1, _live.Current.Limits.Sessions);
        Assert.Equal("10.0.0.53", Assert.Single(_live.Current.Dns).ToString());
    }

    [Fact]
    public async Task What_waits_for_the_next_start_is_told_again_until_then_and_not_in_force()
    {
        _file = "mtu: 1200\ninterface: other0\n";

        await _reloader.ReloadAsync();
        var again = await _reloader.ReloadAsync();

        Assert.Equal(
            [new ChangeView("interface", "adit0", "other0", AtNextStart: true), new ChangeView("mtu", "1300", "1200", AtNextStart: true)], again);
        Assert.Equal((1300, 1300, "adit0"), (_live.Current.Mtu, _live.Current.Ppp.Mru, _live.Current.Interface));
    }

    [Fact]
    public async Task The_same_time_in_other_words_is_no_change()
    {
        _file = Before + "call:\n  setupTime: 90000ms\n";

        Assert.Empty(await _reloader.ReloadAsync());
    }

    [Theory]
    [InlineData("limits:\n  sessions: many\n")]
    [InlineData("limits:\n  sessions: 1\nfrobnicate: 1\n")]
    [InlineData("limits:\n  sessions: 1\nlisten: 192.0.2.99:443\n")]
    [InlineData("limits:\n  sessions: 1\nplainSstp: { listen: '127.0.0.1:8443' }\n")]
    [InlineData("limits:\n  sessions: 1\npool: dhcp\ndhcp: { interface: lo }\n")]
    [InlineData("limits:\n  sessions: 1\nfilters: [ { interface: no-such0 } ]\n")]
    public async Task A_file_with_a_fault_changes_nothing(string text)
    {
        var before = _live.Current;
        _file = text;

        await Assert.ThrowsAsync<ConfigurationException>(_reloader.ReloadAsync);

        Assert.Same(before, _live.Current);
        Assert.Empty(_part.Seen);
    }

    [Fact]
    public async Task A_part_that_cannot_change_leaves_all_as_it_was()
    {
        var before = _live.Current;
        using var refusing = new ConfigurationReloader("adit.yaml", Read, Read(), _live, [_part, new RefusingPart()]);
        _file = "limits:\n  sessions: 1\n";

        await Assert.ThrowsAsync<StartupException>(refusing.ReloadAsync);

        Assert.Same(before, _live.Current);
        Assert.Equal(["prepare", "take back"], _part.Seen);
        Assert.Equal("10", refusing.Keys.Single(key => key.Path == "limits.sessions").Value!.ToString());
    }

    [Fact]
    public async Task A_part_changes_once_the_new_configuration_is_in_force()
    {
        _file = "listen: '127.0.0.1:8443'\n";
        _part.Live = _live;

        await _reloader.ReloadAsync();

        Assert.Equal(["prepare", "apply 127.0.0.1:8443"], _part.Seen);
    }

    private ConfigurationSnapshot Read() => ConfigurationReader.ReadWhole("adit.yaml", _file);

    private sealed class RecordingPart : IReloadable, IPreparedChange
    {
        private bool _isApplied;

        public List<string> Seen { get; } = [];

        public LiveConfiguration? Live { get; set; }

        public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next)
        {
            Seen.Add("prepare");
            return new(this);
        }

        public ValueTask ApplyAsync()
        {
            _isApplied = true;
            if (Live is not null)
                Seen.Add($"apply {Live.Current.Listen[0]}");
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (!_isApplied)
                Seen.Add("take back");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class RefusingPart : IReloadable
    {
        public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next) => throw new StartupException("No.", "Never.");
    }
}
