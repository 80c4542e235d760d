namespace Adit.Protocols.Radius.Servers;

/// <summary>What a <see cref="ServerGroup"/> has to tell. A server is named by its place in the group, from 0.</summary>
public abstract record GroupEvent
{
    private GroupEvent()
    {
    }

    /// <summary>A request has its answer.</summary>
    /// <param name="Ticket">Which one.</param>
    /// <param name="Server">Who gave it.</param>
    /// <param name="Message">Code and attributes, the secrets in clear.</param>
    public sealed record Answered(long Ticket, int Server, ReadOnlyMemory<byte> Message) : GroupEvent
    {
        /// <summary>Never prints the message.</summary>
        public override string ToString() => $"{nameof(Answered)} {{ {nameof(Ticket)} = {Ticket}, {nameof(Server)} = {Server} }}";
    }

    /// <summary>A request gets none.</summary>
    public sealed record Failed(long Ticket, RemoteFailure Reason) : GroupEvent;

    /// <summary>A server has been given up, or is there again.</summary>
    public sealed record ServerChanged(int Server, bool IsUp) : GroupEvent;

    /// <summary>A datagram was dropped as if it had not come.</summary>
    public sealed record Dropped(int Server, RadiusFault Fault) : GroupEvent;
}
