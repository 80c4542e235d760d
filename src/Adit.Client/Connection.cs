using System.Diagnostics;
using Adit.Linux;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Transport;

namespace Adit.Client;

/// <summary>One connection from dialling to its end.</summary>
public sealed class Connection(ConnectionProfile profile, Credential credential, IConnectionObserver observer)
{
    /// <summary>
    /// How long a server may take to take its leave of us when the user ends the connection; then the link is cut. Less would cut
    /// servers that are far away, more would look like a hanging program.
    /// </summary>
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(1.5);

    /// <summary>Connects and stays until the connection ends or is cancelled, which ends it in order.</summary>
    public async Task<ConnectionResult> RunAsync(CancellationToken cancellation)
    {
        var correlationId = Guid.NewGuid();
        try
        {
            observer.Connecting(correlationId);
            using var network = new ClientNetwork(profile.Interface, profile.Mtu);
            var (link, early) = await new SstpConnector(profile).ConnectAsync(correlationId, cancellation);
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

    private async Task<ConnectionResult> ServeAsync(
        ClientNetwork network, TlsLink link, ReadOnlyMemory<byte> early, CancellationToken cancellation)
    {
        var open = new Stopwatch();
        using var asking = new CancellationTokenSource();
        var following = Task.CompletedTask;
        var call = new ClientCall(profile, credential, new SystemRandom(), SetUp) { StageReached = observer.Reached };
        using var driver = call.NewDriver(link);
        using var hurry = new CancellationTokenSource();
        await using var cut = hurry.Token.Register(link.Tls.Dispose);
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

        IPacketReceiver SetUp(CallDriver calling, Ipv4Settings settings)
        {
            var receiver = network.Open(calling, settings, link.RemoteEndPoint.Address, profile.DefaultRoute);
            var routes = new TunnelRoutes(profile, network, settings, link.RemoteEndPoint.Address, observer);
            routes.SetUp();
            open.Start();
            observer.Opened(network.Interface, settings);
            var exchange = new InformExchange(calling, settings.Client, profile.InformTime, new SystemRandom(), receiver);
            following = Task.Run(() => routes.FollowAsync(exchange, asking.Token), CancellationToken.None);
            return exchange;
        }
    }

    private static void End(CallDriver driver, CancellationTokenSource hurry)
    {
        driver.Post((call, now) => call.Close(null, now));
        hurry.CancelAfter(FarewellTime);
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

    /// <summary>The name servers that the server gave could not be set; the connection goes on without them.</summary>
    void NameServersNotSet(string reason);

    /// <summary>These networks lead into the tunnel now; told again when the server names more.</summary>
    void RoutesSet(RouteReport report);

    /// <summary>The connection was lost and will be made again after this pause.</summary>
    void Reconnecting(Failure failure, TimeSpan pause);
}
