using System.Buffers.Binary;
using Adit.Protocols.Tls;

namespace Adit.Fuzz.Targets;

/// <summary>The ClientHello: decided once and within the bound, and names that could be logged.</summary>
internal sealed class ClientHelloTarget : IFuzzTarget
{
    private const int ExtensionsAt = 5 + 4 + 2 + 32 + 1 + 2 + 4 + 2 + 2;

    /// <summary>Two suites, no session id, and the extensions that are looked at.</summary>
    private static readonly byte[] _hello = Convert.FromHexString(
        "16030100760100007203030102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2000000413011302010000450000001000" +
        "0e00000b6578616d706c652e6f7267001000050003026832002b0009080304030303020301000d000a00080403050306030804" +
        "002300000017000000160000ff01000100");

    public string Name => "tls-client-hello";

    public IEnumerable<byte[]> Seeds => [Repair(_hello), InTwoRecords(Repair(_hello)), WithoutExtensions(), [.. Repair(_hello), .. "more"u8]];

    /// <summary>Makes one record, one message and one block of extensions of it all, and their lengths agree down to the extensions.</summary>
    public byte[] Repair(byte[] input)
    {
        var copy = _hello.AsSpan(0, ExtensionsAt).ToArray().Concat(input.Skip(ExtensionsAt)).Take(ClientHello.DefaultMaxLength).ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(3), (ushort)(copy.Length - 5));
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(7), (ushort)(copy.Length - 9));
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(ExtensionsAt - 2), (ushort)(copy.Length - ExtensionsAt));
        RepairExtensions(copy.AsSpan(ExtensionsAt));
        return copy;
    }

    /// <summary>An extension that would reach beyond the end takes all there is.</summary>
    private static void RepairExtensions(Span<byte> rest)
    {
        while (rest.Length >= 4)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(rest[2..]), rest.Length - 4);
            BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)length);
            rest = rest[(4 + length)..];
        }
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        GrowingInput.Check(input, bytes => ClientHello.TryParse(bytes.Span, out _), ClientHelloResult.NeedMore);
        var result = ClientHello.TryParse(input.Span, out var hello);
        BrokenLawException.ThrowUnless(hello is not null == result is ClientHelloResult.Parsed, "A hello is there exactly when it was read.");
        BrokenLawException.ThrowUnless(
            result is not ClientHelloResult.NeedMore || input.Length < ClientHello.DefaultMaxLength, "Waiting has a bound.");
        if (hello is null)
            return false;

        CheckText(hello.ServerName ?? "-");
        foreach (var protocol in hello.ApplicationProtocols)
            CheckText(protocol);

        return true;
    }

    private static void CheckText(string text) => BrokenLawException.ThrowUnless(
        text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~'), "Text that is given out is visible ASCII.");

    /// <summary>As a client of before TLS 1.2 might: the hello ends behind the compression methods.</summary>
    private static byte[] WithoutExtensions()
    {
        var hello = _hello[..(ExtensionsAt - 2)];
        (hello[4], hello[8]) = ((byte)(hello.Length - 5), (byte)(hello.Length - 9));
        return hello;
    }

    private static byte[] InTwoRecords(byte[] hello)
    {
        const int FirstLength = 60;
        byte[] first = [22, 3, 1, 0, FirstLength, .. hello[5..(5 + FirstLength)]];
        byte[] second = [22, 3, 1, 0, (byte)(hello.Length - 5 - FirstLength), .. hello[(5 + FirstLength)..]];
        return [.. first, .. second];
    }
}
