using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Adit.Server.Service;
using Adit.Server.Tests.Control;

namespace Adit.Server.Tests.Service;

/// <summary>What systemd would hear, at a datagram socket as it has.</summary>
public sealed class ServiceManagerTests : IDisposable
{
    private const long ACoarseStep = 1_000_000;
    private const long AnHour = 3_600_000_000;

    private readonly TemporaryDirectory _folder = new();
    private readonly Socket _systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };

    public void Dispose()
    {
        _systemd.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_step_is_told_at_a_path_or_at_an_abstract_name(bool isAbstract)
    {
        var name = isAbstract ? $"@adit-test/{Guid.NewGuid():n}" : Path.Combine(_folder.Path, "notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + name[1..] : name));
        using var manager = ServiceManager.At(name);

        manager.Ready("Taking calls");
        manager.Stopping();

        Assert.Equal("READY=1\nSTATUS=Taking calls", Hear());
        Assert.StartsWith("STOPPING=1\n", Hear(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reload_bears_the_time_of_the_clock_that_systemd_goes_by()
    {
        var path = Path.Combine(_folder.Path, "notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        using var manager = ServiceManager.At(path);
        var now = Environment.TickCount64 * 1000; // the same clock in coarser steps

        manager.Reloading();

        var lines = Hear().Split('\n');
        var told = long.Parse(lines[1].Split('=')[1], CultureInfo.InvariantCulture);
        Assert.Equal(("RELOADING=1", "MONOTONIC_USEC"), (lines[0], lines[1].Split('=')[0]));
        Assert.InRange(told, now - ACoarseStep, now + AnHour);
    }

    [Fact]
    public void A_status_is_one_line_whatever_is_in_it()
    {
        var path = Path.Combine(_folder.Path, "notify");
        _systemd.Bind(new UnixDomainSocketEndPoint(path));
        using var manager = ServiceManager.At(path);

        manager.Ready("a\nMAINPID=1");

        Assert.Equal("READY=1\nSTATUS=a MAINPID=1", Hear());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("vsock:2:1234")]
    [InlineData("/nowhere/notify")]
    public void Where_nobody_listens_nothing_happens(string? path)
    {
        using var manager = ServiceManager.At(path);

        Assert.Null(Record.Exception(() => manager.Ready("Taking calls")));
    }

    private string Hear()
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, _systemd.Receive(buffer));
    }
}
