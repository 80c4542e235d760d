using System.Buffers.Binary;
using Adit.Protocols.Proxy;

namespace Adit.Fuzz.Targets;

/// <summary>The PROXY header: decided once, within its bound, and the same bytes back.</summary>
internal sealed class ProxyHeaderTarget : IFuzzTarget
{
    private const int FixedLength = 16;

    private static readonly byte[] _signature = Convert.FromHexString("0D0A0D0A000D0A515549540A");

    public string Name => "proxy-header";

    public IEnumerable<byte[]> Seeds =>
    [
        [.. _signature, .. Convert.FromHexString("2111000C0A6200020A6300019F3E01BB")],
        [.. _signature, .. Convert.FromHexString("2121002420010DB800000000000000000000000720010DB8000000000000000000000001C35001BB")],
        [.. _signature, .. Convert.FromHexString("211100170A6200020A6300019F3E01BB0200037670610400020000"), 0x16, 3, 1],
        [.. _signature, .. Convert.FromHexString("20000000")],
    ];

    /// <summary>Puts the signature right, and a length that is there.</summary>
    public byte[] Repair(byte[] input)
    {
        byte[] copy = [.. _signature, .. input.Skip(_signature.Length).Take(ProxyHeader.MaxLength - _signature.Length)];
        if (copy.Length < FixedLength)
            return copy;

        copy[12] = (byte)(0x20 | (copy[12] & 1));
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(14), (ushort)Math.Min(BinaryPrimitives.ReadUInt16BigEndian(copy.AsSpan(14)), copy.Length - FixedLength));
        return copy;
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        GrowingInput.Check(input, bytes => ProxyHeader.TryParse(bytes.Span, out _), ProxyHeaderResult.NeedMore);
        var result = ProxyHeader.TryParse(input.Span, out var header);
        BrokenLawException.ThrowUnless(header is not null == result is ProxyHeaderResult.Parsed, "A header is there exactly when it was read.");
        BrokenLawException.ThrowUnless(
            result is not ProxyHeaderResult.NeedMore || input.Length < ProxyHeader.MaxLength, "Waiting has a bound.");
        if (header is null)
            return false;

        var written = new byte[header.Length];
        header.Write(written);
        BrokenLawException.ThrowUnless(input.Span.StartsWith(written), "A header is written back as it was.");
        return true;
    }
}
