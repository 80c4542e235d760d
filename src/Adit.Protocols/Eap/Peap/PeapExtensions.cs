using System.Buffers.Binary;

namespace Adit.Protocols.Eap.Peap;

/// <summary>
/// What both sides say at the end, as the data of an EAP packet of type 33, the EAP TLV Extensions Method ([MS-PEAP] 2.2.8.1).
/// </summary>
/// <param name="Result">How it ended.</param>
/// <param name="Binding">Null for none.</param>
internal sealed record PeapExtensions(PeapResult Result, PeapCryptoBinding? Binding)
{
    private const int ResultLength = 2;

    /// <summary>Reads them; false where there is no result, or two, or a TLV that we must know and do not.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> data, out PeapExtensions extensions)
    {
        extensions = new PeapExtensions(PeapResult.None, Binding: null);
        if (!PeapTlv.TryParse(data, out var tlvs))
            return false;

        foreach (var tlv in tlvs)
        {
            if (!TryAdd(ref extensions, tlv))
                return false;
        }

        return extensions.Result is PeapResult.Success or PeapResult.Failure;
    }

    /// <summary>Their bytes.</summary>
    public byte[] ToBytes()
    {
        var result = new PeapTlv(PeapTlvType.Result, IsMandatory: true, (byte[])[0, (byte)Result]).ToBytes();
        return Binding is null ? result : [.. result, .. Binding.ToTlv().ToBytes()];
    }

    private static bool TryAdd(ref PeapExtensions extensions, PeapTlv tlv)
    {
        switch (tlv.Type)
        {
            case PeapTlvType.Result when tlv.Value.Length == ResultLength && extensions.Result is PeapResult.None:
                extensions = extensions with { Result = (PeapResult)BinaryPrimitives.ReadUInt16BigEndian(tlv.Value.Span) };
                return true;
            case PeapTlvType.CryptoBinding when extensions.Binding is null && PeapCryptoBinding.TryParse(tlv.Value, out var binding):
                extensions = extensions with { Binding = binding };
                return true;
            default:
                return tlv is { IsMandatory: false, Type: not (PeapTlvType.Result or PeapTlvType.CryptoBinding) };
        }
    }
}
