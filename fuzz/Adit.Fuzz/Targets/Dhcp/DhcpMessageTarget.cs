using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;

namespace Adit.Fuzz.Targets.Dhcp;

/// <summary>DHCP messages: what is read is written so that it reads the same, and a value can hold anything without a throw.</summary>
internal sealed class DhcpMessageTarget : IFuzzTarget
{
    private const int OtherFields = 64 + 128;

    private static readonly DhcpInformAnswer _answer = new()
    {
        Server = DhcpMessages.Server,
        Routes = [.. Enumerable.Range(0, 60).Select(i => Ipv4Network.Around(new((uint)i << 8), 32))],
        NameServers = [DhcpMessages.Server],
        Domain = "corp.example",
        MaxLength = 800,
    };

    public string Name => "dhcp-message";

    public IEnumerable<byte[]> Seeds => [DhcpMessages.Inform, DhcpMessages.Ack, DhcpMessages.Overloaded];

    public byte[] Repair(byte[] input) => DhcpMessages.Repair(input);

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!DhcpMessage.TryParse(input.Span, out var message))
            return false;

        var written = message.ToArray();
        BrokenLawException.ThrowUnless(DhcpMessage.TryParse(written, out var again), "What is written can be read.");
        BrokenLawException.ThrowUnless(
            again!.ToArray().AsSpan().SequenceEqual(written) && again.Options.SequenceEqual(message.Options, SameOption.Instance)
            && again with { Options = message.Options, HardwareAddress = message.HardwareAddress } == message,
            "What is written reads the same.");
        BrokenLawException.ThrowUnless(
            written.Length <= Math.Max(300, input.Length + OtherFields + 1), "A message grows only to the least length, or by its other fields.");
        foreach (var option in message.Options)
            Look(message.Options, option);
        CheckAnswer(message);
        return true;
    }

    /// <summary>Whatever a client asks, the answer fits, can be read, and gives no address away.</summary>
    private static void CheckAnswer(DhcpMessage message)
    {
        var answer = _answer.To(message, out _);
        BrokenLawException.ThrowUnless(
            answer.Length <= _answer.MaxLength && DhcpMessage.TryParse(answer.ToArray(), out var read)
            && read is { Op: DhcpOp.BootReply, Type: DhcpMessageType.Ack, YourAddress.Value: 0 }
            && read.TransactionId == message.TransactionId && read.Options.Find(DhcpOptionCode.LeaseTime) is null,
            "An answer to an Inform fits and lends nothing.");
    }

    private static void Look(DhcpOptionSet options, DhcpOption option)
    {
        options.FindAddress(option.Code);
        options.FindText(option.Code);
        options.FindNumber(option.Code);
        options.FindRoutes();
        BrokenLawException.ThrowUnless(options.FindAddresses(option.Code).Count * 4 <= option.Value.Length, "Addresses come from their bytes.");
        BrokenLawException.ThrowUnless(
            UserClass.Parse(option.Value.Span).Count <= Math.Max(1, option.Value.Length / 2), "Classes come from their bytes.");
    }

    private sealed class SameOption : IEqualityComparer<DhcpOption>
    {
        public static SameOption Instance { get; } = new();

        public bool Equals(DhcpOption one, DhcpOption other) => one.Code == other.Code && one.Value.Span.SequenceEqual(other.Value.Span);

        public int GetHashCode(DhcpOption option) => (int)option.Code;
    }
}
