using System.Collections.Concurrent;
using Adit.Protocols.Radius;
using Adit.Server.Monitoring;

namespace Adit.Server.Radius;

/// <summary>What became of RADIUS packets, of all and of each client. Any thread may count.</summary>
internal sealed class RadiusCounts
{
    private readonly ConcurrentDictionary<string, RadiusClientCounts> _clients = new(StringComparer.Ordinal);

    /// <summary>Answers, by their kind.</summary>
    public CountsByWord Answers { get; } = new();

    /// <summary>Packets without an answer, by the reason.</summary>
    public CountsByWord Drops { get; } = new();

    /// <summary>Those of a client, by its name in the configuration.</summary>
    public RadiusClientCounts Of(string client) => _clients.GetOrAdd(client, static _ => new RadiusClientCounts());

    public void Answered(RadiusCode code, string client)
    {
        var word = code.ToString();
        Answers.Count(word);
        Of(client).Answers.Count(word);
    }

    /// <param name="reason">A word of ours.</param>
    /// <param name="client">Whose it was; null for a stranger's.</param>
    public void Dropped(string reason, string? client)
    {
        Drops.Count(reason);
        if (client is not null)
            Of(client).Drops.Count(reason);
    }
}
