namespace Adit.Server.Service;

/// <summary>
/// The systemd unit of the server: its user, its two capabilities, and a view of the machine that holds nothing else than it needs.
/// docs/operate/service.md explains each line.
/// </summary>
/// <param name="Command">The program with the arguments before its own.</param>
/// <param name="ConfigurationFile">The configuration; null for the one in the state directory.</param>
/// <param name="StateDirectory">The state directory.</param>
/// <param name="User">The user.</param>
/// <param name="SystemdVersion">The systemd that is to read it: before 253 there was no <c>Type=notify-reload</c>.</param>
public sealed record ServiceUnit(
    IReadOnlyList<string> Command, string? ConfigurationFile, string StateDirectory, string User, int SystemdVersion = ServiceUnit.FirstWithNotifyReload)
{
    /// <summary>The unit's name.</summary>
    public const string Name = "adit.service";

    private const int FirstWithNotifyReload = 253;

    /// <summary>How long sessions have for their goodbye, and the kernel for the rest.</summary>
    private const int SecondsToStop = 30;

    /// <summary>The unit file.</summary>
    public string Write() => $"""
        # Written by 'adit service install'; what you add in 'systemctl edit {Name}' stays when it is written again.
        [Unit]
        Description=Adit remote-access VPN server
        After=network-online.target nss-lookup.target
        Wants=network-online.target

        [Service]
        {Type}
        NotifyAccess=main
        ExecStart={ExecStart}
        User={User}
        Group={User}
        Restart=on-failure
        RestartSec=2s
        TimeoutStopSec={SecondsToStop}s
        LimitNOFILE=65536

        # What it may do: interfaces, addresses, routes and rules; ports below 1024. Nothing else, and no way to more.
        AmbientCapabilities=CAP_NET_ADMIN CAP_NET_BIND_SERVICE
        CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_BIND_SERVICE
        NoNewPrivileges=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        RestrictRealtime=yes
        RestrictNamespaces=yes
        RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX
        SystemCallArchitectures=native
        # @resources stays: .NET does not start without sched_setaffinity, and connects yield to packets by setpriority.
        SystemCallFilter=@system-service
        SystemCallFilter=~@privileged @mount @swap @reboot @obsolete
        SystemCallErrorNumber=EPERM

        # What it sees of the machine, and where it may write.
        ProtectSystem=strict
        ReadWritePaths={StateDirectory}
        ProtectHome=yes
        PrivateTmp=yes
        PrivateMounts=yes
        DevicePolicy=closed
        DeviceAllow=/dev/net/tun rw
        ProtectKernelModules=yes
        ProtectKernelLogs=yes
        ProtectControlGroups=yes
        ProtectClock=yes
        ProtectHostname=yes
        ProtectProc=invisible
        ProcSubset=all
        RemoveIPC=yes
        KeyringMode=private
        UMask=0077

        # Not ProtectKernelTunables: forwarding is a setting of the kernel. Not MemoryDenyWriteExecute: .NET compiles as it runs.

        [Install]
        WantedBy=multi-user.target

        """;

    private string Type => SystemdVersion >= FirstWithNotifyReload ? "Type=notify-reload" : "Type=notify\nExecReload=/bin/kill -HUP $MAINPID";

    private string ExecStart => string.Join(' ', ((string[])
    [
        .. Command, "up", "--state", StateDirectory, .. ConfigurationFile is { } file ? (string[])["--config", file] : [],
    ]).Select(Quote));

    /// <summary>systemd.service(5), "Command lines": specifiers, variables and quotes would be taken as such.</summary>
    private static string Quote(string word)
    {
        var escaped = word.Replace("%", "%%", StringComparison.Ordinal).Replace("$", "$$", StringComparison.Ordinal)
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return escaped.Any(c => char.IsWhiteSpace(c) || c is '\'' or '"' or ';') ? $"\"{escaped}\"" : escaped;
    }
}
