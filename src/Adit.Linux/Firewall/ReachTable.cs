namespace Adit.Linux.Firewall;

/// <summary>
/// Refuses to forward anything out of or into an interface, in an nftables table of our own (<c>inet adit_NAME_reach</c>): who is behind it
/// reaches this machine alone, and is told so (ICMP, administratively prohibited). It lives as long as this object.
/// </summary>
public sealed class ReachTable : IDisposable
{
    private readonly string _table;
    private bool _disposed;

    private ReachTable(string table) => _table = table;

    /// <summary>Makes the table; one that an earlier run left behind is replaced.</summary>
    /// <param name="name">As for <see cref="NatTable"/>.</param>
    /// <param name="device">The interface.</param>
    /// <exception cref="LinuxException">nft is missing or refused.</exception>
    public static ReachTable Create(string name, string device)
    {
        var table = $"{NatTable.TableName(name)}_reach";
        NftProgram.Run($"make the nftables table {table}", Script(table, InterfaceName.Quote(device)));
        return new ReachTable(table);
    }

    /// <summary>Removes the table. That somebody else has removed it is no error.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        NftProgram.Run($"remove the nftables table {_table}", NatTable.Removal(_table));
    }

    // The answer is given before the route is looked for: where forwarding is off, a packet gets no further and its sender hears nothing.
    private static string Script(string table, string device) => $$"""
        {{NatTable.Removal(table)}}
        add table inet {{table}}
        add chain inet {{table}} prerouting { type filter hook prerouting priority filter; policy accept; }
        add rule inet {{table}} prerouting iifname {{device}} fib daddr type != { local, anycast, broadcast, multicast } counter reject with icmpx type admin-prohibited
        add chain inet {{table}} forward { type filter hook forward priority filter; policy accept; }
        add rule inet {{table}} forward iifname {{device}} counter drop
        add rule inet {{table}} forward oifname {{device}} counter drop

        """;
}
