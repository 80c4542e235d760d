using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Ppp;

/// <summary>
/// The text of an MS-CHAPv2 Failure packet: E= error, R= may retry, C= new challenge, V= version, M= words (RFC 2759 §6).
/// </summary>
internal sealed record MsChapV2Failure(int Error, bool MayRetry, ReadOnlyMemory<byte> Challenge, string Message)
{
    private const int MaxMessageLength = 256;

    /// <summary>Reads what is there: peers leave out fields, and only the error is needed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, [NotNullWhen(true)] out MsChapV2Failure? failure)
    {
        failure = null;
        var text = Encoding.Latin1.GetString(data[..Math.Min(data.Length, 4 * MaxMessageLength)]);
        if (!int.TryParse(Field(text, "E="), NumberStyles.None, CultureInfo.InvariantCulture, out var error))
            return false;

        failure = new MsChapV2Failure(error, Field(text, "R=") is "1", ReadChallenge(Field(text, "C=")), ReadMessage(text));
        return true;
    }

    public byte[] ToArray() => Encoding.UTF8.GetBytes(
        string.Create(
            CultureInfo.InvariantCulture,
            $"E={Error} R={(MayRetry ? 1 : 0)} C={Convert.ToHexString(Challenge.Span)} V=3 M={Message}"));

    private static string Field(string text, string key)
    {
        var start = text.StartsWith(key, StringComparison.Ordinal) ? 0 : text.IndexOf(' ' + key, StringComparison.Ordinal) + 1;
        if (start == 0 && !text.StartsWith(key, StringComparison.Ordinal))
            return string.Empty;

        var end = text.IndexOf(' ', start);
        return text[(start + key.Length)..(end < 0 ? text.Length : end)];
    }

    private static ReadOnlyMemory<byte> ReadChallenge(string digits)
    {
        var challenge = new byte[MsChapV2.ChallengeLength];
        return digits.Length == 2 * challenge.Length && Convert.FromHexString(digits, challenge, out _, out _) is OperationStatus.Done
            ? challenge
            : default(ReadOnlyMemory<byte>);
    }

    private static string ReadMessage(string text)
    {
        var start = text.IndexOf("M=", StringComparison.Ordinal);
        return start < 0 ? string.Empty : PeerText.Clean(Encoding.Latin1.GetBytes(text[(start + 2)..]), MaxMessageLength);
    }
}
