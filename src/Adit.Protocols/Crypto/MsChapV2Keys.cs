using System.Security.Cryptography;

namespace Adit.Protocols.Crypto;

/// <summary>The keys that MS-CHAPv2 makes (RFC 3079 §3.3, §3.4).</summary>
internal static class MsChapV2Keys
{
    private const int KeyLength = 16;

    public static SessionKeys Derive(ReadOnlySpan<byte> ntHash, ReadOnlySpan<byte> ntResponse)
    {
        var masterKey = MasterKey(ntHash, ntResponse);
        var receive = AsymmetricStartKey(masterKey, ServerReceives);
        var send = AsymmetricStartKey(masterKey, ServerSends);
        return SessionKeys.TryCreate(receive, send, out var keys) ? keys : throw new InvalidOperationException("A start key has 16 bytes.");
    }

    private static ReadOnlySpan<byte> ServerReceives =>
        "On the client side, this is the send key; on the server side, it is the receive key."u8;

    private static ReadOnlySpan<byte> ServerSends =>
        "On the client side, this is the receive key; on the server side, it is the send key."u8;

    private static byte[] MasterKey(ReadOnlySpan<byte> ntHash, ReadOnlySpan<byte> ntResponse)
    {
        byte[] input = [.. Md4.HashData(ntHash), .. ntResponse, .. "This is the MPPE Master Key"u8];
        return SHA1.HashData(input)[..KeyLength];
    }

    private static byte[] AsymmetricStartKey(byte[] masterKey, ReadOnlySpan<byte> direction)
    {
        Span<byte> padding = stackalloc byte[80];
        padding[..40].Clear();
        padding[40..].Fill(0xf2);
        byte[] input = [.. masterKey, .. padding[..40], .. direction, .. padding[40..]];
        return SHA1.HashData(input)[..KeyLength];
    }
}
