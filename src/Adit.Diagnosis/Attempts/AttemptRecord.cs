namespace Adit.Diagnosis.Attempts;

/// <summary>
/// One attempt to connect, from its first byte to its end: what the doctor reads. Much of it comes from strangers, so stores keep only
/// what <see cref="Bounded"/> leaves of it. Never holds a secret.
/// </summary>
public sealed record AttemptRecord
{
    /// <summary>Facts of one attempt.</summary>
    public const int MaxFacts = 64;

    /// <summary>Stages of one attempt; re-authentication adds some.</summary>
    public const int MaxStages = 32;

    /// <summary>Characters of any text in an attempt.</summary>
    public const int MaxTextLength = 256;

    /// <summary>Given by the store when the attempt begins; rises with time.</summary>
    public long Id { get; init; }

    /// <summary>When the first byte came.</summary>
    public required DateTimeOffset StartedUtc { get; init; }

    /// <summary>Which gateway was called.</summary>
    public required string Gateway { get; init; }

    /// <summary>By which tunnel protocol: <c>sstp</c>.</summary>
    public required string Link { get; init; }

    /// <summary>From where, as address and port: <c>192.0.2.1:49152</c> or <c>[2001:db8::1]:49152</c>.</summary>
    public required string Peer { get; init; }

    /// <summary>The client's own name for the attempt, where it gave one.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>Who, as they named themselves; null while, or because, no name was given.</summary>
    public string? UserName { get; init; }

    /// <summary>The stages reached, in order.</summary>
    public IReadOnlyList<AttemptStage> Stages { get; init; } = [];

    /// <summary>The facts seen, in order.</summary>
    public IReadOnlyList<AttemptFact> Facts { get; init; } = [];

    /// <summary>The code of the failure, such as <c>PPP-301</c>.</summary>
    public string? FailureCode { get; init; }

    /// <summary>The failure's own facts, as text.</summary>
    public string? FailureFacts { get; init; }

    /// <summary>The error number that the client probably shows.</summary>
    public int? ClientCode { get; init; }

    /// <summary>How we know that number, such as <c>catalogue</c> or <c>E=</c>.</summary>
    public string? ClientCodeSource { get; init; }

    /// <summary>When the attempt, or the call it led to, ended.</summary>
    public DateTimeOffset? EndedUtc { get; init; }

    /// <summary>How far it has come.</summary>
    public AttemptOutcome Outcome { get; init; }

    /// <summary>The peer's address without its port.</summary>
    public string PeerAddress => Peer.LastIndexOf(':') is > 0 and var colon ? Peer[..colon].Trim('[', ']') : Peer;

    /// <summary>The user by whom attempts are looked up: <see cref="KeyOf"/> the name; null without one.</summary>
    public string? UserKey => UserName is null ? null : KeyOf(UserName);

    /// <summary>What stays the same in a name however its owner types it: neither a <c>DOMAIN\</c> nor capitals count.</summary>
    public static string KeyOf(string userName)
    {
        ArgumentNullException.ThrowIfNull(userName);
        return userName[(userName.LastIndexOf('\\') + 1)..].ToLowerInvariant();
    }

    /// <summary>The same with every list and text cut to its limit, and control characters replaced: safe to store and to print.</summary>
    public AttemptRecord Bounded() => IsBounded ? this : this with
    {
        Gateway = Clean(Gateway),
        Link = Clean(Link),
        Peer = Clean(Peer),
        UserName = UserName is null ? null : Clean(UserName),
        Stages = [.. Stages.Take(MaxStages).Select(stage => stage with { Name = Clean(stage.Name) })],
        Facts = [.. Facts.Take(MaxFacts).Select(fact => new AttemptFact(Clean(fact.Name), Clean(fact.Value)))],
        FailureCode = FailureCode is null ? null : Clean(FailureCode),
        FailureFacts = FailureFacts is null ? null : Clean(FailureFacts),
        ClientCodeSource = ClientCodeSource is null ? null : Clean(ClientCodeSource),
    };

    /// <summary>Whether it is so already, as most are: then nothing is made anew.</summary>
    private bool IsBounded => Stages.Count <= MaxStages && Facts.Count <= MaxFacts
        && IsClean(Gateway) && IsClean(Link) && IsClean(Peer) && IsClean(UserName) && IsClean(FailureCode) && IsClean(FailureFacts)
        && IsClean(ClientCodeSource) && AreClean(Stages) && AreClean(Facts);

    private static bool AreClean(IReadOnlyList<AttemptStage> stages)
    {
        for (var i = 0; i < stages.Count; i++)
            if (!IsClean(stages[i].Name))
                return false;
        return true;
    }

    private static bool AreClean(IReadOnlyList<AttemptFact> facts)
    {
        for (var i = 0; i < facts.Count; i++)
            if (!IsClean(facts[i].Name) || !IsClean(facts[i].Value))
                return false;
        return true;
    }

    private static bool IsClean(string? text) => text is null
        || (text.Length <= MaxTextLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'));

    private static string Clean(string text)
    {
        var kept = text.Length <= MaxTextLength ? text : text[..MaxTextLength];
        return IsClean(kept) ? kept : string.Concat(kept.Select(character => IsUnprintable(character) ? '.' : character));
    }

    /// <summary>Halves of surrogate pairs too, since a cut may leave one alone.</summary>
    private static bool IsUnprintable(char character) => char.IsControl(character) || char.IsSurrogate(character);
}
