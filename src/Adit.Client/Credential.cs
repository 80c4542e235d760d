using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap.Peers;

namespace Adit.Client;

/// <summary>Who connects and what proves it. A class, so that it never prints.</summary>
/// <param name="userName">The name as it is sent.</param>
/// <param name="password">The password.</param>
/// <param name="chooseNewPassword">
/// What an expired password is changed into: asked when it has expired, and it may wait for a person. Null, or null from it, for nothing.
/// </param>
public sealed class Credential(string userName, string password, Func<string?>? chooseNewPassword = null)
{
    /// <summary>The name as it is sent.</summary>
    public string UserName { get; } = userName;

    /// <summary>The MD4 hash of the password: all that MS-CHAPv2 needs.</summary>
    internal ReadOnlyMemory<byte> NtHash { get; private set; } = MsChapV2.NtPasswordHash(password);

    /// <summary>The password in UTF-8, for CHAP-MD5 and PAP alone.</summary>
    internal ReadOnlyMemory<byte> Password { get; private set; } = Encoding.UTF8.GetBytes(password);

    /// <summary>The same, as the methods of EAP take it.</summary>
    internal EapPeerCredential ForEap => new(UserName, NtHash, Password);

    /// <summary>Whether there may be a new password where this one has expired.</summary>
    internal bool MayChoosePassword => chooseNewPassword is not null;

    /// <summary>A new password; null where there is none, or none that can be sent.</summary>
    internal string? ChooseNewPassword() =>
        chooseNewPassword?.Invoke() is { Length: > 0 and <= MsChapV2PasswordChange.MaxPasswordLength } chosen ? chosen : null;

    /// <summary>The server has taken this password: it is the one to connect with from now on.</summary>
    internal void Adopt(string newPassword)
    {
        NtHash = MsChapV2.NtPasswordHash(newPassword);
        Password = Encoding.UTF8.GetBytes(newPassword);
    }
}
