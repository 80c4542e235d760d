using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Policies;

/// <summary>What was decided of a request, by which policies, and why: what the log keeps, and what <c>adit policy explain</c> shows.</summary>
public sealed record Decision
{
    /// <summary>None where they may enter.</summary>
    public AccessReason Reason { get; init; }

    /// <summary>The account; null where there is none of this name, or somebody else knows it.</summary>
    public string? Account { get; init; }

    /// <summary>The connection request policy that matched; null for none.</summary>
    public string? ConnectionPolicy { get; init; }

    /// <summary>The network policy that matched; null for none, and where none was asked.</summary>
    public string? NetworkPolicy { get; init; }

    /// <summary>The group of remote servers that decided; null where it was decided here.</summary>
    public string? RemoteGroup { get; init; }

    /// <summary>How they proved who they are.</summary>
    public AuthenticationType AuthenticationType { get; init; }

    /// <summary>The EAP method; none where there was none, or it had not begun.</summary>
    public EapType EapMethod { get; init; }

    /// <summary>Whether this wrong password has locked the account.</summary>
    public bool HasLocked { get; init; }

    /// <summary>Whether a lock had run out, and this was the first password since then.</summary>
    public bool HasUnlocked { get; init; }

    /// <summary>What else is to be known of it, by names of one word before a dot and one behind it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Remarks { get; init; } = [];

    /// <summary>Every policy that was looked at, in order.</summary>
    public IReadOnlyList<PolicyTrace> Trace { get; init; } = [];

    /// <summary>Whether another was come to in the same way, and nothing is remarked of either: their traces read the same.</summary>
    internal bool IsTracedAs(Decision other) =>
        ConnectionPolicy == other.ConnectionPolicy && NetworkPolicy == other.NetworkPolicy && RemoteGroup == other.RemoteGroup
        && Remarks.Count + other.Remarks.Count == 0 && AreSame(Trace, other.Trace, static (one, another) => one.IsSame(another));

    internal static bool AreSame<T>(IReadOnlyList<T> some, IReadOnlyList<T> others, Func<T, T, bool> areSame)
    {
        if (some.Count != others.Count)
            return false;

        for (var i = 0; i < some.Count; i++)
            if (!areSame(some[i], others[i]))
                return false;
        return true;
    }
}

/// <summary>The two lists of policies.</summary>
public enum PolicyKind
{
    /// <summary>Where a request is decided.</summary>
    Connection,

    /// <summary>Whether they may enter, and with which settings.</summary>
    Network,
}

/// <summary>One policy that was looked at.</summary>
/// <param name="Kind">Of which list.</param>
/// <param name="Policy">Its name.</param>
/// <param name="Matches">Whether all its conditions held, so that it decided.</param>
/// <param name="Conditions">Those that were looked at; the first that does not hold is the last.</param>
/// <param name="Constraints">The same for its constraints, where it matched.</param>
public sealed record PolicyTrace(
    PolicyKind Kind, string Policy, bool Matches, IReadOnlyList<ConditionTrace> Conditions, IReadOnlyList<ConditionTrace> Constraints)
{
    /// <summary>Whether the same was seen.</summary>
    internal bool IsSame(PolicyTrace other) => (Kind, Matches) == (other.Kind, other.Matches) && Policy == other.Policy
        && Decision.AreSame(Conditions, other.Conditions, static (one, another) => one == another)
        && Decision.AreSame(Constraints, other.Constraints, static (one, another) => one == another);
}

/// <summary>One condition or constraint.</summary>
/// <param name="Name">Its key in <c>adit.yaml</c>.</param>
/// <param name="Wanted">What it takes, in words.</param>
/// <param name="Seen">What the request had, in words.</param>
/// <param name="Holds">Whether that is well.</param>
public sealed record ConditionTrace(string Name, string Wanted, string Seen, bool Holds);
