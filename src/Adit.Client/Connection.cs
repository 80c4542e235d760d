using System.Diagnostics;
using Adit.Client.Eap;
using Adit.Linux;
using Adit.Linux.Firewall;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ppp;
using Adit.Transport;

namespace Adit.Client;

/// <summary>One connection from dialling to its end.</summary>
internal sealed class Connection(
    ConnectionProfile profile, Credential credential, IConnectionObserver observer, Lockdown? lockdown = null)
{
    /// <summary>
    /// How long a server may take to take its leave of us when the user ends the connection; then the link is cut. Less would cut
    /// servers that are far away, more would look like a hanging program.
    /// </summary>
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1.5);

    private readonly EapEngines _engines = new(profile.Eap, TimeProvider.System);
    private ServerPath? _path;

    /// <summary>Connects and stays until the connection ends or is cancelled, which ends it in order.</summary>
    public async Task<ConnectionResult> RunAsync(CancellationToken cancellation)
    {
        var correlationId = Guid.NewGuid();
        try
        {
            observer.Connecting(correlationId);
            RefuseInterfaceInUse();
            _ = _engines.Certificate; // without one that fits, nothing is said to anybody
            using var network = new ClientNetwork(profile, isLockedDown: lockdown is not null);
            _path ??= new ServerPath(profile, lockdown);
            var (link, early) = await new SstpConnector(profile, _path).ConnectAsync(correlationId, cancellation);
            await using (link)
                return await ServeAsync(network, link, early, cancellation);
        }
        catch (ConnectException e)
        {
            return new ConnectionResult(WasOpen: false, TimeSpan.Zero, e.Failure);
        }
        catch (LinuxException e)
        {
            return new ConnectionResult(WasOpen: false, TimeSpan.Zero, new ClientFailure.NetworkSetUpFailed(e.Message));
        }
    }

    /// <summary>The kernel would say no more than that it is busy, or take a device of another kind for a wrong request.</summary>
    private void RefuseInterfaceInUse()
    {
        if (Directory.Exists($"/sys/class/net/{profile.Interface}"))
            throw new ConnectException(new ClientFailure.InterfaceInUse(profile.Interface));
    }

    private async Task<ConnectionResult> ServeAsync(
        ClientNetwork network, TlsLink link, ReadOnlyMemory<byte> early, CancellationToken cancellation)
    {
        var open = new Stopwatch();
        var random = new SystemRandom();
        await using var ipv6 = profile.Ipv6 && Ipv6Link.IsAvailable ? new ClientIpv6(random, settings => SetIpv6(network, settings)) : null;
        using var asking = new CancellationTokenSource();
        var following = Task.CompletedTask;
        using var call = new ClientCall(profile, credential, _engines, random, SetUp) { StageReached = observer.Reached, Ipv6 = ipv6 };
        using var driver = call.NewDriver(link);
        using var hurry = new CancellationTokenSource();
        await using var cut = hurry.Token.Register(link.Stream.Dispose);
        try
        {
            await using (cancellation.Register(() => End(driver, hurry)))
                await driver.RunAsync(early);
        }
        finally
        {
            await call.SettingUp; // the network must not be taken down while it is set up
            await asking.CancelAsync();
            await following;
        }

        var failure = cancellation.IsCancellationRequested ? null : call.Failure ?? new ClientFailure.EndedByServer();
        return new ConnectionResult(open.IsRunning, open.Elapsed, failure);

        void SetUp(CallDriver calling, Ipv4Settings settings, Action<IPacketReceiver> take)
        {
            var receiver = network.Open(settings, link.RemoteEndPoint.Address, profile.DefaultRoute);
            var exchange = new InformExchange(calling, settings.Client, profile.InformTime, new SystemRandom(), receiver);
            take(exchange);
            network.Begin(calling);
            var routes = new TunnelRoutes(profile, network, settings, link.RemoteEndPoint.Address, observer);
            routes.SetUp();
            open.Start();
            observer.Opened(network.Interface, settings);
            following = Task.Run(() => routes.FollowAsync(exchange, asking.Token), CancellationToken.None);
        }
    }

    private static void End(CallDriver driver, CancellationTokenSource hurry)
    {
        driver.Post((call, now) => call.Close(null, now));
        hurry.CancelAfter(FarewellTime);
    }

    /// <summary>A connection without IPv6 is better than none: the user is told, and it goes on.</summary>
    private void SetIpv6(ClientNetwork network, HostSettings settings)
    {
        try
        {
            network.UseIpv6(settings, profile.DefaultRoute);
            if (profile.DefaultRoute)
                network.UseNameServers(settings);
            observer.Ipv6Set(settings);
        }
        catch (Exception e) when (e is LinuxException or IOException or UnauthorizedAccessException)
        {
            observer.Ipv6NotSet(e.Message);
        }
    }
}

/// <summary>How a connection ended.</summary>
/// <param name="WasOpen">Whether packets could pass for a while.</param>
/// <param name="OpenTime">For how long.</param>
/// <param name="Failure">Why it ended; null where the user ended it.</param>
public sealed record ConnectionResult(bool WasOpen, TimeSpan OpenTime, Failure? Failure);

/// <summary>Is told how a connection goes, for the terminal or for a program.</summary>
public interface IConnectionObserver
{
    /// <summary>An attempt begins; the id is the one that the server's records name.</summary>
    void Connecting(Guid correlationId);

    /// <summary>The call has come this far.</summary>
    void Reached(CallStage stage);

    /// <summary>Packets pass.</summary>
    void Opened(string device, Ipv4Settings settings);

    /// <summary>IPv6 packets pass with these settings, which may be others than before.</summary>
    void Ipv6Set(HostSettings settings);

    /// <summary>What the server says about IPv6 could not be set; the connection goes on without it.</summary>
    void Ipv6NotSet(string reason);

    /// <summary>The name servers that the server gave could not be set; the connection goes on without them.</summary>
    void NameServersNotSet(string reason);

    /// <summary>What may leave this machine has changed.</summary>
    void LockdownChanged(LockdownChange change);

    /// <summary>These networks lead into the tunnel now; told again when the server names more.</summary>
    void RoutesSet(RouteReport report);

    /// <summary>The connection was lost and will be made again after this pause.</summary>
    void Reconnecting(Failure failure, TimeSpan pause);
}
