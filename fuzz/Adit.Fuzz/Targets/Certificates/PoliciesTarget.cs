using System.Formats.Asn1;
using Adit.Certificates.Validation;

namespace Adit.Fuzz.Targets.Certificates;

/// <summary>What a certificate says about policies: the first byte tells in which extension the rest stands.</summary>
internal sealed class PoliciesTarget : IFuzzTarget
{
    private static readonly string[] _extensions =
        [CertificatePolicies.PolicyList, CertificatePolicies.MappingList, CertificatePolicies.Constraints, CertificatePolicies.Inhibit];

    public string Name => "cert-policies";

    public IEnumerable<byte[]> Seeds =>
    [
        [0, 0x30, 6, 0x30, 4, 6, 2, 0x2A, 3],
        [1, 0x30, 10, 0x30, 8, 6, 2, 0x2A, 3, 6, 2, 0x2A, 4],
        [2, 0x30, 6, 0x80, 1, 0, 0x81, 1, 2],
        [3, 2, 1, 0],
    ];

    /// <summary>Pairs of short policies, in a form that is right.</summary>
    public byte[] Repair(byte[] input)
    {
        byte[] content = [.. input.Take(240).Chunk(2).Take(12).SelectMany(pair => (byte[])[0x30, 8, 6, 2, 0x2A, (byte)(pair[0] & 0x7F), 6, 2, 0x2A, (byte)(pair[^1] & 0x7F)])];
        return [1, 0x30, (byte)content.Length, .. content];
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (input.IsEmpty)
            return false;

        try
        {
            var oid = _extensions[input.Span[0] % _extensions.Length];
            var read = CertificatePolicies.Read(asked => asked == oid ? input[1..].ToArray() : null);
            BrokenLawException.ThrowUnless((read.Policies?.Count ?? 0) + read.Mappings.Count <= CertificatePolicies.MaxEntries, "There are not too many policies.");
            BrokenLawException.ThrowUnless((read.RequireExplicit ?? 0) >= 0 && (read.InhibitMapping ?? 0) >= 0 && (read.InhibitAny ?? 0) >= 0, "No count is negative.");
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
