using Adit.Client;
using Adit.Protocols;

namespace Adit.Cli.Running;

/// <summary>Tells how a connection goes, to a person or to a program.</summary>
internal interface IConnectionReport : IConnectionObserver
{
    /// <summary>The end; null where the user ended it.</summary>
    void Ended(Failure? failure);
}
