using Adit.Protocols.Radius;

namespace Adit.Access.Policies;

/// <summary>Keeps what was decided. Any thread may call.</summary>
public interface IDecisionLog
{
    /// <summary>A request has been decided, once: the steps of an EAP conversation are not. It must neither wait nor throw.</summary>
    void Record(AccessRequest request, Decision decision);
}
