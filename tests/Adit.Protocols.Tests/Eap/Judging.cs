using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Eap;

/// <summary>The authority behind a conversation: one password for everybody.</summary>
internal static class Judging
{
    public static AccessReply Of(AccessCredentials credentials, string password) => credentials switch
    {
        AccessCredentials.MsChapV2 { Exchange: var exchange } when MsChapV2.Verify(exchange, MsChapV2.NtPasswordHash(password)) => new AccessReply.Accept(
            exchange.UserName,
            0,
            MsChapV2.AuthenticatorResponse(exchange, MsChapV2.NtPasswordHash(password)),
            MsChapV2.DeriveKeys(MsChapV2.NtPasswordHash(password), exchange.NtResponse.Span)),
        AccessCredentials.ChapMd5 { Exchange: var exchange } when ChapMd5.Verify(exchange, Encoding.UTF8.GetBytes(password)) => Accept(exchange.UserName),
        AccessCredentials.Pap pap when pap.Password.Span.SequenceEqual(Encoding.UTF8.GetBytes(password)) => Accept(pap.UserName),
        _ => new AccessReply.Reject(AccessReason.WrongCredentials, 0, 691, MayRetry: false),
    };

    /// <summary>The same where the password has expired and may be changed.</summary>
    public static AccessReply Expired(AccessCredentials credentials, string password) => credentials switch
    {
        AccessCredentials.MsChapV2Changed { Change: var change } when MsChapV2PasswordChange.TryRead(change, MsChapV2.NtPasswordHash(password), out var chosen) =>
            Of(new AccessCredentials.MsChapV2(change.Exchange), chosen),
        _ when Of(credentials, password) is AccessReply.Accept => new AccessReply.Reject(AccessReason.PasswordExpired, 0, 648, MayRetry: false),
        _ => Of(credentials, password),
    };

    private static AccessReply.Accept Accept(string userName) => new(userName, 0, null, SessionKeys.NotGenerated);
}
