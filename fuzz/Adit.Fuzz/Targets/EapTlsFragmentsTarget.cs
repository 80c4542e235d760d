using Adit.Protocols.Eap.Tls;

namespace Adit.Fuzz.Targets;

/// <summary>
/// A peer that sends what it likes as fragments, with their lengths before them: nothing is thrown, no message is longer than its bound or
/// other than was declared, and what we send in return stays short.
/// </summary>
internal sealed class EapTlsFragmentsTarget : IFuzzTarget
{
    private static readonly EapTlsOptions _options = new() { PacketLength = 100, MaxMessageLength = 4096 };

    public string Name => "eap-tls-fragments";

    public IEnumerable<byte[]> Seeds =>
    [
        [1, 0],
        [4, 0, 22, 3, 3],
        [7, 0xC0, 0, 0, 0, 4, 22, 3, 3, 0x40, 3, 0, 2, 0, 3],
        [3, 0x40, 1, 2, 3, 0, 3, 4, 1, 0],
    ];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var (script, fragments, isPast) = (new ScriptReader(input), new EapTlsFragments(_options, 0), false);
        for (var rounds = 0; rounds < 200 && script.TakeBlock() is { Length: > 0 } block; rounds++)
        {
            if (!EapTlsPacket.TryParse(block, out var packet))
                continue;

            var arrival = fragments.Receive(packet, out var message);
            if (arrival is EapTlsArrival.Nonsense)
                return isPast; // a conversation ends here

            isPast = true;
            BrokenLawException.ThrowUnless(message.Length <= _options.MaxMessageLength, "A message keeps to its bound.");
            BrokenLawException.ThrowUnless(
                !packet.HasMore || arrival is EapTlsArrival.Fragment, "What is not the last fragment is a fragment.");
            var answer = arrival switch
            {
                EapTlsArrival.Message => fragments.Begin(message),
                EapTlsArrival.Acknowledgement => fragments.Next(),
                _ => fragments.Acknowledge(),
            };
            BrokenLawException.ThrowUnless(answer.Length <= _options.PacketLength - 5, "What we send is short.");
        }

        return isPast;
    }
}
