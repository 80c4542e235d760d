namespace Adit.Protocols.Radius.Servers;

/// <summary>A request until it has its answer, with all that was sent for it: an answer that comes late from the first server is as good.</summary>
/// <param name="ticket">Its asker's name for it; null for a probe of ours.</param>
/// <param name="message">Code and attributes, the secrets in clear.</param>
/// <param name="candidates">Who may be asked.</param>
internal sealed class Exchange(long? ticket, ReadOnlyMemory<byte> message, IReadOnlyList<GroupServer> candidates)
{
    public long? Ticket => ticket;

    public ReadOnlyMemory<byte> Message => message;

    public List<Sending> Sendings { get; } = [];

    /// <summary>Grows with each deadline: an older one means nothing any more.</summary>
    public int Turn { get; set; }

    public IEnumerable<GroupServer> Untried => candidates.Where(server => !Sendings.Exists(sending => sending.Server == server));
}

/// <summary>A request as one server gets it.</summary>
internal sealed class Sending(Exchange exchange, GroupServer server, int channel, SentRequest request)
{
    public Exchange Exchange => exchange;

    public GroupServer Server => server;

    public int Channel => channel;

    public SentRequest Request => request;

    /// <summary>How often it was sent.</summary>
    public int Tries { get; set; }
}
