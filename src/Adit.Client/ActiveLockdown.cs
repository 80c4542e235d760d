using System.Net;
using Adit.Linux;
using Adit.Linux.Firewall;

namespace Adit.Client;

/// <summary>The lockdown that holds on this machine, whichever process made it.</summary>
/// <param name="LetsLanThrough">Whether the LAN is reachable.</param>
/// <param name="Servers">The servers and proxies that may be reached, each with the name under which it was found.</param>
/// <param name="Tunnels">The interfaces of tunnels that are up.</param>
public sealed record ActiveLockdown(bool LetsLanThrough, IReadOnlyList<(string? Name, IPEndPoint EndPoint)> Servers, IReadOnlyList<string> Tunnels)
{
    /// <summary>What holds now; null where nothing does.</summary>
    /// <exception cref="LockdownException">It cannot be read.</exception>
    public static ActiveLockdown? Find() => Guard(() => LockdownTable.Read() is { } state
        ? new ActiveLockdown(state.LetsLanThrough, [.. state.Servers.Select(server => (server.Name, server.EndPoint))], state.Tunnels)
        : null);

    /// <summary>Lets everything leave again; whether there was anything to lift.</summary>
    /// <exception cref="LockdownException">It cannot be lifted.</exception>
    public static bool Lift() => Guard(() =>
    {
        var wasOn = LockdownTable.Read() is not null;
        LockdownTable.Lift();
        return wasOn;
    });

    private static T Guard<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (LinuxException e)
        {
            throw new LockdownException(e.Message, e);
        }
    }
}

/// <summary>The lockdown can be neither read nor lifted; the message says what to do.</summary>
public sealed class LockdownException(string message, Exception inner) : Exception(message, inner);
