using Adit.Protocols;
using Adit.Protocols.Ppp;

namespace Adit.Client;

/// <summary>Our side of the change of an expired password (RFC 2759 §7): a new one, proved by the old one.</summary>
internal sealed record PasswordChange(string Password, MsChapV2Change Change)
{
    /// <summary>Makes the change that the server is to be sent.</summary>
    public static PasswordChange Create(Credential credential, string newPassword, PppEvent.ChangeNeeded needed, IRandomSource random) => new(newPassword, MsChapV2Change.Create(
        needed.Identifier, credential.UserName, needed.Challenge, credential.NtHash.Span, newPassword, random));

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(PasswordChange);
}
