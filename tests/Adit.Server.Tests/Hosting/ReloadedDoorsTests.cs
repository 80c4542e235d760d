using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Listeners;
using Adit.Server.Sessions;

namespace Adit.Server.Tests.Hosting;

public sealed class ReloadedDoorsTests
{
    private const string Full = "limits: { sessions: 0, refuse: tcp }\n";

    [Fact]
    public async Task A_closed_port_opens_when_a_reload_makes_room()
    {
        var file = Full;
        ConfigurationSnapshot Read() => ConfigurationReader.ReadWhole("adit.yaml", file);
        var live = new LiveConfiguration(Read().Configuration);
        var doors = new Doors(live, new SessionPlaces(live), TunnelKind.Sstp, () => false);
        using var reloader = new ConfigurationReloader("adit.yaml", Read, Read(), live, [new ReloadedDoors(doors)]);
        doors.Look();
        Assert.False(doors.State.AreOpen);

        file = "limits: { sessions: 5, refuse: tcp }\n";
        await reloader.ReloadAsync();

        Assert.True(doors.State.AreOpen);
    }

    [Fact]
    public async Task An_open_port_closes_when_a_reload_leaves_no_room()
    {
        var file = "";
        ConfigurationSnapshot Read() => ConfigurationReader.ReadWhole("adit.yaml", file);
        var live = new LiveConfiguration(Read().Configuration);
        var doors = new Doors(live, new SessionPlaces(live), TunnelKind.Sstp, () => false);
        using var reloader = new ConfigurationReloader("adit.yaml", Read, Read(), live, [new ReloadedDoors(doors)]);

        file = Full;
        await reloader.ReloadAsync();

        Assert.False(doors.State.AreOpen);
    }
}
