using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Protocols.Eap;
using Adit.Server.Addresses;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Eap;
using Adit.Server.Ipv6;
using Adit.Server.Logging;
using Adit.Server.Monitoring;
using Adit.Server.Network;
using Adit.Server.Radius;
using Adit.Server.Radius.Dynamic;
using Adit.Server.Radius.Remote;
using Adit.Server.Serving;
using Adit.Server.Sessions;
using Adit.Transport;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>
/// A running server. It looks before it touches anything; then it opens its state, binds its ports, sets up the network, and opens the
/// doors last. Disposing undoes all of it in the opposite order and ends every session.
/// </summary>
public sealed class ServerHost : IAsyncDisposable
{
    private static readonly TimeSpan PatienceWithSessions = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly string _gateway = Environment.MachineName;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly UndoStack _undo;
    private ConfigurationControl _configuration = null!;
    private AccessLogging _log = null!;
    private RemoteAuthorities _remote = null!;
    private IReadOnlyList<IReloadable> _network = []; // pools and NAT
    private IAuthority _authority = null!; // our gateway reaches it through its codec; a RADIUS packet is bytes already

    private ServerHost(ILoggerFactory loggers)
    {
        _loggers = loggers;
        _logger = loggers.CreateLogger("Adit.Server");
        _undo = new UndoStack(_logger);
    }

    /// <summary>What to tell the administrator.</summary>
    public string HowToConnect { get; private set; } = "";

    /// <summary>Starts a server; throws <see cref="StartupException"/> with the reason and what to do, having undone what was done.</summary>
    public static async Task<ServerHost> StartAsync(UpOptions options, ILoggerFactory loggers)
    {
        var host = new ServerHost(loggers);
        try
        {
            await host.StartAsync(options);
            return host;
        }
        catch (Exception e)
        {
            await host.DisposeAsync();
            throw StartupProblems.Of(e, options);
        }
    }

    /// <summary>
    /// Looks for what would stop a start, as the start itself does; throws <see cref="StartupException"/>. Nothing is touched.
    /// </summary>
    public static void Check(UpOptions options)
    {
        try
        {
            var configuration = StateDirectory.ReadConfiguration(options).Configuration;
            HostIdentity.NamesOf(options, configuration);
            Preflight.Check(options, configuration);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw StartupProblems.Of(e, options);
        }
    }

    /// <summary>
    /// Reads the configuration again, for whoever sent a signal; throws <see cref="ControlException"/> where it is refused, and then
    /// nothing is changed.
    /// </summary>
    public async Task<ReloadView> ReloadAsync(CancellationToken cancellationToken) =>
        await _configuration.ReloadAsync(Actor.Signal, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _undo.DisposeAsync();

    private async Task StartAsync(UpOptions options)
    {
        var snapshot = StateDirectory.ReadConfiguration(options);
        var configuration = snapshot.Configuration;
        var names = HostIdentity.NamesOf(options, configuration);
        Preflight.Check(options, configuration);

        var live = new LiveConfiguration(configuration);
        var state = ServerState.Open(options.StateDirectory, configuration.Authority, names, _clock, _undo);
        var certificates = new ShownCertificates(() => state.Certificate.Current, new CertificateSource(state.Stores), _clock, _logger);
        certificates.Load(configuration.Certificates);
        var doors = await OpenDoors.BindAsync(live, state, certificates, _gateway, _clock, _loggers, _undo);
        _log = new AccessLogging(state.Database.AccessLog, doors.Sessions.Monitor, live, _clock, _loggers.CreateLogger("Adit.Log"), _undo);
        var network = await GatewayNetwork.SetUpAsync(configuration, _clock, _loggers.CreateLogger("Adit.Addresses"), _undo);
        var refusedOffloads = OffloadNames.Of(network.Tun.RefusedOffloads);
        if (refusedOffloads.Count > 0)
            HostingLog.OffloadsRefused(_logger, network.Tun.Name, string.Join(", ", refusedOffloads));
        network.Presence.ForgetLeftovers(await state.ListLeftoverAddressesAsync(_gateway));
        var filters = FilterSet.Create(GatewayNetwork.TableName(configuration.Interface), configuration, doors.PlainHttp, _undo);
        await state.CloseLeftoversAsync(_gateway, _clock.GetUtcNow());
        await state.WarnOfUnreadableAccountsAsync(_logger);
        var (kept, accounts) = await OpenAccountsAsync(live, state);
        var revocation = new RevocationServices(live, state, _clock, _loggers.CreateLogger("Adit.Revocation"));
        var pool = await ServeSessionsAsync(live, state, accounts, doors.Sessions, network, EapShell.ServicesOf(live, state, certificates, revocation, _clock, _undo));
        var radius = BindRadius(live, doors.Sessions);
        var reloader = _undo.Keep(new ConfigurationReloader(
            StateDirectory.ConfigurationFileOf(options), () => ReadAgain(options, certificates), snapshot, live,
            [.. doors.Listeners, filters, certificates, new ReloadedNames(options, state.Certificate), new ReloadedDoors(doors.Sessions.Doors), radius, _remote, accounts, .. _network]));
        _configuration = new ConfigurationControl(
            reloader, options, state.Database.Audit, doors.Sessions.Monitor.Events, _clock, _logger);
        var authority = new AuthorityServices(state, live, options.Names, doors.PlainHttp, _clock);
        await authority.StartAsync();
        var refused = new RefusedSessions(
            state.Stores, revocation.Paths, state.Ca, state.Database.Certificates, new OpenSessions(doors.Sessions, doors.HalfOpen, _clock), _clock);
        await ServeControlAsync(live, state, accounts, kept, certificates, doors, pool, filters, authority, revocation, refused, refusedOffloads);
        var hook = _undo.Keep(new CertificateHook(() => live.Current.CertificateHook, _logger));
        certificates.Changed = hook.Tell;
        var watch = new CertificateWatch(() => CertificateViews.Of(certificates), hook.Tell, _logger);
        watch.Look(_clock.GetUtcNow());
        IEnumerable<Duty> duties =
        [
            .. authority.Duties,
            revocation.Refresh,
            revocation.Staple(certificates),
            refused.Duty,
            Duty.EveryMinute("look at the accounts", async _ => await kept.TryLookAsync(CancellationToken.None)),
            .. Duties.OfCertificates(state.Certificate, certificates, watch, _logger),
            .. _log.Duties,
            .. Duties.Forget(state.Database.Attempts, state.Database.Sessions),
            Duties.GiveMemoryBack,
        ];
        _undo.Keep(new Maintenance(duties, _clock, _logger));

        // The password is shown once: nothing that can fail comes after it.
        var firstPassword = options.MayShowPassword ? await FirstAccount.EnsureAsync(state.Accounts) : null;
        HowToConnect = new ConnectionGuide(
            HostIdentity.Main(names), configuration.Listen[0].Port, doors.PlainHttp.Count > 0 ? doors.PlainHttp[0].Port : null,
            state.Ca.Certificate, Path.Combine(state.Directory, "ca.crt")).Write(FirstAccount.Name, firstPassword);
        foreach (var listeners in doors.Listeners)
            listeners.Start();
        radius.Start();
    }

    private async Task<(SnapshotAccounts Kept, AccountSources Accounts)> OpenAccountsAsync(LiveConfiguration live, ServerState state)
    {
        var kept = new SnapshotAccounts(state.Database.Accounts, () => live.Current.Access.Snapshot, _clock) { Changed = e => LogDatabase(e, live) };
        var accounts = new AccountSources(state.Database.Accounts, kept, state.Sealer, _clock);
        accounts.Load(live.Current);
        await kept.TryLookAsync(CancellationToken.None);
        state.Accounts.Changed = async () => await kept.TryLookAsync(CancellationToken.None);
        return (kept, accounts);
    }

    private void LogDatabase(Exception? reason, LiveConfiguration live)
    {
        if (reason is null)
            HostingLog.DatabaseBack(_logger);
        else
            HostingLog.DatabaseAway(_logger, reason.Message, live.Current.Access.Snapshot);
    }

    /// <summary>A reload is the wish to have new certificates, too; one that is refused is then told of as at any other time.</summary>
    private static ConfigurationSnapshot ReadAgain(UpOptions options, ShownCertificates certificates)
    {
        certificates.Look();
        return StateDirectory.ReadConfiguration(options);
    }

    private async Task<AddressPool> ServeSessionsAsync(
        LiveConfiguration live, ServerState state, AccountSources accounts, SessionTable sessions, GatewayNetwork network, Func<EapServerServices> eap)
    {
        var pools = new AddressPools(_gateway, network, accounts.IsAddressTakenAsync, (session, reason) => sessions.Disconnect(session, reason),
            _clock, _loggers.CreateLogger("Adit.Addresses"));
        var book = new AddressBook(_gateway, new EnduringLeases(state.Database.Leases), _clock);
        var pool = await pools.CreateAsync(live.Current, book, _undo);
        var authority = _undo.Keep(new BuiltInAuthority(
            accounts.All, state.Database.Sessions, state.Sealer, () => live.Current.Access, _clock)
        {
            Denials = state.Denials,
        });
        var local = new EapAuthority(authority, () => live.Current.Access, new SystemRandom(), _clock) { Services = eap };
        _remote = _undo.Keep(new RemoteAuthorities(_gateway, state.Directory, new SystemRandom(), _clock, _loggers.CreateLogger("Adit.Radius")));
        _remote.Start(live.Current);
        _undo.Add("last report", () =>
        {
            _remote.Stop(live.Current);
            return ValueTask.CompletedTask;
        });
        var prefixes = Ipv6Network.SetUp(live.Current, state.Directory, network.Tun.Name, network.Nat, _clock, _loggers.CreateLogger("Adit.Addresses"), _undo);
        _authority = _log.Decisions.Over(new ChosenAuthority(Decide(local, live), _remote, () => live.Current.Access));
        var logger = _loggers.CreateLogger("Adit.Sessions");
        var tun = new TunWriter(network.Tun, kind => SessionLog.WritesRefused(logger, kind));
        sessions.Services = new SessionServices(
            live, _gateway, new EncodedAuthority(_authority), pool, () => network.OwnAddress, tun, sessions, new SystemRandom(), _clock, logger)
        {
            Ipv6 = prefixes is null ? null
                : new Ipv6Gateway(live, prefixes.Pool, _gateway, network.Tun.Name) { Presence = prefixes.Presence, IsKept = accounts.IsPrefixTakenAsync },
            Behind = _undo.Keep(new RoutesBehind(network.Tun.Name, live.Current, prefixes?.Pool.Prefix)),
        };
        _network = NetworkParts.Of(network, pools, pool, book, sessions.Services, state.Directory, _clock, _loggers.CreateLogger("Adit.Addresses"), _undo);
        if (sessions.Services.Ipv6 is { } ipv6)
            _undo.Keep(new RouterAnnouncer(ipv6, sessions, _clock));
        var pump = _undo.Keep(new TunPump(network.Tun, sessions));
        sessions.Monitor.Tun = () => new TunTraffic(network.Tun.Reads, network.Tun.Writes, network.Tun.RefusedWrites, pump.Undeliverable);
        _undo.Keep(new InterimReports(sessions, _clock));
        _undo.Add("sessions", async () => await sessions.StopAsync(PatienceWithSessions));
        return pool;
    }

    /// <summary>Policies come before all else, and see every decision on its way out.</summary>
    private PolicyAuthority Decide(EapAuthority local, LiveConfiguration live) => new(local, () => live.Current.Policies, _clock) { Remotes = _remote, Log = _log.Decisions, AllowsMsChapV1 = () => live.Current.Radius.AllowMsChapV1 };

    private RadiusServer BindRadius(LiveConfiguration live, SessionTable sessions)
    {
        var counts = sessions.Monitor.Radius;
        var service = new RadiusService(_authority, sessions.Journal, counts, new SystemRandom())
        {
            Dynamic = new DynamicAuthorization(sessions, _gateway, counts, _clock, _loggers.CreateLogger("Adit.Radius")),
        };
        var radius = _undo.Keep(new RadiusServer(service, counts, _clock, _loggers.CreateLogger("Adit.Radius")) { Discards = _log.Discards });
        radius.Bind(live.Current.Radius);
        return radius;
    }

    private async Task ServeControlAsync(
        LiveConfiguration live, ServerState state, AccountSources accounts, SnapshotAccounts kept, ShownCertificates certificates, OpenDoors doors, AddressPool pool, FilterSet filters,
        AuthorityServices authority, RevocationServices revocation, RefusedSessions refused, IReadOnlyList<string> refusedOffloads)
    {
        var sessions = new OpenSessions(doors.Sessions, doors.HalfOpen, _clock);
        var control = new ServerControl(
            live, _configuration, authority.ControlOver(sessions, refused), revocation,
            new DenialControl(state.Denials, accounts.All, state.Database.Certificates, sessions, doors.Sessions.Monitor.Events), state.Directory,
            () => (CertificateViews.Of(certificates.Default.Leaf), CertificateViews.Of(certificates)),
            sessions, pool,
            state.Accounts, state.Database.Attempts, state.Database.Audit, state.Database.AccessLog, doors.Sessions.Monitor, _clock, filters.List)
        {
            Policies = new PolicyControl(live, accounts.All, _gateway, _clock),
            Sheets = new SheetControl(state.Accounts.NewImport(), state.Database.Audit, doors.Sessions.Monitor.Events, _clock),
            Radius = new RadiusControl(live, _remote, _gateway, state.Database.Audit, _clock) { Counts = doors.Sessions.Monitor.Radius },
            RefusedOffloads = refusedOffloads, Recordings = state.Database.Recordings, DatabaseAway = () => kept.Away, UnlockInMemory = accounts.Unlock,
            Unlocks = new UnlockLog(accounts.All, _log.Decisions, _clock),
            WriteRecords = async cancellation =>
            {
                await doors.Sessions.Journal.FlushAsync(cancellation);
                await _log.FlushAsync(cancellation);
            },
        };
        _undo.Keep(await ControlListener.StartAsync(state.Directory, control, _loggers));
        if (live.Current.Metrics.Count > 0)
            _undo.Keep(await MetricsListener.StartAsync(live.Current.Metrics, control.WriteMetricsAsync));
    }
}
