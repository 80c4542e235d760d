using Adit.Fuzz.Targets.Ppp;

namespace Adit.Fuzz.Targets.Calls;

/// <summary>The alphabet of scripts for calls and how they are read; any bytes are a script.</summary>
internal static class CallScript
{
    public const byte Spoilt = 0x40;
    public const byte Frame = 0x60;
    public const byte Noise = 0x68;
    public const byte Pass = 0x70;
    public const byte Jump = 0x80;
    public const byte RightAnswer = 0x90;
    public const byte WrongAnswer = 0x98;
    public const byte Close = 0xa0;
    public const byte Lose = 0xa8;
    public const byte Limit = 0xb0;
    public const byte StopReading = 0xb8;
    public const byte ReadOn = 0xbc;
    public const byte Message = 0xc0;
    public const byte SpoiltMessage = 0xe0;
    public const byte Cut = 0xf0;

    private static readonly byte[][] _messages = [.. Packets.Control, Packets.Data, Packets.EmptyData];

    public static IEnumerable<CallStep> Read(ReadOnlyMemory<byte> script)
    {
        var bytes = new ScriptReader(script);
        while (bytes.TryTake(out var code))
        {
            yield return code switch
            {
                < Spoilt => new CallStep.Say(code % PppPeer.Sayings),
                < Frame => new CallStep.Say(code - Spoilt, bytes.Take(), bytes.Take()),
                < Noise => new CallStep.Frame(bytes.TakeBlock()),
                < Pass => new CallStep.Stream(bytes.TakeBlock()),
                < Jump => new CallStep.Pass(TimeSpan.FromSeconds(bytes.Take())),
                < RightAnswer => new CallStep.Jump(),
                < WrongAnswer => new CallStep.Answer(IsRight: true, code % 8),
                < Close => new CallStep.Answer(IsRight: false, code % 8),
                < Lose => new CallStep.Close(),
                < Limit => new CallStep.Lose(),
                < StopReading => new CallStep.Limit(TimeSpan.FromSeconds(bytes.Take()), TimeSpan.FromSeconds(bytes.Take() * 16)),
                < ReadOn => new CallStep.Read(IsReading: false),
                < Message => new CallStep.Read(IsReading: true),
                < SpoiltMessage => new CallStep.Stream(_messages[code % 32 % _messages.Length]),
                < Cut => new CallStep.Stream(Spoil(_messages[code % 16 % _messages.Length], bytes.Take(), bytes.Take())),
                _ => new CallStep.Cut(1 + (7 * (code % 16))),
            };
        }
    }

    /// <summary>This byte of a message with these bits turned over.</summary>
    public static byte[] Spoil(byte[] message, byte at, byte change)
    {
        var spoilt = message.ToArray();
        if (spoilt.Length > 0)
            spoilt[at % spoilt.Length] ^= change;

        return spoilt;
    }
}
