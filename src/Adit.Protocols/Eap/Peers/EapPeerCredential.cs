using System.Text;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Eap.Peers;

/// <summary>A name and what proves it. A class, so that it never prints.</summary>
/// <param name="userName">The name as it is sent, with or without a <c>DOMAIN\</c>.</param>
/// <param name="ntHash">The MD4 hash of the password.</param>
/// <param name="password">The password in UTF-8, for MD5 and GTC.</param>
public sealed class EapPeerCredential(string userName, ReadOnlyMemory<byte> ntHash, ReadOnlyMemory<byte> password)
{
    /// <summary>The name as it is sent.</summary>
    public string UserName { get; } = userName;

    internal ReadOnlyMemory<byte> NtHash { get; } = ntHash;

    internal ReadOnlyMemory<byte> Password { get; } = password;

    internal byte[] UserNameBytes => Encoding.UTF8.GetBytes(UserName);
}
