namespace Adit.Protocols.Radius.Servers;

/// <summary>To be sent.</summary>
/// <param name="Server">To whom: its place in the group.</param>
/// <param name="Channel">From which of our ports to that server, from 0. Each has numbers for 256 requests at a time.</param>
/// <param name="Packet">What.</param>
public readonly record struct GroupDatagram(int Server, int Channel, ReadOnlyMemory<byte> Packet);
