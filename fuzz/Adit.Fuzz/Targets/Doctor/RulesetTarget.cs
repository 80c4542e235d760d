using System.Text;
using System.Text.Json;
using Adit.Linux.Firewall;

namespace Adit.Fuzz.Targets.Doctor;

/// <summary>Rules of nftables as JSON, written by whichever program: what is not understood is not known, and nothing else is thrown.</summary>
internal sealed class RulesetTarget : IFuzzTarget
{
    private static readonly string[] Parts =
    [
        "1", "null", "\"accept\"", "[]", "{}", """{"accept":null}""", """{"drop":null}""", """{"jump":{"target":"input"}}""", """{"goto":7}""", """{"vmap":3}""",
        """{"match":{"op":"in","left":{"ct":{"key":"state"}},"right":["new"]}}""", """{"match":{"left":{"payload":{"protocol":"tcp","field":"dport"}},"right":{"range":["a",{}]}}}""",
        """{"match":{"op":"!=","left":{"meta":{"key":"iifname"}},"right":{"set":["lo","@x",{"set":[[[[[1]]]]]}]}}}""", """{"match":[]}""", """{"counter":{}}""",
        """{"vmap":{"key":{"meta":{"key":"l4proto"}},"data":{"set":[["tcp",{"jump":{"target":"input"}}],["udp"]]}}}""",
    ];

    public string Name => "nft-ruleset";

    public IEnumerable<byte[]> Seeds =>
    [
        Bytes("""{"nftables":[{"chain":{"family":"inet","table":"f","name":"input","type":"filter","hook":"input","prio":0,"policy":"drop"}},{"rule":{"family":"inet","table":"f","chain":"input","expr":[{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":{"set":[22,{"range":[80,90]}]}}},{"accept":null}]}}]}"""),
        Bytes("""{"nftables":[{"chain":{"family":"ip","table":"f","name":"input","type":"filter","hook":"input","prio":0,"policy":"accept"}},{"chain":{"family":"ip","table":"f","name":"x"}},{"rule":{"family":"ip","table":"f","chain":"input","expr":[{"vmap":{"key":{"ct":{"key":"state"}},"data":{"set":[["established",{"accept":null}],["new",{"jump":{"target":"x"}}]]}}}]}},{"rule":{"family":"ip","table":"f","chain":"x","expr":[{"match":{"op":"!=","left":{"meta":{"key":"iifname"}},"right":"lo"}},{"jump":{"target":"x"}}]}},{"set":{"family":"ip","table":"f","name":"p","elem":[443]}}]}"""),
    ];

    /// <summary>Most mutants are no JSON any more; their bytes then choose the parts of one that is.</summary>
    public byte[] Repair(byte[] input) => Bytes(
        $$$"""{"nftables":[{"chain":{"family":"inet","table":"f","name":"input","type":"filter","hook":"input","prio":0,"policy":"drop"}},{"rule":{"family":"inet","table":"f","chain":"input","expr":[{{{string.Join(',', input.Take(200).Select(one => Parts[one % Parts.Length]))}}}]}}]}""");

    public bool Run(ReadOnlyMemory<byte> input)
    {
        Ruleset rules;
        try
        {
            rules = Ruleset.Parse(Encoding.UTF8.GetString(input.Span));
        }
        catch (JsonException)
        {
            return false; // no JSON at all: nft is broken, and that is said
        }

        rules.FindDrop("input", new KnownPacket(false, 443, null));
        rules.FindDrop("input", new KnownPacket(true, 443, null));
        rules.FindDrop("forward", new KnownPacket(false, null, "adit0"));
        return true;
    }

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
