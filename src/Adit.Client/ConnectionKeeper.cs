using Adit.Protocols;

namespace Adit.Client;

/// <summary>Keeps a connection: makes it again when it is lost, but never where trying again cannot help.</summary>
public sealed class ConnectionKeeper
{
    private readonly ReconnectOptions _options;
    private readonly IConnectionObserver _observer;
    private readonly Func<CancellationToken, Task<ConnectionResult>> _connect;
    private readonly Func<TimeSpan, CancellationToken, Task> _wait;
    private readonly Lockdown? _lockdown;

    /// <summary>Of a connection that has not begun.</summary>
    public ConnectionKeeper(ConnectionProfile profile, Credential credential, IConnectionObserver observer)
        : this(profile, credential, observer, LockdownOf(profile, observer))
    {
    }

    private ConnectionKeeper(ConnectionProfile profile, Credential credential, IConnectionObserver observer, Lockdown? lockdown)
        : this(profile.Reconnect, observer, new Connection(profile, credential, observer, lockdown).RunAsync, Task.Delay) => _lockdown = lockdown;

    internal ConnectionKeeper(
        ReconnectOptions options,
        IConnectionObserver observer,
        Func<CancellationToken, Task<ConnectionResult>> connect,
        Func<TimeSpan, CancellationToken, Task> wait) => (_options, _observer, _connect, _wait) = (options, observer, connect, wait);

    /// <summary>
    /// Runs until the user ends it (null) or it cannot be kept (the failure). A first attempt that fails is not repeated: whoever
    /// began it is there to be told.
    /// </summary>
    public async Task<Failure?> RunAsync(CancellationToken cancellation)
    {
        var wasOpen = false;
        var byUser = false;
        try
        {
            var failure = await KeepAsync(result => wasOpen |= result.WasOpen, cancellation);
            byUser = failure is null;
            return failure;
        }
        finally
        {
            _lockdown?.End(byUser || cancellation.IsCancellationRequested, wasOpen);
        }
    }

    private static Lockdown? LockdownOf(ConnectionProfile profile, IConnectionObserver observer) =>
        profile.Lockdown is LockdownMode.Off ? null : new Lockdown(profile.Lockdown is LockdownMode.LanAllowed, observer);

    private async Task<Failure?> KeepAsync(Func<ConnectionResult, bool> hasBeenOpen, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            var result = await _connect(cancellation);
            if (!hasBeenOpen(result) || result.Failure is not { } failure || !_options.IsEnabled || FinalFailures.Contains(failure))
                return result.Failure;

            if (result.OpenTime >= _options.SteadyTime)
                attempt = 0;
            var pause = _options.PauseBefore(attempt, Random.Shared.NextDouble());
            _observer.Reconnecting(failure, pause);
            await _wait(pause, cancellation);
        }
    }
}
