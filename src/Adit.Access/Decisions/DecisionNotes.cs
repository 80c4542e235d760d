using Adit.Access.Policies;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>What the parts of the authority have to tell each other of one request: the policies in force for it, and what came of them.</summary>
/// <param name="policies">One snapshot for the whole request.</param>
/// <param name="connection">The connection request policy that matched.</param>
internal sealed class DecisionNotes(PolicySet policies, ConnectionPolicy connection)
{
    /// <summary>Those of one that is asked without policies before it.</summary>
    public static DecisionNotes Default => new(PolicySet.Default, PolicySet.Default.Connection[0]);

    public PolicySet Policies => policies;

    /// <summary>What the network policies came to; null before they were asked.</summary>
    public PolicyVerdict<NetworkPolicy>? Network { get; set; }

    /// <summary>The account that was found.</summary>
    public string? Account { get; set; }

    /// <summary>Whether this wrong password has locked the account.</summary>
    public bool HasLocked { get; set; }

    /// <summary>Whether a lock had run out, and this was the first password since then.</summary>
    public bool HasUnlocked { get; set; }

    /// <summary>The EAP method, once there is one.</summary>
    public EapType EapMethod { get; set; }

    /// <summary>What else the record is to hold, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Remarks { get; set; } = [];

    /// <summary>The name as it is looked up.</summary>
    public string Rename(string userName) => connection.Rename(userName);
}

/// <summary>A part of the authority that is told what came before it.</summary>
internal interface IJudge
{
    /// <summary>As <see cref="IAuthority.DecideAsync"/>.</summary>
    ValueTask<AccessReply> DecideAsync(AccessRequest request, DecisionNotes notes, CancellationToken cancellationToken);
}

/// <summary>Knows which EAP methods one may use who has said a name.</summary>
internal interface IEapOffer
{
    /// <summary>The methods, best first; none where <see cref="DecisionNotes.Network"/> says why they are refused.</summary>
    ValueTask<IReadOnlyList<EapType>> FindOfferAsync(AccessRequest request, string identity, DecisionNotes notes, CancellationToken cancellationToken);
}
