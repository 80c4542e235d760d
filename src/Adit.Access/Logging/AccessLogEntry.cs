namespace Adit.Access.Logging;

/// <summary>One decision, one report on a session, or what was dropped in a minute. Never holds a secret.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="Kind">What.</param>
public sealed record AccessLogEntry(DateTimeOffset AtUtc, AccessLogKind Kind)
{
    /// <summary>Characters of a text that are kept: some of it comes from who has proved nothing.</summary>
    public const int MaxTextLength = 256;

    /// <summary>Its number, which rises; 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>The failure's code, which has a page; empty where nothing failed.</summary>
    public string Code { get; init; } = "";

    /// <summary>The reason by the numbers of a Windows policy server; 0 where there is none.</summary>
    public int Reason { get; init; }

    /// <summary>How many it stands for; more than 1 only for what was dropped.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The name as it was given; empty where none was.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The account that it means; empty where there is none.</summary>
    public string Account { get; init; } = "";

    /// <summary>The gateway of ours, or the RADIUS client by its name, or the address of a stranger.</summary>
    public string Client { get; init; } = "";

    /// <summary>From where the user called; empty where nobody said.</summary>
    public string CallingStationId { get; init; } = "";

    /// <summary>The connection request policy that matched; empty for none.</summary>
    public string ConnectionPolicy { get; init; } = "";

    /// <summary>The network policy that matched; empty for none.</summary>
    public string NetworkPolicy { get; init; } = "";

    /// <summary>The gateway's name for the session; empty where nobody said.</summary>
    public string SessionId { get; init; } = "";

    /// <summary>The client's own name for its attempt, where it gave one.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>All else, by the names that a Windows policy server's file has for it.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
