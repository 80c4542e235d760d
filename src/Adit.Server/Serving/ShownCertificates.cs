using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Hosting;
using Adit.Server.Listeners;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Serving;

/// <summary>
/// The certificates that callers are shown, chosen by the name that they ask for. A new one is for the next handshake; calls that are
/// there keep the one they began with. One that fails its checks is never taken: the one before it stays, and everybody is told. Any
/// thread may call.
/// </summary>
internal sealed class ShownCertificates(Func<ServedCertificate> own, CertificateSource source, TimeProvider clock, ILogger logger) : IReloadable
{
    private readonly Lock _gate = new();
    private volatile IReadOnlyList<ShownCertificate> _shown = [];

    /// <summary>Those that are configured, in their order; empty where our CA's own is shown.</summary>
    public IReadOnlyList<ShownCertificate> All => _shown;

    /// <summary>All of them as they are served, our CA's own where none is configured.</summary>
    public IEnumerable<ServedCertificate> Served => _shown is { Count: > 0 } shown ? shown.Select(one => one.Served) : [own()];

    /// <summary>Is told of each one that has been replaced or refused. Must not wait.</summary>
    public Action<CertificateNews>? Changed { get; set; }

    /// <summary>What is shown where no name tells.</summary>
    public ServedCertificate Default => Choose(null);

    /// <summary>Reads what is configured; throws <see cref="RefusedCertificateException"/> for the first that cannot be shown.</summary>
    public void Load(IReadOnlyList<CertificateSettings> settings)
    {
        var read = settings.Select(one => source.Load(one, clock.GetUtcNow())).ToList();
        lock (_gate)
            _shown = read;
    }

    /// <summary>The certificate for who asks for this name; for any other name, or none, the first that is configured.</summary>
    public ServedCertificate Choose(string? serverName)
    {
        var shown = _shown;
        if (shown.Count == 0)
            return own();

        var asked = serverName?.TrimEnd('.');
        return Best(asked is null ? [] : shown.Where(one => one.Answers(asked)))?.Served ?? Best(shown.Where(one => HasNamesOf(one, shown[0])))!.Served;
    }

    /// <summary>
    /// Takes every new certificate that has come where an old one was. To be called now and then.
    /// </summary>
    public void Look()
    {
        lock (_gate)
            _shown = [.. _shown.Select(Look).Select(one => one with { Unused = source.FindNewer(one) })];
    }

    /// <inheritdoc/>
    public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next)
    {
        var read = next.Certificates.Select(one => source.Load(one, clock.GetUtcNow())).ToList();
        return new(new Change(this, _shown, read));
    }

    private ShownCertificate Look(ShownCertificate shown)
    {
        var stamp = source.Stamp(shown.Settings);
        if (stamp == shown.Stamp || stamp == shown.RefusedStamp)
            return stamp == shown.Stamp ? shown with { Refused = null, RefusedStamp = null } : shown;

        var next = TryLoad(shown, stamp);
        Tell(shown, next);
        return next;
    }

    private ShownCertificate TryLoad(ShownCertificate shown, string stamp)
    {
        try
        {
            return source.Load(shown.Settings, clock.GetUtcNow());
        }
        catch (RefusedCertificateException e)
        {
            return shown with { Refused = e, RefusedStamp = stamp };
        }
    }

    private void Tell(ShownCertificate before, ShownCertificate now)
    {
        if (now.Refused is { } refusal)
            ServingLog.Refused(logger, before.Settings.Source, refusal.Message, before.Fingerprint, before.End);
        else if (now.Fingerprint != before.Fingerprint)
            ServingLog.Replaced(logger, now.Settings.Source, now.Fingerprint, now.End);
        else
            return;
        Changed?.Invoke(now.ToNews(clock.GetUtcNow()));
    }

    /// <summary>Of several, the one that holds now and ends last: a renewed one comes before the one that it is to replace.</summary>
    private ShownCertificate? Best(IEnumerable<ShownCertificate> among)
    {
        var now = clock.GetUtcNow();
        return among.OrderByDescending(one => one.IsCurrent(now)).ThenByDescending(one => one.End).FirstOrDefault();
    }

    private static bool HasNamesOf(ShownCertificate one, ShownCertificate other) => one.Names.SequenceEqual(other.Names, StringComparer.OrdinalIgnoreCase);

    private sealed class Change(ShownCertificates owner, IReadOnlyList<ShownCertificate> before, IReadOnlyList<ShownCertificate> read) : IPreparedChange
    {
        private readonly IReadOnlyList<(ShownCertificate Before, ShownCertificate Now)> _pairs =
            [.. read.Join(before, now => now.Settings.Source, former => former.Settings.Source, (now, former) => (former, now), StringComparer.Ordinal)];

        public IReadOnlyList<ChangeView> Changes =>
        [
            .. _pairs.Where(pair => pair.Before.Fingerprint != pair.Now.Fingerprint).Select(pair => new ChangeView(
                $"certificates: {pair.Now.Settings.Source}", pair.Before.Fingerprint, pair.Now.Fingerprint, AtNextStart: false)),
        ];

        public ValueTask ApplyAsync()
        {
            lock (owner._gate)
                owner._shown = read;
            foreach (var (former, now) in _pairs)
                owner.Tell(former, now);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
