using System.Buffers.Binary;
using Adit.Protocols.Crypto;
using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets;

/// <summary>Right SSTP packets, and what makes the lengths of mutated ones agree again.</summary>
internal static class Packets
{
    private const int ControlHeaderLength = SstpControlMessage.HeaderLength;

    public static CertificateHashes Certificate { get; } = CertificateHashes.Of("certificate"u8);

    public static SessionKeys Keys { get; } = CreateKeys(1);

    public static SessionKeys OtherKeys { get; } = CreateKeys(2);

    /// <summary>What <see cref="FixedRandom"/> makes the server's nonce.</summary>
    public static byte[] Nonce { get; } = [.. Enumerable.Repeat((byte)7, CallConnectAck.NonceLength)];

    public static byte[] ConnectRequest { get; } = Write(new CallConnectRequest(CallConnectRequest.Ppp));

    public static byte[] ConnectAck { get; } = Write(new CallConnectAck(SstpHashProtocol.Sha1 | SstpHashProtocol.Sha256, Nonce));

    public static byte[] ConnectNak { get; } = Write(new CallConnectNak(
    [
        new(SstpAttributeId.EncapsulatedProtocolId, SstpStatus.ValueNotSupported, new byte[] { 0, 2 }),
        new(SstpAttributeId.StatusInfo, SstpStatus.RequiredAttributeMissing),
    ]));

    public static byte[] Connected { get; } = CryptoBinding.Sign(SstpHashProtocol.Sha256, Nonce, Certificate, Keys);

    public static byte[] Abort { get; } =
        Write(new CallAbort(new SstpStatusInfo(SstpAttributeId.CryptoBinding, SstpStatus.ValueNotSupported)));

    public static byte[] Disconnect { get; } =
        Write(new CallDisconnect(new SstpStatusInfo(SstpAttributeId.NoError, SstpStatus.NoError)));

    public static byte[] DisconnectAck { get; } = Write(new PlainMessage(SstpMessageType.CallDisconnectAck));

    public static byte[] EchoRequest { get; } = Write(new PlainMessage(SstpMessageType.EchoRequest));

    public static byte[] EchoResponse { get; } = Write(new PlainMessage(SstpMessageType.EchoResponse));

    public static byte[] Data { get; } = [0x10, 0, 0, 8, 0xff, 0x03, 0xc0, 0x21];

    public static byte[] EmptyData { get; } = [0x10, 0, 0, 4];

    public static IReadOnlyList<byte[]> Control { get; } =
        [ConnectRequest, ConnectAck, ConnectNak, Connected, Abort, Disconnect, DisconnectAck, EchoRequest, EchoResponse];

    public static byte[] Write<TMessage>(TMessage message)
        where TMessage : struct, ISstpMessage
    {
        var bytes = new byte[message.Length];
        message.Write(bytes);
        return bytes;
    }

    /// <summary>Turns any bytes into one control packet whose attributes fill it exactly.</summary>
    public static byte[] Repair(byte[] input)
    {
        var packet = new byte[Math.Clamp(input.Length, ControlHeaderLength, SstpHeader.MaxPacketLength)];
        input.AsSpan(0, Math.Min(input.Length, packet.Length)).CopyTo(packet);
        new SstpHeader(IsControl: true, packet.Length).Write(packet);
        ushort attributes = 0;
        for (var at = ControlHeaderLength; at < packet.Length; attributes++)
            at += RepairAttribute(packet.AsSpan(at));

        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(ControlHeaderLength - sizeof(ushort)), attributes);
        return packet;
    }

    /// <summary>The attribute's length: as it stands where it can, otherwise all there is. A rest that is too short stays wrong.</summary>
    private static int RepairAttribute(Span<byte> rest)
    {
        if (rest.Length < SstpAttribute.HeaderLength)
            return rest.Length;

        var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        if (length >= SstpAttribute.HeaderLength && length <= rest.Length)
            return length;

        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)rest.Length);
        return rest.Length;
    }

    private static SessionKeys CreateKeys(byte fill)
    {
        byte[] key = [.. Enumerable.Repeat(fill, 32)];
        SessionKeys.TryCreate(key, key, out var keys);
        return keys;
    }
}
