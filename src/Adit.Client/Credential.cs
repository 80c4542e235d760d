using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap.Peers;

namespace Adit.Client;

/// <summary>Who connects and what proves it. A class, so that it never prints.</summary>
public sealed class Credential(string userName, string password)
{
    /// <summary>The name as it is sent.</summary>
    public string UserName { get; } = userName;

    /// <summary>The MD4 hash of the password: all that MS-CHAPv2 needs.</summary>
    internal ReadOnlyMemory<byte> NtHash { get; } = MsChapV2.NtPasswordHash(password);

    /// <summary>The password in UTF-8, for CHAP-MD5 and PAP alone.</summary>
    internal ReadOnlyMemory<byte> Password { get; } = Encoding.UTF8.GetBytes(password);

    /// <summary>The same, as the methods of EAP take it.</summary>
    internal EapPeerCredential ForEap => new(UserName, NtHash, Password);
}
