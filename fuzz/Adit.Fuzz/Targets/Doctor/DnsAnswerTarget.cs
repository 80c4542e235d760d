using System.Buffers.Binary;
using Adit.Protocols.Dns;

namespace Adit.Fuzz.Targets.Doctor;

/// <summary>Answers of name servers: whatever they say, the addresses are bounded and only an answer to the question counts.</summary>
internal sealed class DnsAnswerTarget : IFuzzTarget
{
    private static readonly byte[] Query = DnsQuery.Write(0x1234, "vpn.example.com", DnsType.A)!;

    public string Name => "dns-answer";

    public IEnumerable<byte[]> Seeds =>
    [
        Answer("c00c000100010000003c0004c0000201", 1),
        Answer("c00c0005000100000e10000603777777c010" + "c02d000100010000003c0004c0000202", 2),
        Answer("c00c001c00010000003c001020010db8000000000000000000000001", 1),
        Answer("", 0, code: 3),
    ];

    public byte[] Repair(byte[] input)
    {
        var fixedUp = input.ToArray();
        if (fixedUp.Length < Query.Length)
            return fixedUp;

        Query.AsSpan(0, 2).CopyTo(fixedUp);
        Query.AsSpan(12).CopyTo(fixedUp.AsSpan(12));
        fixedUp[2] |= 0x80;
        return fixedUp;
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!DnsAnswer.TryParse(Query, input.Span, out var answer))
            return false;

        BrokenLawException.ThrowUnless(answer!.Addresses.Count <= DnsAnswer.MaxAddresses, "Addresses are bounded.");
        BrokenLawException.ThrowUnless(input.Span[..2].SequenceEqual(Query.AsSpan(0, 2)), "Only the answer to the question counts.");
        return true;
    }

    private static byte[] Answer(string records, ushort count, byte code = 0)
    {
        byte[] message = [.. Query, .. Convert.FromHexString(records)];
        (message[2], message[3]) = (0x81, (byte)(0x80 | code));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), count);
        return message;
    }
}
