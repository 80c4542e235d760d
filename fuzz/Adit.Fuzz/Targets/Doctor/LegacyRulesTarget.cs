using System.Text;
using Adit.Linux.Firewall;

namespace Adit.Fuzz.Targets.Doctor;

/// <summary>What iptables-legacy-save prints, or something else of its name: nothing is thrown, and the judgement comes to an end.</summary>
internal sealed class LegacyRulesTarget : IFuzzTarget
{
    private static readonly string[] Parts =
    [
        "-A INPUT", "-A x", ":INPUT DROP [0:0]", ":x - [0:0]", "\n", "-p tcp", "-p udp", "!", "--dport 443", "--dports 1:2,443,:", "--ctstate NEW", "-i lo", "-i eth+", "-j x", "-g x",
        "-j DROP", "-j ACCEPT", "-j RETURN", "-j LOG", "-m comment --comment \"a \\\" b\"", "-s 192.0.2.1",
    ];

    public string Name => "iptables-save";

    public IEnumerable<byte[]> Seeds =>
    [
        "*filter\n:INPUT DROP [0:0]\n:x - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 443 -j x\n-A x ! -s 192.0.2.0/24 -j REJECT --reject-with tcp-reset\nCOMMIT\n"u8.ToArray(),
    ];

    /// <summary>Bytes choose the words of lines.</summary>
    public byte[] Repair(byte[] input) => Encoding.UTF8.GetBytes(":INPUT DROP [0:0]\n" + string.Join(' ', input.Take(200).Select(one => Parts[one % Parts.Length])));

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var rules = Ruleset.ParseLegacy(Encoding.UTF8.GetString(input.Span), isIpv6: false);
        rules.FindDrop("forward", new KnownPacket(false, null, "adit0"));
        return rules.FindDrop("input", new KnownPacket(false, 443, null)) is not null;
    }
}
