using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Fuzz.Targets.Ppp;

/// <summary>
/// CHAP packets with what MS-CHAPv2 puts into them, and the free text of farewells: written back, bounded, and fit to be
/// logged.
/// </summary>
internal sealed class ChapTarget : IFuzzTarget
{
    private const int MaxTextLength = 1024;
    private const byte ChangePassword = (byte)ChapCode.ChangePassword;

    public string Name => "ppp-chap";

    public IEnumerable<byte[]> Seeds =>
    [
        .. PppFrames.Real.Where(frame => frame is [0xff, 0x03, 0xc2, 0x23, ..]).Select(frame => frame[4..]),
        Failure("E=691 R=1 C=000102030405060708090A0B0C0D0E0F V=3 M=Authentication failed"),
        Failure("E=648 R=0 C= V=3 M=Password expired"),
        PppFrames.Control(0xc223, ChangePassword, 7, new byte[ChangePasswordData.Length])[4..],
    ];

    public byte[] Repair(byte[] input)
    {
        byte[] frame = [.. PppFrames.Repair([0xff, 0x03, 0xc2, 0x23, .. input])];
        frame[4] = frame[4] == ChangePassword ? ChangePassword : (byte)(1 + (frame[4] & 3));
        if (frame[4] <= 2 && frame.Length > 8)
            frame[8] = (byte)Math.Min(frame[8], frame.Length - 9);

        return frame[4..];
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!ControlPacket.TryParse(input, out var packet))
            return false;

        TerminateReason.Read(packet.Data.Span);
        CheckText(TerminateReason.Read(packet.Data.Span).Text);
        return CheckValue(packet) | CheckFailure(packet) | CheckChange(packet);
    }

    /// <summary>All but the reserved bytes and the flags.</summary>
    private static bool CheckChange(ControlPacket packet)
    {
        if (packet.Code != (LcpCode)ChapCode.ChangePassword || !ChangePasswordData.TryRead(packet.Data, out var change))
            return false;

        var exchange = new MsChapV2Exchange(packet.Id, "User", new byte[16], change.PeerChallenge, change.NtResponse);
        var isRight = MsChapV2PasswordChange.TryRead(
            new MsChapV2Change(exchange, change.EncryptedPassword, change.EncryptedHash), packet.Data.Span[..16], out var password);
        BrokenLawException.ThrowUnless(
            isRight == password is not null && ChangePasswordData.TryRead(change.ToArray(), out var again)
                && again.ToArray().AsSpan().SequenceEqual(change.ToArray()) && change.ToArray().AsSpan(0, 548).SequenceEqual(packet.Data.Span[..548]),
            "A change is written back as it was.");
        return true;
    }

    private static bool CheckValue(ControlPacket packet)
    {
        if (!ChapValue.TryRead(packet, out var value))
            return false;

        BrokenLawException.ThrowUnless(
            value.ToPacket().ToArray().AsSpan().SequenceEqual(packet.ToArray()), "A value is written back as it was.");
        if (MsChapV2Response.TryRead(value.Value, out var response))
            CheckResponse(value.Value, response);

        var name = PeerText.Decode(value.Name.Span, out var isLatin1);
        var encoding = isLatin1 ? Encoding.Latin1 : Encoding.UTF8;
        BrokenLawException.ThrowUnless(encoding.GetBytes(name).AsSpan().SequenceEqual(value.Name.Span), "A name's bytes can be had again.");
        return true;
    }

    /// <summary>All but the reserved bytes and the flags.</summary>
    private static void CheckResponse(ReadOnlyMemory<byte> value, MsChapV2Response response)
    {
        var written = response.ToArray();
        BrokenLawException.ThrowUnless(
            written.AsSpan(0, 16).SequenceEqual(value.Span[..16]) && written.AsSpan(24, 24).SequenceEqual(value.Span[24..48]),
            "A response is written back as it was.");
    }

    private static bool CheckFailure(ControlPacket packet)
    {
        if ((ChapCode)packet.Code is not ChapCode.Failure || !MsChapV2Failure.TryParse(packet.Data.Span, out var failure))
            return false;

        CheckText(failure.Message);
        BrokenLawException.ThrowUnless(
            failure.Error >= 0 && failure.Challenge.Length is 0 or 16 && MsChapV2Failure.TryParse(failure.ToArray(), out var again)
                && again.Error == failure.Error && again.MayRetry == failure.MayRetry
                && again.Challenge.Span.SequenceEqual(failure.Challenge.Span),
            "A refusal is read as it was meant.");
        return true;
    }

    private static void CheckText(string text) => BrokenLawException.ThrowUnless(
        text.Length <= MaxTextLength && !text.Any(char.IsControl), "Text that is given out has no control characters.");

    private static byte[] Failure(string text) => PppFrames.Control(0xc223, 4, 7, Encoding.ASCII.GetBytes(text))[4..];
}
