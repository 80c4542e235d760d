namespace Adit.Linux.Tls;

/// <summary>Reads libssl's certificates.</summary>
internal static unsafe class Certificates
{
    /// <summary>A stack of them; none for no stack.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(nint stack)
    {
        var count = stack == 0 ? 0 : Libcrypto.StackCount(stack);
        var certificates = new ReadOnlyMemory<byte>[count];
        for (var i = 0; i < count; i++)
            certificates[i] = ReadOne(Libcrypto.StackItem(stack, i));
        return certificates;
    }

    /// <summary>One in DER.</summary>
    public static ReadOnlyMemory<byte> ReadOne(nint certificate)
    {
        var der = new byte[Libcrypto.WriteCertificate(certificate, null)];
        fixed (byte* start = der)
        {
            var position = start;
            _ = Libcrypto.WriteCertificate(certificate, &position);
        }

        return der;
    }
}
