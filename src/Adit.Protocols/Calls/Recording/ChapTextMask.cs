using System.Text;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Calls.Recording;

/// <summary>The texts of CHAP's verdicts without the server's proof and without its next challenge (RFC 2759 §5, §6).</summary>
internal static class ChapTextMask
{
    private const string Proof = "S=";
    private const string Challenge = "C=";

    /// <summary>What stands for a proof, as long as one is.</summary>
    public static string HiddenProof { get; } = Proof + new string('0', MsChapV2.AuthenticatorResponseLength - Proof.Length);

    private static string HiddenChallenge { get; } = Challenge + new string('0', 2 * MsChapV2.ChallengeLength);

    public static byte[] MaskSuccess(ReadOnlySpan<byte> data) => Replace(data, Proof, HiddenProof);

    public static byte[] MaskFailure(ReadOnlySpan<byte> data) => Replace(data, Challenge, HiddenChallenge);

    /// <summary>Puts <paramref name="hidden"/> in the place of every field of this name, up to the next space.</summary>
    private static byte[] Replace(ReadOnlySpan<byte> data, string name, string hidden) => Encoding.Latin1.GetBytes(string.Join(
        ' ',
        Encoding.Latin1.GetString(data).Split(' ').Select(field => field.StartsWith(name, StringComparison.OrdinalIgnoreCase) ? hidden : field)));
}
