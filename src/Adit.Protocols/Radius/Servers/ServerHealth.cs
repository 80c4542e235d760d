namespace Adit.Protocols.Radius.Servers;

/// <summary>How a server does, and what has been counted since the group was made.</summary>
/// <param name="Name">What we call it.</param>
/// <param name="IsUp">False from the time it was given up until it answers again.</param>
/// <param name="Waiting">Requests that wait for its answer now.</param>
/// <param name="Sent">Packets sent, repeated ones included.</param>
/// <param name="Answered">Genuine answers.</param>
/// <param name="Lost">Packets that no answer came to in time.</param>
/// <param name="Dropped">Datagrams that were no genuine answer to anything.</param>
public sealed record ServerHealth(string Name, bool IsUp, int Waiting, long Sent, long Answered, long Lost, long Dropped);
