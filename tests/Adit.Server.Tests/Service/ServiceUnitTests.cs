using Adit.Linux.Identity;
using Adit.Server.Service;
using Adit.Server.Tests.Control;

namespace Adit.Server.Tests.Service;

public sealed class ServiceUnitTests : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void The_unit_runs_the_server_as_its_user_with_two_capabilities()
    {
        var unit = Unit().Write();

        Assert.Contains("\nType=notify-reload\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nUser=adit\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nAmbientCapabilities=CAP_NET_ADMIN CAP_NET_BIND_SERVICE\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nCapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_BIND_SERVICE\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nReadWritePaths=/var/lib/adit\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nExecStart=/usr/local/lib/adit/adit up --state /var/lib/adit\n", unit, StringComparison.Ordinal);
    }

    [Fact]
    public void The_system_calls_without_which_NET_does_not_start_are_allowed()
    {
        var refused = Unit().Write().Split('\n').Single(line => line.StartsWith("SystemCallFilter=~", StringComparison.Ordinal))["SystemCallFilter=~".Length..];

        var (_, calls) = SystemProgram.Run("systemd-analyze", ["syscall-filter", .. refused.Split(' ')]);

        Assert.DoesNotContain("sched_setaffinity", calls, StringComparison.Ordinal);
        Assert.DoesNotContain("setpriority", calls, StringComparison.Ordinal);
    }

    [Fact]
    public void A_systemd_that_knows_no_notify_reload_is_told_to_send_the_signal()
    {
        var unit = (Unit() with { SystemdVersion = 252 }).Write();

        Assert.Contains("\nType=notify\nExecReload=/bin/kill -HUP $MAINPID\n", unit, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_with_blanks_and_percent_signs_stays_one_word()
    {
        var unit = (Unit() with { ConfigurationFile = "/etc/my 100%/$HOME/adit.yaml" }).Write();

        Assert.Contains(" --config \"/etc/my 100%%/$$HOME/adit.yaml\"\n", unit, StringComparison.Ordinal);
    }

    [Fact]
    public void Systemd_takes_every_line_of_it_and_finds_little_exposed()
    {
        var file = InstallHere();

        var (verified, complaints) = SystemProgram.Run("systemd-analyze", "verify", "--man=no", file);
        var (rated, rating) = SystemProgram.Run("systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=30", file);

        Assert.DoesNotContain("adit.service", complaints, StringComparison.Ordinal);
        Assert.Equal(0, verified);
        Assert.True(rated == 0, rating); // the exit code is that of the threshold: 3.0 of 10
    }

    [Fact]
    public void Installing_twice_replaces_and_removing_leaves_nothing()
    {
        var file = InstallHere();
        InstallHere();
        Assert.True(File.Exists(Path.Combine(_root.Path, "usr/local/lib/adit/Adit.Server.dll")));

        new ServiceInstaller(_root.Path).Remove(_ => { });

        Assert.False(File.Exists(file));
        Assert.Equal(["lib"], Directory.GetDirectories(Path.Combine(_root.Path, "usr/local")).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_root.Path, "usr/local/lib")));
    }

    [Fact]
    public void Where_systemd_does_not_run_it_says_what_to_do_there()
    {
        var done = new List<string>();

        new ServiceInstaller(_root.Path).Install(null, Path.Combine(_root.Path, "state"), "adit", done.Add);

        Assert.Contains("systemctl enable --now adit", done[^1], StringComparison.Ordinal);
    }

    private static ServiceUnit Unit() => new(["/usr/local/lib/adit/adit"], null, "/var/lib/adit", "adit");

    private string InstallHere()
    {
        new ServiceInstaller(_root.Path).Install(null, Path.Combine(_root.Path, "state"), "root", _ => { });
        var program = Path.Combine(_root.Path, "usr/local/lib/adit/adit"); // the tests' own build holds none
        File.WriteAllText(program, "#!/bin/sh\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Path.Combine(_root.Path, "etc/systemd/system/adit.service");
    }
}
