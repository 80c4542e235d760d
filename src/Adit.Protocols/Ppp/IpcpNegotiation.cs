using Adit.Protocols.Ip;

namespace Adit.Protocols.Ppp;

/// <summary>What IPCP's two sides have in common.</summary>
internal abstract class IpcpNegotiation(int peerMru) : INetworkNegotiation
{
    public PppProtocol Protocol => PppProtocol.Ipcp;

    public int PeerMru => peerMru;

    /// <summary>What was agreed on; to be read once IPCP is open.</summary>
    public abstract Ipv4Settings Settings { get; }

    public PppEvent Opened => new PppEvent.NetworkOpened(Settings);

    public abstract IReadOnlyList<PppOption> BuildRequest();

    public abstract OptionVerdict Judge(IReadOnlyList<PppOption> request);

    public abstract PppFailure? HandleAck();

    public abstract PppFailure? HandleNak(IReadOnlyList<PppOption> wanted);

    public abstract PppFailure? HandleReject(IReadOnlyList<PppOption> refused);

    public PppFailure NotAnswered(int requests) => new PppFailure.NetworkNotAnswered(requests);

    public PppFailure NotConverging(int refusals) => new PppFailure.NetworkNotConverging(refusals);

    protected static PppOption ToOption(IpcpOptionType type, Ipv4Address address) => PppOption.Number((byte)type, address.Value);

    protected static bool TryReadAddress(PppOption option, out Ipv4Address address)
    {
        var isAddress = option.Data.Length == Ipv4Address.Length;
        address = isAddress ? Ipv4Address.Read(option.Data.Span) : default;
        return isAddress;
    }
}
