using Adit.Diagnosis.Findings;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Sessions;

namespace Adit.Server.Doctor;

/// <summary>Looks how many places and addresses are left for sessions.</summary>
internal sealed class CapacityCheck : IServerCheck
{
    private const int FewPercent = 10;

    public string Component => "capacity";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Finding>>(
        sight.Configuration.Limits.Ports.Sstp == 0 ? [Finding.AtServer("sessions", new ServerFault.TunnelOff("SSTP"))]
        : sight.Status is { } status ? [JudgeSessions(status.Sessions, sight.Configuration.Limits), .. JudgePool(status.Pool)] : []);

    /// <summary>By the limit that is met first; every session is one of SSTP.</summary>
    internal static Finding JudgeSessions(int sessions, ServerLimits limits) => limits.Ports.Sstp < limits.Sessions
        ? JudgeSessions(sessions, limits.Ports.Sstp, PlaceLimit.Sstp)
        : JudgeSessions(sessions, limits.Sessions, PlaceLimit.Sessions);

    private static Finding JudgeSessions(int sessions, int limit, string key) =>
        sessions >= limit ? Finding.AtServer("sessions", new ServerFault.SessionsFull(sessions, limit, key))
        : IsFew(limit - sessions, limit) ? Finding.AtServer("sessions", new ServerFault.SessionsFull(sessions, limit, key), state: FindingState.Warning)
        : Finding.Good("sessions", "There are places for sessions.", FormattableString.Invariant($"{sessions} of {limit} taken"));

    /// <summary>Where only a DHCP server knows, nothing is said.</summary>
    internal static IEnumerable<Finding> JudgePool(PoolView pool)
    {
        if (pool.Free is not { } free)
            yield break;

        var fault = new ServerFault.PoolExhausted(pool.Prefix, pool.Used, free);
        yield return free == 0 ? Finding.AtServer("addresses", fault)
            : IsFew(free, free + pool.Used) ? Finding.AtServer("addresses", fault, state: FindingState.Warning)
            : Finding.Good("addresses", "There are addresses for sessions.", FormattableString.Invariant($"{pool.Prefix}: {pool.Used} used, {free} free"));
    }

    private static bool IsFew(long left, long all) => left * 100 < all * FewPercent;
}
