using System.Globalization;
using Adit.Certificates.Names;

namespace Adit.Fuzz.Targets.Certificates;

/// <summary>The extension with an account's SID: what is read is written back byte for byte.</summary>
internal sealed class SecurityIdentifierTarget : IFuzzTarget
{
    public string Name => "cert-sid";

    public IEnumerable<byte[]> Seeds =>
        [SecurityIdentifier.Write("S-1-5-21-1004336348-1177238915-682003330-1103").RawData, SecurityIdentifier.Write("S-1-1-0").RawData];

    /// <summary>Any numbers, in a form that is right.</summary>
    public byte[] Repair(byte[] input)
    {
        var numbers = input.Chunk(4).Take(1 + (input.Length % 15)).Select(bytes => bytes.Aggregate(0u, (sum, next) => (sum << 8) | next));
        string[] parts = ["S-1-5", .. numbers.Append(7u).Take(15).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        return SecurityIdentifier.Write(string.Join('-', parts)).RawData;
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!SecurityIdentifier.TryRead(input, out var sid))
            return false;

        BrokenLawException.ThrowUnless(SecurityIdentifier.IsValid(sid), "What is read is an identifier.");
        BrokenLawException.ThrowUnless(SecurityIdentifier.Write(sid).RawData.AsSpan().SequenceEqual(input.Span), "It is written as it was.");
        return true;
    }
}
