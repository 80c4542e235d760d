using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Adit.Linux.Firewall;

/// <summary>
/// The client's kill switch: a table of our own (<c>inet adit_lockdown</c>) that lets nothing leave this machine but what goes to
/// itself, into the tunnels named in it, to the servers named in it, and what keeps the LAN's addresses alive (DHCP, neighbour
/// discovery). It outlives the process that made it; only <see cref="Lift"/> takes it away. What it knows is read back from the
/// kernel, so that the next connection finds the servers' addresses without asking a name server.
/// </summary>
public static class LockdownTable
{
    private const string Table = "adit_lockdown";
    private const int MaxNameLength = 100; // the kernel keeps 128 bytes of comment with an element

    private const string LanAddresses = "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, 224.0.0.0/24, 239.0.0.0/8";
    private const string LanAddresses6 = "fe80::/10, fc00::/7, ff02::/16, ff05::/16";

    /// <summary>What holds now; null where nothing does.</summary>
    /// <exception cref="LinuxException">nft is missing or refused.</exception>
    public static LockdownState? Read() => NftProgram.List(Table) is { } json ? LockdownState.Parse(json) : null;

    /// <summary>Makes the table, or gives one that is there already these rules; what it knows of servers and tunnels stays.</summary>
    /// <param name="letsLanThrough">Whether private and link-local addresses may be spoken to, except about names.</param>
    /// <exception cref="LinuxException">nft is missing or refused.</exception>
    public static void Hold(bool letsLanThrough) => Run("lock the machine down", Script(letsLanThrough));

    /// <summary>Lets TCP to these addresses through, and remembers under which name they were found.</summary>
    /// <exception cref="LinuxException">nft is missing or refused, or there is no lockdown.</exception>
    public static void Admit(string name, IReadOnlyCollection<IPEndPoint> servers) =>
        Run("let the server through the lockdown", string.Concat(servers.Select(server => Renewal(KeyOf(name), server))));

    /// <summary>Lets everything through that leaves by this interface.</summary>
    /// <exception cref="LinuxException">nft is missing or refused, or there is no lockdown.</exception>
    public static void AddTunnel(string device) =>
        Run("let the tunnel through the lockdown", $"add element inet {Table} tunnels {{ \"{Checked(device)}\" }}\n");

    /// <summary>Lets nothing through there any more.</summary>
    /// <exception cref="LinuxException">nft is missing or refused, or there is no lockdown.</exception>
    public static void RemoveTunnel(string device)
    {
        var element = $"element inet {Table} tunnels {{ \"{Checked(device)}\" }}\n";
        Run("close the tunnel's way through the lockdown", $"add {element}delete {element}");
    }

    /// <summary>Takes the table away. That there is none is no error.</summary>
    /// <exception cref="LinuxException">nft is missing or refused.</exception>
    public static void Lift() => Run("lift the lockdown", $"add table inet {Table}\ndelete table inet {Table}\n");

    /// <summary>How the table calls a name: as it is, where it can be a comment.</summary>
    public static string KeyOf(string name) => name.Length <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':')
        ? name.ToLowerInvariant()
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    internal static string Script(bool letsLanThrough)
    {
        var script = new StringBuilder();
        Append(script, $"add table inet {Table}");
        Append(script, $"add set inet {Table} tunnels {{ type ifname; }}");
        Append(script, $"add set inet {Table} servers4 {{ type ipv4_addr . inet_service; }}");
        Append(script, $"add set inet {Table} servers6 {{ type ipv6_addr . inet_service; }}");
        foreach (var chain in (string[])["output", "forward"])
        {
            Append(script, $"add chain inet {Table} {chain} {{ type filter hook {chain} priority filter; policy drop; }}");
            Append(script, $"flush chain inet {Table} {chain}");
        }

        foreach (var rule in (string[])[.. OwnRules, .. letsLanThrough ? LanRules("output") : [], "forward iifname @tunnels accept",
            "forward oifname @tunnels accept", .. letsLanThrough ? LanRules("forward") : []])
            Append(script, $"add rule inet {Table} {rule}");

        return script.ToString();
    }

    private static string[] OwnRules { get; } =
    [
        "output oifname \"lo\" accept",
        "output oifname @tunnels accept",
        "output ip daddr . tcp dport @servers4 accept",
        "output ip6 daddr . tcp dport @servers6 accept",
        "output udp sport 68 udp dport 67 accept",
        "output ip6 daddr { fe80::/10, ff02::1:2 } udp sport 546 udp dport 547 accept",
        "output icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept",
        "output icmpv6 type mld2-listener-report ip6 hoplimit 1 accept",
    ];

    /// <summary>Names are asked of the tunnel alone: the LAN's own name server would ask the world.</summary>
    private static string[] LanRules(string chain) =>
    [
        $"{chain} meta l4proto {{ tcp, udp }} th dport {{ 53, 853 }} drop",
        $"{chain} ip daddr {{ {LanAddresses} }} accept comment \"{LockdownState.LanComment}\"",
        $"{chain} ip6 daddr {{ {LanAddresses6} }} accept comment \"{LockdownState.LanComment}\"",
    ];

    /// <summary>An element that is there keeps its comment, so it is made to be there, removed, and made anew.</summary>
    private static string Renewal(string key, IPEndPoint server)
    {
        var address = server.Address.IsIPv4MappedToIPv6 ? server.Address.MapToIPv4() : server.Address;
        var set = address.AddressFamily is AddressFamily.InterNetwork ? "servers4" : "servers6";
        var bare = new IPAddress(address.GetAddressBytes()); // without a scope
        var element = string.Create(CultureInfo.InvariantCulture, $"{bare} . {server.Port}");
        return $"add element inet {Table} {set} {{ {element} }}\ndelete element inet {Table} {set} {{ {element} }}\n"
            + $"add element inet {Table} {set} {{ {element} comment \"{key}\" }}\n";
    }

    private static string Checked(string device) => device.Length is > 0 and < 16 && device.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        ? device
        : throw new ArgumentException("An interface's name has 1 to 15 letters, digits, '-', '_' and '.'.", nameof(device));

    private static void Append(StringBuilder script, string line) => script.Append(line).Append('\n');

    private static void Run(string operation, string script)
    {
        if (script.Length > 0)
            NftProgram.Run(operation, script);
    }
}
