using Adit.Diagnosis.Findings;

namespace Adit.Server.Doctor;

/// <summary>Looks at one matter of a server and its machine. Changes nothing.</summary>
internal interface IServerCheck
{
    /// <summary>What it looks at, in a word or two.</summary>
    string Component { get; }

    /// <summary>Looks. What the machine refuses to say may be thrown; the matter is then unknown.</summary>
    Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation);
}
