using Adit.Certificates.Revocation.Ocsp;

namespace Adit.Fuzz.Targets.Certificates;

/// <summary>OCSP requests of whoever can reach the port: bounded, and read again as they were when written.</summary>
internal sealed class OcspRequestTarget : IFuzzTarget
{
    private const int IdLength = 41;

    private static readonly byte[] _sha1 = Convert.FromHexString("300906052B0E03021A0500");

    public string Name => "ocsp-request";

    public IEnumerable<byte[]> Seeds => [Vectors.Read("two.request"), Vectors.Read("nonce.request")];

    /// <summary>A request that is right but for what is asked for: any hashes, any serial number, any nonce.</summary>
    public byte[] Repair(byte[] input)
    {
        if (input.Length <= IdLength)
            return DerRepair.Fill(input);

        var ids = new List<byte>();
        for (var rest = input.AsSpan(0, Math.Min(input.Length, OcspRequest.MaxIds * IdLength)); rest.Length >= IdLength; rest = rest[IdLength..])
            ids.AddRange(Id(rest[..IdLength].ToArray()));
        var nonce = DerRepair.Encode(4, DerRepair.Encode(4, [.. input.Take(1 + (input[0] % 32))]));
        byte[] extension = [6, 9, 0x2B, 6, 1, 5, 5, 7, 0x30, 1, 2, .. input[1] % 2 == 0 ? (byte[])[1, 1, 0xFF] : [], .. nonce];
        var extensions = DerRepair.Encode(0xA2, DerRepair.Encode(0x30, DerRepair.Encode(0x30, extension)));
        byte[] request = [.. DerRepair.Encode(0x30, ids), .. input[2] % 3 == 0 ? [] : extensions];
        return DerRepair.Encode(0x30, DerRepair.Encode(0x30, request));
    }

    private static byte[] Id(byte[] from)
    {
        byte[] id = [.. _sha1, .. DerRepair.Encode(4, from[..20]), .. DerRepair.Encode(4, from[20..40]), 2, 2, 1, from[40]];
        return DerRepair.Encode(0x30, DerRepair.Encode(0x30, id));
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!OcspRequest.TryParse(input, out var request))
            return false;

        BrokenLawException.ThrowUnless(request.Ids.Count is > 0 and <= OcspRequest.MaxIds, "At least one certificate, and not too many.");
        var written = request.Write();
        BrokenLawException.ThrowUnless(OcspRequest.TryParse(written, out var again), "What is written can be read.");
        BrokenLawException.ThrowUnless(
            again!.Ids.SequenceEqual(request.Ids) && (again.Nonce is null) == (request.Nonce is null)
            && (request.Nonce is not { } nonce || nonce.Span.SequenceEqual(again.Nonce!.Value.Span)), "It asks the same.");
        return true;
    }
}
