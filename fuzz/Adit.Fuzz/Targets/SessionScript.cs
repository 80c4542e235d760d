using Adit.Protocols.Crypto;

namespace Adit.Fuzz.Targets;

/// <summary>The alphabet of scripts and how they are read; any bytes are a script.</summary>
internal static class SessionScript
{
    public const byte ConnectRequest = 0;
    public const byte ConnectAck = 1;
    public const byte ConnectNak = 2;
    public const byte Connected = 3;
    public const byte Abort = 4;
    public const byte Disconnect = 5;
    public const byte DisconnectAck = 6;
    public const byte EchoRequest = 7;
    public const byte EchoResponse = 8;
    public const byte Data = 9;
    public const byte EmptyData = 10;
    public const byte Spoilt = 0x40;
    public const byte Noise = 0x60;
    public const byte Pass = 0x70;
    public const byte Jump = 0x80;
    public const byte RightKeys = 0x90;
    public const byte WrongKeys = 0x91;
    public const byte NoKeys = 0x92;
    public const byte RightAnswer = 0xa0;
    public const byte WrongAnswer = 0xa1;
    public const byte Close = 0xb0;
    public const byte Cut = 0xc0;

    private static readonly byte[][] _messages = [.. Packets.Control, Packets.Data, Packets.EmptyData];

    public static IEnumerable<SessionStep> Read(ReadOnlyMemory<byte> script)
    {
        var bytes = new ScriptReader(script);
        while (bytes.TryTake(out var code))
        {
            yield return code switch
            {
                < Spoilt => new SessionStep.Receive(_messages[code % _messages.Length]),
                < Noise => Spoil(_messages[code % _messages.Length], bytes.Take(), bytes.Take()),
                < Pass => new SessionStep.Receive(bytes.TakeBlock()),
                < Jump => new SessionStep.Pass(TimeSpan.FromSeconds(bytes.Take())),
                < RightKeys => new SessionStep.Jump(),
                < RightAnswer => new SessionStep.Authenticate(KeysOf(code)),
                < Close => new SessionStep.Answer(IsRight: code % 2 == 0),
                < Cut => new SessionStep.Close(),
                _ => new SessionStep.Cut(1 + (code & 0x3f)),
            };
        }
    }

    private static SessionKeys KeysOf(byte code) => (code & 3) switch
    {
        0 => Packets.Keys,
        1 => Packets.OtherKeys,
        2 => SessionKeys.NotGenerated,
        _ => Packets.Keys,
    };

    private static SessionStep.Receive Spoil(byte[] message, byte at, byte change)
    {
        var spoilt = message.ToArray();
        spoilt[at % spoilt.Length] ^= change;
        return new SessionStep.Receive(spoilt);
    }
}
