using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Tls;

namespace Adit.Fuzz.Targets;

/// <summary>Both sides say what they like: whoever only looks on throws nothing, and keeps no more than its bounds.</summary>
internal sealed class EapTlsSightTarget : IFuzzTarget
{
    private const int MaxCertificates = 16;

    public string Name => "eap-tls-sight";

    public IEnumerable<byte[]> Seeds =>
    [
        [6, 1, 1, 0, 6, 25, 0x20, 0],
        [30, 1, 1, 0, 30, 25, 0, 22, 3, 3, 0, 19, 11, 0, 0, 15, 0, 0, 12, 0, 0, 4, 0x30, 1, 2, 3, 0, 0, 2, 0x30, 4, 13, 2, 1, 0, 13, 25, 0, 21, 3, 3, 0, 2, 2, 48],
    ];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var (script, sight) = (new ScriptReader(input), new EapTlsSight());
        for (var rounds = 0; rounds < 200 && script.TakeBlock() is { Length: > 0 } block; rounds++)
        {
            sight.Asked(block);
            sight.Answered(block);
        }

        BrokenLawException.ThrowUnless(sight.Chain.Count <= MaxCertificates, "A chain is bounded.");
        BrokenLawException.ThrowUnless(sight.Chain.All(certificate => certificate.Length <= input.Length), "What was seen was sent.");
        BrokenLawException.ThrowUnless(!sight.IsRefused || sight.PeerAlert is not null, "Only an alert refuses.");
        return sight.Method is not EapType.None || sight.PeerAlert is not null;
    }
}
