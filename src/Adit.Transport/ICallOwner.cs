using Adit.Protocols;
using Adit.Protocols.Calls;

namespace Adit.Transport;

/// <summary>What a call driver's owner is told. It must not block: whatever is slow is started, and its answer is posted later.</summary>
public interface ICallOwner
{
    /// <summary>An event of the call, in order, one at a time.</summary>
    void Handle(CallDriver driver, CallEvent callEvent, Moment now);
}
