namespace Adit.Fuzz.Targets.Ppp;

/// <summary>
/// The other end of a PPP session, with no mind of its own: says whatever it is told to, in the form that fits what it has heard, since
/// an Ack counts only with the identifier and the options of the request.
/// </summary>
internal sealed class PppPeer
{
    /// <summary>How many different things it can say.</summary>
    public const int Sayings = 48;

    public const byte LcpRequest = 0;
    public const byte LcpRequestWithChap = 1;
    public const byte LcpAck = 2;
    public const byte LcpNak = 3;
    public const byte LcpReject = 4;
    public const byte LcpTerminate = 5;
    public const byte LcpTerminateAck = 6;
    public const byte ChapChallenge = 7;
    public const byte ChapResponse = 8;
    public const byte ChapSuccess = 9;
    public const byte ChapFailure = 10;
    public const byte IpcpRequest = 11;
    public const byte IpcpRequestRight = 12;
    public const byte IpcpAck = 13;
    public const byte IpcpNak = 14;
    public const byte IpcpReject = 15;
    public const byte IpcpTerminate = 16;
    public const byte Packet = 17;
    public const byte ShortPacket = 18;
    public const byte EchoRequest = 19;
    public const byte EchoReply = 20;
    public const byte Identification = 21;
    public const byte Loopback = 22;
    public const byte Again = 23;
    public const byte Ipv6cpRequest = 32;
    public const byte Ipv6cpAck = 33;
    public const byte Ipv6cpNak = 34;
    public const byte Ipv6Packet = 35;
    public const byte NakForMd5 = 40;
    public const byte NakForPap = 41;
    public const byte LcpRequestWithMd5 = 42;
    public const byte Md5Response = 43;
    public const byte PapRequest = 44;
    public const byte PapAck = 45;
    public const byte PapNak = 46;

    private const int Lcp = 0xc021;
    private const int Chap = 0xc223;
    private const int Pap = 0xc023;
    private const int Ipcp = 0x8021;
    private const int Ipv6cp = 0x8057;
    private const int HeaderLength = 8;

    private static readonly byte[] _challenge = [16, .. new byte[16], .. "adit"u8];
    private static readonly byte[] _response = [49, .. new byte[49], .. "User"u8];
    private static readonly byte[] _success = [.. "S=0123456789012345678901234567890123456789 M=Welcome"u8];
    private static readonly byte[] _address = [3, 6, 10, 0, 0, 2];
    private static readonly byte[] _name = [3, 6, 10, 0, 0, 53];

    private readonly Dictionary<(int Protocol, int Code), byte[]> _heard = [];
    private byte[] _last = [];
    private byte[] _said = [];
    private byte _id;

    /// <summary>Remembers a frame of ours, whole as all of ours are.</summary>
    public void Hear(ReadOnlySpan<byte> frame)
    {
        _last = frame.ToArray();
        _heard[((frame[2] << 8) | frame[3], frame[4])] = _last;
    }

    public byte[] Say(int saying) => _said = saying switch
    {
        LcpRequest => Request(Lcp, "010405DC0506010203040702 0802"),
        LcpRequestWithChap => Request(Lcp, "010405DC0305C22381050601020304"),
        LcpAck => Answer(Lcp, 1, 2),
        LcpNak => Answer(Lcp, 1, 3),
        LcpReject => Answer(Lcp, 1, 4),
        LcpTerminate => Request(Lcp, "01020304003CCD7400000277", code: 5),
        LcpTerminateAck => Answer(Lcp, 5, 6),
        ChapChallenge => PppFrames.Control(Chap, 1, ++_id, _challenge),
        ChapResponse => PppFrames.Control(Chap, 2, IdOf(Chap, 1), _response),
        ChapSuccess => PppFrames.Control(Chap, 3, IdOf(Chap, 2), _success),
        ChapFailure => PppFrames.Control(Chap, 4, IdOf(Chap, 2), "E=691 R=1 C=00 V=3 M=No"u8),
        IpcpRequest => Request(Ipcp, "030600000000 810600000000 820600000000"),
        IpcpRequestRight => Request(Ipcp, "03060A000002"),
        IpcpAck => Answer(Ipcp, 1, 2),
        IpcpNak => PppFrames.Control(Ipcp, 3, IdOf(Ipcp, 1), [.. _address, 0x81, .. _name[1..]]),
        IpcpReject => Answer(Ipcp, 1, 4),
        IpcpTerminate => Request(Ipcp, "", code: 5),
        Packet => PppFrames.Hex("FF030021 4500001400000000 40010000 0A000002 0A000001"),
        ShortPacket => PppFrames.Hex("21 4500001400000000 40010000 0A000002 0A000001"),
        EchoRequest => Request(Lcp, "01020304 6162", code: 9),
        EchoReply => Answer(Lcp, 9, 10),
        Identification => Request(Lcp, "01020304 4D535241535635", code: 12),
        Loopback => _last,
        Again => _said,
        24 => Request(Lcp, "0304C023"), // PAP
        25 => Request(Lcp, "01040010 0D0306 0506FFFFFFFF 99030A"), // a small MRU, callback, a magic number, an unknown option
        26 => Request(Lcp, "C223", code: 8), // CHAP is rejected
        27 => Request(Lcp, "8021", code: 8), // and IPCP
        28 => Answer(Lcp, 1, 7), // a code is rejected
        29 => Request(0x80fd, "120601000001"), // CCP
        30 => PppFrames.Control(Lcp, 20, ++_id, []),
        Ipv6cpRequest => Request(Ipv6cp, "010A 0000000000000002"),
        Ipv6cpAck => Answer(Ipv6cp, 1, 2),
        Ipv6cpNak => PppFrames.Control(Ipv6cp, 3, IdOf(Ipv6cp, 1), [1, 10, 0, 0, 0, 0, 0, 0, 0, 9]),
        Ipv6Packet => PppFrames.Hex("57 6000000000003BFF FE800000000000000000000000000002 FF020000000000000000000000000002"),
        36 => Answer(Ipv6cp, 1, 4),
        37 => Answer(Ipv6cp, 1, 1), // our own request back
        38 => Request(Lcp, "8057", code: 8), // IPV6CP is rejected
        39 => Request(Ipv6cp, "", code: 5),
        NakForMd5 => PppFrames.Control(Lcp, 3, IdOf(Lcp, 1), [3, 5, 0xc2, 0x23, 5]),
        NakForPap => PppFrames.Control(Lcp, 3, IdOf(Lcp, 1), [3, 4, 0xc0, 0x23]),
        LcpRequestWithMd5 => Request(Lcp, "010405DC0305C22305050601020304"),
        Md5Response => PppFrames.Control(Chap, 2, IdOf(Chap, 1), [16, .. new byte[16], .. "User"u8]),
        PapRequest => Request(Pap, "04 55736572 04 70617373"),
        PapAck => PppFrames.Control(Pap, 2, IdOf(Pap, 1), [2, .. "Hi"u8]),
        PapNak => PppFrames.Control(Pap, 3, IdOf(Pap, 1), [9, .. "No"u8]),
        _ => Answer(Ipcp, 1, 1), // our own request back
    };

    private byte[] Request(int protocol, string data, int code = 1) => PppFrames.Control(protocol, code, ++_id, PppFrames.Hex(data));

    /// <summary>The last packet of this code that was heard, under another code.</summary>
    private byte[] Answer(int protocol, int heardCode, int code)
    {
        var heard = _heard.GetValueOrDefault((protocol, heardCode), []);
        return PppFrames.Control(protocol, code, IdOf(protocol, heardCode), heard.AsSpan(Math.Min(heard.Length, HeaderLength)));
    }

    private int IdOf(int protocol, int code) => _heard.TryGetValue((protocol, code), out var heard) ? heard[5] : 0;
}
