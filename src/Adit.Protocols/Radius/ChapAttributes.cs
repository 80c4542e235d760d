using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Radius;

/// <summary>The attributes of CHAP-MD5 (RFC 2865 §5.3, §5.40).</summary>
internal static class ChapAttributes
{
    public static void Write(RadiusAttributeWriter writer, ChapMd5Exchange exchange)
    {
        writer.Add(RadiusAttributeType.ChapPassword, [exchange.Identifier, .. exchange.Response.Span]);
        writer.Add(RadiusAttributeType.ChapChallenge, exchange.Challenge.Span);
    }

    public static ChapMd5Exchange? Read(RadiusAttributes attributes, string userName, bool isLatin1) =>
        attributes.TryGet(RadiusAttributeType.ChapPassword, out var response) && response.Length == 1 + ChapMd5.ResponseLength
            && attributes.TryGetBounded(RadiusAttributeType.ChapChallenge, out var challenge) && !challenge.IsEmpty
            ? new ChapMd5Exchange(response.Span[0], userName, challenge, response[1..], isLatin1)
            : null;
}
