using System.Globalization;

namespace Adit.Protocols.Ppp;

/// <summary>
/// A refusal in methods that have words for it and no number, PAP and CHAP-MD5: where the number of RFC 2759 §6 says more than that name or
/// password was wrong, it stands before the words, in the form that MS-CHAP has.
/// </summary>
internal static class RefusalText
{
    public static string Write(int error, string words) => error == PppFailure.Refused.AuthenticationFailure
        ? words
        : string.Create(CultureInfo.InvariantCulture, $"E={error} R=0 M={words}");

    public static PppFailure.Refused Read(ReadOnlySpan<byte> text, int maxLength) => MsChapV2Failure.TryParse(text, out var failure)
        ? new(failure.Error, MayRetry: false, failure.Message)
        : new(PppFailure.Refused.AuthenticationFailure, MayRetry: false, PeerText.Clean(text, maxLength));
}
