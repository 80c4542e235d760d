namespace Adit.Protocols.Radius;

/// <summary>User-Password on the network (RFC 2865 §5.2): padded with zeros to whole blocks and masked.</summary>
internal static class HiddenPassword
{
    /// <summary>The longest password that fits, in bytes.</summary>
    public const int MaxLength = 128;

    private const int Block = 16;

    /// <summary>An empty password is one block, too.</summary>
    public static byte[] Hide(ReadOnlySpan<byte> password, ReadOnlySpan<byte> requestAuthenticator, RadiusSecret secret)
    {
        var hidden = new byte[Math.Max(Block, (password.Length + Block - 1) / Block * Block)];
        password.CopyTo(hidden);
        secret.Mask(hidden, requestAuthenticator, reveals: false);
        return hidden;
    }

    /// <summary>False where it has no length that a hidden password has.</summary>
    public static bool TryReveal(
        ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> requestAuthenticator, RadiusSecret secret, out byte[] password)
    {
        password = [];
        if (hidden.Length is < Block or > MaxLength || hidden.Length % Block != 0)
            return false;

        var padded = hidden.ToArray();
        secret.Mask(padded, requestAuthenticator, reveals: true);
        password = padded.AsSpan().TrimEnd((byte)0).ToArray();
        return true;
    }
}
