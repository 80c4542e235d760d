namespace Adit.Protocols.Ppp;

/// <summary>What a network control protocol adds to the automaton, and the news once it is open.</summary>
internal interface INetworkNegotiation : INegotiation
{
    /// <summary>What was agreed on; to be read once the protocol is open.</summary>
    PppEvent Opened { get; }
}
