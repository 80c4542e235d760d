using Adit.Diagnosis.Findings;
using Adit.Linux.Tun;

namespace Adit.Server.Doctor;

/// <summary>Looks whether the kernel lets packets pass the TUN in large pieces.</summary>
internal sealed class OffloadCheck : IServerCheck
{
    public string Component => "offloads";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Finding>>(sight.Status is { } status ? [Judge(status.RefusedOffloads)] : []);

    /// <summary>Kernels before 6.2, Debian 12's among them, have none for datagrams: that alone is nothing to be minded.</summary>
    internal static Finding Judge(IReadOnlyList<string> refused) => refused switch
    {
        [] => Finding.Good("offloads", "The kernel takes all offloads that it is asked for."),
        [nameof(TunOffloads.Udp)] => Finding.Good("offloads", "The kernel takes all offloads but UDP's, which need Linux 6.2: datagrams pass one by one."),
        _ => Finding.AtServer("offloads", new ServerFault.OffloadsRefused(refused), state: FindingState.Warning),
    };
}
