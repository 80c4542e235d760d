namespace Adit.Protocols.Ppp;

/// <summary>
/// A new password for an expired one (RFC 2759 §7). The old one proves it; never prints what it holds.
/// </summary>
/// <param name="Exchange">The response that the new password makes to the challenge of the Failure packet.</param>
/// <param name="EncryptedPassword">516 bytes: the new password under the old one's hash (§8.9).</param>
/// <param name="EncryptedHash">16 bytes: the old hash under the new one (§8.12).</param>
public sealed record MsChapV2Change(MsChapV2Exchange Exchange, ReadOnlyMemory<byte> EncryptedPassword, ReadOnlyMemory<byte> EncryptedHash)
{
    /// <summary>The name alone.</summary>
    public override string ToString() => $"{nameof(MsChapV2Change)} {{ {Exchange.UserName} }}";
}
