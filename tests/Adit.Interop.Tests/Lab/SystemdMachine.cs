namespace Adit.Interop.Tests.Lab;

/// <summary>
/// A small Debian that a live systemd runs, in a namespace (systemd-nspawn): the guest's root folder, with this machine's kernel and .NET.
/// What it writes is kept in memory; <c>/lab</c> in it is a folder of this machine. One at a time: they would share their control groups.
/// </summary>
internal sealed class SystemdMachine : IAsyncDisposable
{
    private const string Init = "systemd";

    // Where systemd does not run this machine, nobody else removes them.
    private const string RemoveControlGroups = """
        set -e
        while IFS=: read -r _ controllers path; do
            for group in /sys/fs/cgroup{,/unified,"/${controllers#name=}"}"$path"/{payload,supervisor}; do
                [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} +
            done
        done < /proc/self/cgroup
        """;

    private static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(20);

    private readonly BackgroundProcess _container;
    private string _init = "";

    private SystemdMachine(BackgroundProcess container) => _container = container;

    /// <summary>Boots it in a network, whose settings it may change, with a TUN that any user may open, as udev makes it.</summary>
    public static async Task<SystemdMachine> BootAsync(NetworkNamespace network, string folder)
    {
        var root = await Guest.BuildAsync();
        var machine = new SystemdMachine(BackgroundProcess.Start(
        [
            "env", "SYSTEMD_NSPAWN_API_VFS_WRITABLE=network",
            "systemd-nspawn", "--quiet", $"--directory={root}", "--volatile=overlay", "--boot", $"--machine={network.Name}",
            "--register=no", "--keep-unit", $"--network-namespace-path=/run/netns/{network.Name}", "--capability=CAP_NET_ADMIN",
            "--resolv-conf=off", "--timezone=off", "--link-journal=no", "--console=pipe",
            $"--bind-ro={Repository.DotNet}:/usr/share/dotnet", $"--bind={folder}:/lab",
        ]));
        try
        {
            await Eventually.BecomesTrueAsync("systemd runs the machine", BootLimit, machine.IsRunningAsync);
            (await machine.RunAsync("chmod 666 /dev/net/tun")).Expect();
            return machine;
        }
        catch
        {
            await machine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a bash script there.</summary>
    public Task<CommandResult> RunAsync(string script) => Command.RunAsync(
        "nsenter", "--target", _init, "--all", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "bash", "-c", script);

    public async ValueTask DisposeAsync()
    {
        await _container.DisposeAsync();
        await Eventually.BecomesTrueAsync("its control groups are gone", EndLimit, async () =>
            (await Command.RunAsync("bash", "-c", RemoveControlGroups)).ExitCode == 0);
    }

    private async Task<bool> IsRunningAsync()
    {
        if (_container.HasExited)
            throw new InvalidOperationException($"The machine ended while it booted:\n{_container.Output}");

        _init = (await Command.RunAsync("pgrep", "--parent", $"{_container.Id}", "--exact", Init)).Output.Trim();
        return _init.Length > 0 && (await RunAsync("systemctl is-system-running --wait")).ExitCode == 0;
    }
}
