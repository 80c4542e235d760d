using Adit.Diagnosis.Findings;
using Adit.Linux;

namespace Adit.Server.Doctor;

/// <summary>Looks whether the machine's clock can be relied on.</summary>
internal sealed class ClockCheck : IServerCheck
{
    private static readonly TimeSpan MaxDifference = TimeSpan.FromMinutes(5);

    public string Component => "clock";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Finding>>([Judge(SystemClock.IsSynchronised(), SystemClock.ReadHardware(), sight.Now)]);

    internal static Finding Judge(bool? isSynchronised, DateTimeOffset? hardware, DateTimeOffset now)
    {
        if (hardware is { } other && (other - now).Duration() > MaxDifference)
            return Finding.AtServer("clock", new ServerFault.ClockDoubtful($"the hardware's clock says {other:u}, the system's {now:u}"), state: FindingState.Warning);

        return isSynchronised switch
        {
            true => Finding.Good("clock", "The clock is kept right.", now.ToString("u", System.Globalization.CultureInfo.InvariantCulture)),
            false => Finding.AtServer("clock", new ServerFault.ClockDoubtful("the kernel says that nobody synchronises it"), state: FindingState.Warning),
            null => Finding.Unknown("clock", "The kernel does not say whether somebody keeps the clock right."),
        };
    }
}
