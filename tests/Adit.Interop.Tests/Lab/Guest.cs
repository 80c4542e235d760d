namespace Adit.Interop.Tests.Lab;

/// <summary>
/// A small Debian machine (User-Mode Linux) whose only network is a link into a namespace. It has the client programs we test
/// against; <c>/lab</c> in it is a folder of this machine. Several can run at once.
/// </summary>
internal sealed class Guest : IMachine, IAsyncDisposable
{
    private const string Link = "guest";
    // Sends the script and ends with its exit code; an agent that ends without one is a failure.
    private const string AskAgent = $$"""
        exec 3<> /dev/tcp/{{Addresses.Guest}}/7777 && printf '%s\0' "$1" >&3 || exit 254
        while IFS= read -r line <&3; do
            case $line in
                exit=*) exit "${line#exit=}" ;;
                *) printf '%s\n' "$line" ;;
            esac
        done
        exit 254
        """;

    private static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(3);

    private readonly NetworkNamespace _network;
    private readonly BackgroundProcess _machine;

    private Guest(NetworkNamespace network, BackgroundProcess machine) => (_network, _machine) = (network, machine);

    public string LabFolder => "/lab";

    /// <summary>Boots a guest that knows the host <paramref name="hostName"/> as the other side of its link.</summary>
    public static async Task<Guest> BootAsync(NetworkNamespace network, string hostName, string folder)
    {
        var root = await BuildAsync();
        await network.IpAsync($"tuntap add {Link} mode tap vnet_hdr");
        await network.RaiseAsync(Link, $"{Addresses.Gateway}/24");

        var guest = new Guest(network, network.Start(KernelCommand(root, hostName, folder)));
        await Eventually.BecomesTrueAsync("the guest answers", BootLimit, guest.AnswersAsync);
        return guest;
    }

    /// <summary>Its root folder, made where it is missing.</summary>
    public static async Task<string> BuildAsync() =>
        LastLine((await Command.RunAsync([Path.Combine(Repository.Root, "eng/guest/build")], TimeSpan.FromMinutes(10))).Expect());

    /// <summary>Runs a bash script in the guest.</summary>
    public Task<CommandResult> RunAsync(string script) => RunAsync(script, Command.DefaultLimit);

    public async Task<CommandResult> RunAsync(string script, TimeSpan limit) =>
        await _network.RunAsync(["bash", "-c", AskAgent, "agent", script], limit) with { Command = script };

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    // The kernel keeps the guest's memory in a file under TMPDIR, which is fast where that is memory, too.
    private static string[] KernelCommand(string root, string hostName, string folder) =>
    [
        "env", "TMPDIR=/dev/shm", "setsid", "linux.uml", "mem=512M",
        "root=/dev/root", "rootfstype=hostfs", $"rootflags={root}", "ro", "init=/sbin/init",
        "quiet", "con=null", "con0=null,fd:1", $"vec0:transport=tap,ifname={Link},depth=128,gro=1",
        $"guest_address={Addresses.Guest}/24", $"guest_names={hostName}={Addresses.Gateway}", $"guest_folder={folder}",
    ];

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1];

    private async Task<bool> AnswersAsync() => _machine.HasExited
        ? throw new InvalidOperationException($"The guest ended while it booted:\n{_machine.Output}")
        : (await RunAsync("true")).ExitCode == 0;
}
