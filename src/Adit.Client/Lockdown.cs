using System.Net;
using Adit.Linux;
using Adit.Linux.Firewall;

namespace Adit.Client;

/// <summary>
/// The kill switch of a connection that is kept: from the first attempt on, nothing leaves but what carries the tunnel, also while a
/// lost connection is made again. The user's own end lifts it, and so does a first connection that never came up; every other end
/// leaves it standing, and so does one that nobody could hear of, since that is what it is for.
/// </summary>
internal sealed class Lockdown(bool letsLanThrough, IConnectionObserver observer)
{
    private readonly Dictionary<(string Host, int Port), IReadOnlyList<IPAddress>> _known = [];
    private bool _holds;
    private bool _isInherited;

    /// <summary>
    /// The addresses to dial: once the machine is locked down no name server can be asked, so those of the first attempt count. Null
    /// where the name is to be asked now, before anything is locked.
    /// </summary>
    /// <exception cref="ConnectException">An earlier connection has locked the machine down, and its lockdown does not know the server.</exception>
    public IReadOnlyList<IPAddress>? FindAddresses(string host, int port)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        if (_known.TryGetValue((host, port), out var found))
            return found;
        if (LockdownTable.Read() is not { } state)
            return null;

        var name = LockdownTable.KeyOf(host);
        IPAddress[] known = [.. state.Servers.Where(server => server.Name == name && server.EndPoint.Port == port).Select(server => server.EndPoint.Address)];
        return known.Length > 0 ? known : throw new ConnectException(new ClientFailure.UnknownInLockdown(host));
    }

    /// <summary>Locks the machine down, where it is not, and lets these addresses through.</summary>
    /// <exception cref="LinuxException">nft is missing or refused.</exception>
    public void Hold(string host, int port, IReadOnlyList<IPAddress> addresses)
    {
        if (!_holds)
        {
            _isInherited = LockdownTable.Read() is { } state && ForgetGoneTunnels(state);
            LockdownTable.Hold(letsLanThrough);
            _holds = true;
            observer.LockdownChanged(LockdownChange.Begun);
        }

        _known[(host, port)] = addresses;
        LockdownTable.Admit(host, [.. addresses.Select(address => new IPEndPoint(address, port))]);
    }

    /// <summary>Lets a tunnel through for as long as the result lives.</summary>
    /// <exception cref="LinuxException">nft is missing or refused.</exception>
    public static IDisposable LetThrough(string device)
    {
        LockdownTable.AddTunnel(device);
        return new Opening(device);
    }

    /// <summary>To be told when the connection is kept no longer.</summary>
    /// <param name="byUser">Whether the user ended it.</param>
    /// <param name="wasOpen">Whether it ever came up.</param>
    public void End(bool byUser, bool wasOpen)
    {
        if (!_holds)
            return;

        var isLifted = (byUser || (!wasOpen && !_isInherited)) && TryLift();
        observer.LockdownChanged(isLifted ? LockdownChange.Lifted : LockdownChange.Stays);
    }

    /// <summary>The name of an interface that is gone may become anybody's.</summary>
    private static bool ForgetGoneTunnels(LockdownState state)
    {
        foreach (var device in state.Tunnels.Where(device => !Directory.Exists($"/sys/class/net/{device}")))
            LockdownTable.RemoveTunnel(device);

        return true;
    }

    private static bool TryLift()
    {
        try
        {
            LockdownTable.Lift();
            return true;
        }
        catch (LinuxException)
        {
            return false; // it holds, which is the safe side, and the user is told so
        }
    }

    private sealed class Opening(string device) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                LockdownTable.RemoveTunnel(device);
            }
            catch (LinuxException)
            {
                // Somebody has lifted the lockdown meanwhile: there is nothing left to close.
            }
        }
    }
}

/// <summary>What becomes of a lockdown.</summary>
public enum LockdownChange
{
    /// <summary>From now on nothing leaves but what carries the tunnel.</summary>
    Begun,

    /// <summary>Everything may leave again.</summary>
    Lifted,

    /// <summary>The connection has ended, and still nothing leaves.</summary>
    Stays,
}
