namespace Adit.Cli.Connections;

/// <summary>The systemd unit of connections that are always on: a template, of which each connection is an instance.</summary>
internal static class ConnectionUnit
{
    /// <summary>The template's file name.</summary>
    public const string Name = "adit-connect@.service";

    /// <summary>
    /// The unit's text. It runs as root with one capability, since the resolver's file is root's. A connection that was refused for
    /// good is not begun again: that would lock the account.
    /// </summary>
    /// <param name="program">The path of <c>adit</c>.</param>
    /// <param name="dotnetRoot">Where .NET lies, where the program has to be told; null where it finds it.</param>
    public static string Text(string program, string? dotnetRoot) => $"""
        # Written by 'adit connection install'.
        [Unit]
        Description=Adit connection %i
        Wants=network-online.target
        After=network-online.target nss-lookup.target
        ConditionPathExists={ConnectionPlaces.Profiles}/%i.yaml
        StartLimitIntervalSec=0

        [Service]
        Type=exec
        ExecStart={program} connect --profile {ConnectionPlaces.Profiles}/%i.yaml --json
        Restart=on-failure
        RestartSec=10
        RestartPreventExitStatus={ExitCode.Usage} {ExitCode.Hopeless}
        TimeoutStopSec=15
        {(dotnetRoot is null ? "# .NET is found by itself" : $"Environment=DOTNET_ROOT={dotnetRoot}")}
        CapabilityBoundingSet=CAP_NET_ADMIN
        NoNewPrivileges=yes
        ProtectSystem=strict
        ReadWritePaths=-/etc/resolv.conf
        ProtectHome=read-only
        PrivateTmp=yes
        DevicePolicy=closed
        DeviceAllow=/dev/net/tun rw
        ProtectClock=yes
        ProtectControlGroups=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        SystemCallArchitectures=native
        SystemCallFilter=@system-service
        UMask=0077

        [Install]
        WantedBy=multi-user.target

        """;
}
