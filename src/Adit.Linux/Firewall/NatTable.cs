using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Adit.Linux.Firewall;

/// <summary>
/// Source NAT for address pools, in an nftables table of our own (<c>inet adit_NAME</c>) that other rules never share. It lives as
/// long as this object; one that an earlier run left behind is replaced in the same transaction. The program <c>nft</c> inherits
/// its rights: where we are not root, CAP_NET_ADMIN must be in the ambient set.
/// </summary>
public sealed class NatTable : IDisposable
{
    private const int MaxNameLength = 32;

    private readonly string _table;
    private bool _disposed;

    private NatTable(string table) => _table = table;

    /// <summary>Makes the table: packets from a pool to anywhere but the pools bear the address of the interface they leave by.</summary>
    /// <param name="name">1 to 32 of a to z, 0 to 9 and underscore.</param>
    /// <param name="pools">IPv4 and IPv6 prefixes.</param>
    /// <param name="tunnel">The same for IPv4 packets that come out of an interface, whatever their address.</param>
    /// <exception cref="LinuxException">nft is missing or refused.</exception>
    public static NatTable Create(string name, IReadOnlyCollection<IPNetwork> pools, TunnelNat? tunnel = null)
    {
        ArgumentNullException.ThrowIfNull(pools);
        var table = TableName(name);
        NftProgram.Run($"make the nftables table {table}", Script(table, pools, tunnel));
        return new NatTable(table);
    }

    /// <summary>Removes the table. That somebody else has removed it is no error.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;

        _disposed = true;
        NftProgram.Run($"remove the nftables table {_table}", Removal(_table));
    }

    internal static string TableName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxNameLength || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_'))
            throw new ArgumentException($"A table's name has 1 to {MaxNameLength} of a to z, 0 to 9 and underscore.", nameof(name));
        return $"adit_{name}";
    }

    internal static string Script(string table, IReadOnlyCollection<IPNetwork> pools, TunnelNat? tunnel)
    {
        var script = new StringBuilder(Removal(table));
        script.Append($"add table inet {table}\n");
        script.Append($"add chain inet {table} postrouting {{ type nat hook postrouting priority srcnat; policy accept; }}\n");
        if (tunnel is not null)
            script.Append($"add rule inet {table} postrouting {tunnel.ToRule()}\n");
        AppendMasquerade(script, table, "ip", pools.Where(pool => pool.BaseAddress.AddressFamily == AddressFamily.InterNetwork));
        AppendMasquerade(script, table, "ip6", pools.Where(pool => pool.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6));
        return script.ToString();
    }

    /// <summary>Adding first makes the removal succeed where there is no table.</summary>
    internal static string Removal(string table) => $"add table inet {table}\ndelete table inet {table}\n";

    private static void AppendMasquerade(StringBuilder script, string table, string family, IEnumerable<IPNetwork> pools)
    {
        var set = string.Join(", ", pools);
        if (set.Length > 0)
            script.Append($"add rule inet {table} postrouting {family} saddr {{ {set} }} {family} daddr != {{ {set} }} masquerade\n");
    }
}
