using Adit.Diagnosis.Findings;

namespace Adit.Server.Doctor;

/// <summary>Looks whether the kernel lets packets pass the TUN in large pieces.</summary>
internal sealed class OffloadCheck : IServerCheck
{
    public string Component => "offloads";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Finding>>(sight.Status is { } status ? [Judge(status.RefusedOffloads)] : []);

    internal static Finding Judge(IReadOnlyList<string> refused) => refused.Count == 0
        ? Finding.Good("offloads", "The kernel takes all offloads that it is asked for.")
        : Finding.AtServer("offloads", new ServerFault.OffloadsRefused(refused), state: FindingState.Warning);
}
