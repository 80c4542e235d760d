namespace Adit.Protocols.Ppp;

/// <summary>
/// What was wished for and agreed on in LCP and the network control protocols, for the record of the call: the peer's first wishes, and
/// both sides' last ones that were accepted.
/// </summary>
internal sealed class PppOptionTrail
{
    private readonly Dictionary<(PppProtocol Protocol, PppWishes Whose), IReadOnlyList<PppOption>> _seen = [];

    private IReadOnlyList<PppOptionFact>? _facts;

    /// <summary>In the order in which they came; the same list until there is something new.</summary>
    public IReadOnlyList<PppOptionFact> Facts => _facts ??=
        [.. _seen.Select(seen => new PppOptionFact($"{PppOptionText.NameOf(seen.Key.Protocol)}.{WordOf(seen.Key.Whose)}", PppOptionText.Of(seen.Key.Protocol, seen.Value)))];

    public void Note(PppProtocol protocol, PppWishes whose, IReadOnlyList<PppOption> options)
    {
        _facts = null;
        if (whose is PppWishes.Offered)
            _seen.TryAdd((protocol, whose), options);
        else
            _seen[(protocol, whose)] = options;
    }

    private static string WordOf(PppWishes whose) => whose switch
    {
        PppWishes.Offered => "offered",
        PppWishes.Theirs => "chosen.theirs",
        _ => "chosen.ours",
    };
}

/// <summary>Whose wishes they are, and whether they hold.</summary>
internal enum PppWishes
{
    /// <summary>What the peer wished for first.</summary>
    Offered,

    /// <summary>What was granted to the peer.</summary>
    Theirs,

    /// <summary>What the peer granted us.</summary>
    Ours,
}

/// <summary>Options that were seen.</summary>
/// <param name="Name">Of what: <c>lcp.offered</c>, <c>ipcp.chosen.theirs</c>.</param>
/// <param name="Value">Names and values of the options, at most 256 characters.</param>
public sealed record PppOptionFact(string Name, string Value);
