using Adit.Protocols;

namespace Adit.Access.Decisions;

/// <summary>There is no decision, and this is why: nobody has refused, but nobody can be let in.</summary>
public sealed class NoDecisionException : Exception
{
    /// <summary>For a reason with a code.</summary>
    public NoDecisionException(Failure reason)
        : base($"There is no decision: {reason?.Code}") => Reason = reason!;

    /// <summary>Why; it ends the call.</summary>
    public Failure Reason { get; }
}
