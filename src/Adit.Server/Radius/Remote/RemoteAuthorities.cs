using System.Collections.Concurrent;
using Adit.Access.Decisions;
using Adit.Protocols;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Radius.Remote;

/// <summary>All groups of RADIUS servers, as the configuration in force has them. A reload leaves alone what it does not change.</summary>
internal sealed class RemoteAuthorities(string gateway, string stateDirectory, IRandomSource random, TimeProvider clock, ILogger logger)
    : IRemoteAuthorities, IReloadable, IAsyncDisposable
{
    private readonly string _boot = Guid.CreateVersion7().ToString("n")[..20];
    private readonly ConcurrentDictionary<string, AccountingReporter> _reporters = new(StringComparer.Ordinal);
    private volatile Dictionary<string, RemoteAuthority> _groups = [];

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<RemoteAuthority> All => [.. _groups.Values.OrderBy(group => group.Settings.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public IAuthority? Find(string group) => FindGroup(group);

    /// <inheritdoc cref="Find"/>
    public RemoteAuthority? FindGroup(string group) => _groups.GetValueOrDefault(group);

    /// <summary>Makes those of the first configuration; throws <see cref="StartupException"/>.</summary>
    public void Start(ServerConfiguration configuration)
    {
        _groups = NextOf(configuration);
        foreach (var group in _groups.Values)
            group.TakeReports();
        Notify(configuration, AccountingStatus.AccountingOn);
    }

    /// <summary>Tells those who keep books that this gateway has no sessions any more; to be called behind the last of them.</summary>
    public void Stop(ServerConfiguration configuration) => Notify(configuration, AccountingStatus.AccountingOff);

    /// <inheritdoc/>
    public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next) => new(new Change(this, NextOf(next)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var reporter in _reporters.Values)
            await reporter.DisposeAsync();
        foreach (var group in _groups.Values)
            group.Dispose();
    }

    private void Notify(ServerConfiguration configuration, AccountingStatus status)
    {
        if (_groups.GetValueOrDefault(configuration.Access.BookKeeper) is { } books)
            books.Notify(status, _boot);
    }

    private Dictionary<string, RemoteAuthority> NextOf(ServerConfiguration configuration)
    {
        var next = new Dictionary<string, RemoteAuthority>(StringComparer.Ordinal);
        foreach (var settings in configuration.Radius.Groups)
        {
            var secrets = RemoteAuthority.ReadSecrets(settings);
            next[settings.Name] = _groups.GetValueOrDefault(settings.Name) is { } known && known.IsSame(settings, secrets)
                ? known
                : new RemoteAuthority(settings, secrets, gateway, random, ReporterOf(settings.Name, configuration), logger);
        }

        return next;
    }

    /// <summary>One for each name, whatever servers have it: what the former ones did not take, the next ones get.</summary>
    private AccountingReporter ReporterOf(string group, ServerConfiguration configuration) => _reporters.GetOrAdd(group, _ => new AccountingReporter(
        group, new AccountingSpool(Path.Combine(stateDirectory, "accounting", $"{group}.spool"), group, logger)
        {
            MaxBytes = configuration.Radius.SpoolMegabytes * 1024L * 1024,
        },
        clock, logger));

    private sealed class Change(RemoteAuthorities authorities, Dictionary<string, RemoteAuthority> next) : IPreparedChange
    {
        private bool _isApplied;

        public ValueTask ApplyAsync()
        {
            var former = authorities._groups;
            authorities._groups = next;
            _isApplied = true;
            foreach (var group in next.Values.Except(former.Values))
                group.TakeReports();
            foreach (var group in former.Values.Except(next.Values))
                _ = group.RetireAsync();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (!_isApplied)
                next.Values.Except(authorities._groups.Values).ToList().ForEach(group => group.Dispose());
            return ValueTask.CompletedTask;
        }
    }
}
