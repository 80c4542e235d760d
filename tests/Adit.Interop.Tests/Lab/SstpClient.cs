using System.Globalization;

namespace Adit.Interop.Tests.Lab;

/// <summary>Debian's sstp-client with pppd, in the guest: one connection at a time.</summary>
internal sealed class SstpClient(Guest guest)
{
    // Prints milliseconds and address when there is one, or both logs when sstpc has ended without.
    // sstpc 1.0.18 has a race before pppd starts: where its first SSL_write finishes the whole handshake it forgets to wait for
    // the HTTP answer, which a busy machine makes likelier. Nothing is left for it to wait for, so it ends by itself; with the
    // plugin there is one thing left, the plugin of a pppd that never starts, and it stays. That, and no other end, is tried again.
    private const string ConnectScript = """
        connect() {
            rm -f /tmp/ppp.log; start=$(date +%s%N)
            printf '%s\n' 'user USER' 'password PASSWORD' > /tmp/ppp.user
            sstpc --log-level 3 --log-stderr --tls-ext --ca-cert /root/ca.pem CREDENTIALS PROXY HOST \
                OPTIONS noauth nodetach noipdefault REFUSALS noccp novj debug logfile /tmp/ppp.log \
                > /tmp/sstpc.log 2>&1 < /dev/null &
            echo $! > /tmp/sstpc.pid
            while kill -0 $! 2> /dev/null; do
                if [ ! -e /tmp/ppp.log ] && [ $((($(date +%s%N) - start) / 1000000000)) -ge 20 ]; then
                    kill $!; wait $!; break
                fi
                address=$(ip -4 -o address show dev ppp0 2> /dev/null | awk '{ print $4 }')
                if [ -n "$address" ] && ip route add INTRANET dev ppp0 2> /dev/null; then
                    echo "$(( ($(date +%s%N) - start) / 1000000 )) $address"
                    exit 0
                fi
                sleep 0.02
            done
        }
        for attempt in 1 2 3; do
            connect
            if [ -e /tmp/ppp.log ] || ! grep -qE 'event loop terminated unsuccessfully|Terminating on Terminated' /tmp/sstpc.log; then break; fi
        done
        cat /tmp/sstpc.log /tmp/ppp.log
        exit 1
        """;

    private const string HasEnded = "! kill -0 $(cat /tmp/sstpc.pid) && ! pidof pppd && ! test -e /sys/class/net/ppp0";

    /// <summary>The methods that pppd refuses: all but MS-CHAPv2.</summary>
    public string Refusals { get; set; } = "refuse-eap refuse-pap refuse-chap refuse-mschap";

    /// <summary>
    /// Whether pppd has the password from a file of its own and tells sstpc through its plugin that the user is in; otherwise sstpc, which has
    /// user and password on its command line, watches pppd's frames.
    /// </summary>
    public bool UsesPlugin { get; set; }

    /// <summary>Tries to connect; the output is the client's logs where it fails.</summary>
    public Task<CommandResult> TryConnectAsync(string user, string password, string? proxy = null, string options = "") => guest.RunAsync(ConnectScript
        .Replace("REFUSALS", Refusals, StringComparison.Ordinal)
        .Replace("OPTIONS", UsesPlugin ? $"file /tmp/ppp.user {options}" : options, StringComparison.Ordinal)
        .Replace("CREDENTIALS", UsesPlugin ? "" : "--user USER --password PASSWORD", StringComparison.Ordinal)
        .Replace("PROXY", proxy is null ? "" : $"--proxy {proxy}", StringComparison.Ordinal)
        .Replace("USER", user, StringComparison.Ordinal)
        .Replace("PASSWORD", password, StringComparison.Ordinal)
        .Replace("HOST", Topology.ServerName, StringComparison.Ordinal)
        .Replace("INTRANET", Addresses.Intranet, StringComparison.Ordinal));

    /// <summary>Connects, and leads the intranet's addresses into the tunnel.</summary>
    /// <param name="user">Who.</param>
    /// <param name="password">With what.</param>
    /// <param name="proxy">The proxy on the way; null for none.</param>
    /// <param name="options">Further options of pppd.</param>
    public async Task<SstpConnection> ConnectAsync(string user, string password, string? proxy = null, string options = "")
    {
        var words = (await TryConnectAsync(user, password, proxy, options)).Expect().Trim().Split(' ');
        return new SstpConnection(TimeSpan.FromMilliseconds(int.Parse(words[0], CultureInfo.InvariantCulture)), words[1].Split('/')[0]);
    }

    public async Task<bool> IsConnectedAsync() => (await guest.RunAsync("test -e /sys/class/net/ppp0 && kill -0 $(cat /tmp/sstpc.pid)")).ExitCode == 0;

    /// <summary>Waits until the client has ended, ppp0 and all.</summary>
    public Task EndsAsync() => Eventually.BecomesTrueAsync("sstpc and pppd end", TimeSpan.FromSeconds(90), async () =>
        (await guest.RunAsync(HasEnded)).ExitCode == 0);

    public async Task DisconnectAsync()
    {
        await guest.RunAsync("kill $(cat /tmp/sstpc.pid)");
        await EndsAsync();
    }

    /// <summary>What sstpc and pppd wrote.</summary>
    public async Task<string> ReadLogsAsync() => (await guest.RunAsync("cat /tmp/sstpc.log /tmp/ppp.log")).Output;
}

/// <summary>How long connecting took, and the address that came of it.</summary>
internal sealed record SstpConnection(TimeSpan Duration, string Address);
