using System.Globalization;
using System.Text;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Radius;

/// <summary>The MS-CHAPv2 attributes of vendor 311 (RFC 2548 §2.1 and §2.3).</summary>
internal static class MsChapV2Attributes
{
    private const int ChallengeLength = 16;
    private const int ResponseLength = 50;
    private const int SuccessTextLength = 42;

    public static void WriteExchange(RadiusAttributeWriter writer, MsChapV2Exchange exchange)
    {
        Span<byte> response = stackalloc byte[ResponseLength]; // identifier, flags, peer challenge, 8 reserved, response
        response.Clear();
        response[0] = exchange.Identifier;
        exchange.PeerChallenge.Span.CopyTo(response[2..]);
        exchange.NtResponse.Span.CopyTo(response[26..]);
        writer.Add(MicrosoftAttributeType.ChapChallenge, exchange.AuthenticatorChallenge.Span);
        writer.Add(MicrosoftAttributeType.Chap2Response, response);
    }

    /// <summary>Names that are not UTF-8 are Latin-1, as PPP reads them.</summary>
    public static MsChapV2Exchange? ReadExchange(RadiusAttributes attributes, ReadOnlySpan<byte> name)
    {
        if (!attributes.TryGet(MicrosoftAttributeType.ChapChallenge, out var challenge) || challenge.Length != ChallengeLength
            || !attributes.TryGet(MicrosoftAttributeType.Chap2Response, out var response) || response.Length != ResponseLength)
            return null;

        return NewExchange(response.Span[0], name, challenge, response[2..18], response[26..]);
    }

    public static MsChapV2Exchange NewExchange(
        byte identifier, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> challenge, ReadOnlyMemory<byte> peerChallenge, ReadOnlyMemory<byte> response)
    {
        var userName = PeerText.Decode(name, out var isLatin1);
        return new MsChapV2Exchange(identifier, userName, challenge, peerChallenge, response, isLatin1);
    }

    public static void WriteSuccess(RadiusAttributeWriter writer, byte identifier, string authenticatorResponse) =>
        writer.Add(MicrosoftAttributeType.Chap2Success, [identifier, .. Encoding.ASCII.GetBytes(authenticatorResponse)]);

    public static bool TryReadSuccess(RadiusAttributes attributes, out byte identifier, out string? authenticatorResponse)
    {
        (identifier, authenticatorResponse) = (0, null);
        if (!attributes.TryGet(MicrosoftAttributeType.Chap2Success, out var success))
            return true; // a method that does not prove the authenticator

        if (success.Length != 1 + SuccessTextLength || !success.Span[1..].StartsWith("S="u8))
            return false;

        identifier = success.Span[0];
        authenticatorResponse = Encoding.ASCII.GetString(success.Span[1..]);
        return true;
    }

    public static void WriteError(RadiusAttributeWriter writer, byte identifier, int error, bool mayRetry)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"E={error} R={(mayRetry ? 1 : 0)} V=3");
        writer.Add(MicrosoftAttributeType.ChapError, [identifier, .. Encoding.ASCII.GetBytes(text)]);
    }

    public static bool TryReadError(RadiusAttributes attributes, out byte identifier, out int error, out bool mayRetry)
    {
        (identifier, error, mayRetry) = (0, 0, false);
        if (!attributes.TryGet(MicrosoftAttributeType.ChapError, out var value) || value.IsEmpty
            || !RadiusAttributes.TryDecode(value.Span[1..], out var text))
            return false;

        identifier = value.Span[0];
        mayRetry = Field(text, "R=") == 1;
        error = Field(text, "E=");
        return error > 0;
    }

    /// <summary>The number behind a key of the text "E=691 R=1 …"; -1 where it is missing or no number.</summary>
    private static int Field(string text, string key)
    {
        foreach (var part in text.AsSpan().Split(' '))
        {
            if (text.AsSpan()[part].StartsWith(key, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan()[part][key.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
        }

        return -1;
    }
}
