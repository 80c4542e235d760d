using Adit.Protocols.Radius;

namespace Adit.Fuzz.Targets.Radius;

/// <summary>
/// Packets of whoever can reach the port. The secret is known here, so that a repaired input gets past the checks: what is received can
/// be sent on, and is then received the same.
/// </summary>
internal sealed class RadiusRequestTarget : IFuzzTarget
{
    private static readonly RadiusSecret _secret = new("xyzzy5461"u8);

    public string Name => "radius-request";

    public IEnumerable<byte[]> Seeds =>
    [
        Convert.FromHexString(
            "01000038" + "0f403f9473978057bd83d5cb98f4227a" + "01066e656d6f" + "02120dbe708d93d413ce3196e43f782a0aee"
            + "0406c0a80110" + "050600000003"), // RFC 2865 §7.1
        Convert.FromHexString("0cda0026" + "8a54f4686fb394c52866e302185d0623" + "50125a665e2e1e8411f3e243822097c84fa3"), // RFC 5997 §6.1
        Packet(new AccessRequest(new AccessCredentials.Pap("User", "password"u8.ToArray()), "s-1", "gw", "2001:db8::1", null).ToBytes()),
        Packet(new AccountingRequest(AccountingStatus.Start, "s-1", "User", "gw", "192.0.2.1") { Classes = [new byte[200], new byte[100]] }.ToBytes()),
    ];

    /// <summary>An Access-Request that one who knows the secret could have sent.</summary>
    public byte[] Repair(byte[] input) => SentRequest.TryCreate(Attributes.Sendable(RadiusCode.AccessRequest, input), 1, _secret, new FixedRandom()) is { } sent
        ? sent.Packet.ToArray()
        : input;

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (ReceivedRequest.TryReceive(input, _secret, needsMessageAuthenticator: false, out var request) is not RadiusFault.None)
            return false;

        BrokenLawException.ThrowUnless(
            request!.TryAnswer(new byte[] { 3 }, new FixedRandom()) is not { Length: > 4096 }, "An answer has room in a packet.");
        if (SentRequest.TryCreate(request.Message, request.Identifier, _secret, new FixedRandom()) is { } sent)
            BrokenLawException.ThrowUnless(
                ReceivedRequest.TryReceive(sent.Packet, _secret, true, out var again) is RadiusFault.None
                && again!.Message.Span.SequenceEqual(request.Message.Span),
                "What is received can be sent on, and is received the same.");
        return true;
    }

    private static byte[] Packet(byte[] message) => SentRequest.TryCreate(message, 1, _secret, new FixedRandom())!.Packet.ToArray();
}

/// <summary>Answers of whoever can send to our port; none gets past the checks but by the secret.</summary>
internal sealed class RadiusAnswerTarget : IFuzzTarget
{
    private static readonly RadiusSecret _secret = new("xyzzy5461"u8);

    public string Name => "radius-answer";

    public IEnumerable<byte[]> Seeds =>
    [
        Answer(new AccessReply.Accept("User", 7, "S=0123456789012345678901234567890123456789", Packets.Keys) { Classes = [new byte[300]] }.ToBytes()),
        Answer(new AccessReply.Reject(AccessReason.WrongCredentials, 7, 691, MayRetry: true).ToBytes()),
    ];

    /// <summary>An Access-Accept that one who knows the secret could have sent.</summary>
    public byte[] Repair(byte[] input) => Answer(Attributes.Sendable(RadiusCode.AccessAccept, input));

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var isTaken = Request.TryReceive(input, needsMessageAuthenticator: true, out var message) is RadiusFault.None;
        BrokenLawException.ThrowUnless(isTaken == !message.IsEmpty, "What is dropped leaves nothing behind.");
        return isTaken;
    }

    private static SentRequest Request { get; } = SentRequest.TryCreate(new byte[] { 1 }, 1, _secret, new FixedRandom())!;

    private static byte[] Answer(byte[] message)
    {
        ReceivedRequest.TryReceive(Request.Packet, _secret, needsMessageAuthenticator: true, out var received);
        return received!.TryAnswer(message, new FixedRandom()) ?? [];
    }
}
