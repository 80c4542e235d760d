using System.Diagnostics;
using Adit.Client.Eap;
using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Transport;

namespace Adit.Client.Load;

/// <summary>One client of a load: connects once and stays until it is told to end.</summary>
internal sealed class LoadSession(LoadOptions options, Credential credential, SstpConnector connector, EapEngines engines, LoadTally tally)
{
    private readonly long _begunAt = Stopwatch.GetTimestamp();
    private volatile LoadFlow? _flow;
    private bool _wasOpen;

    /// <summary>Its packets; null where it is not open.</summary>
    public LoadFlow? Flow => _flow;

    /// <summary>Runs it to its end. Whatever happens is counted; nothing is thrown.</summary>
    /// <param name="giveUp">Ends it where it has not come to a call.</param>
    /// <param name="ending">Has an open session say goodbye.</param>
    public async Task RunAsync(CancellationToken giveUp, CancellationToken ending)
    {
        tally.CountBegun();
        try
        {
            var (link, early) = await connector.ConnectAsync(Guid.NewGuid(), giveUp);
            tally.Links.Add(Stopwatch.GetElapsedTime(_begunAt));
            await using (link)
                await ServeAsync(link, early, ending);
        }
        catch (ConnectException e)
        {
            tally.CountFailed(e.Failure);
        }
        catch (OperationCanceledException)
        {
            tally.CountFailed(new ClientFailure.ClosedWhileConnecting());
        }
    }

    private async Task ServeAsync(TlsLink link, ReadOnlyMemory<byte> early, CancellationToken ending)
    {
        using var call = new ClientCall(options.Profile, credential, engines, new SystemRandom(), Open) { StageReached = Reached };
        using var driver = call.NewDriver(link);
        await using (ending.Register(() => driver.Post((c, now) => c.Close(null, now))))
            await driver.RunAsync(early);
        await call.SettingUp;
        _flow = null;
        var failure = ending.IsCancellationRequested ? null : call.Failure ?? new ClientFailure.EndedByServer();
        if (_wasOpen)
            tally.CountEnded(failure);
        else
            tally.CountFailed(failure ?? new ClientFailure.ClosedWhileConnecting());
    }

    private void Reached(CallStage stage)
    {
        if (stage is not CallStage.Open)
            return;

        _wasOpen = true;
        tally.CountOpened(Stopwatch.GetElapsedTime(_begunAt));
    }

    private void Open(CallDriver driver, Ipv4Settings settings, Action<IPacketReceiver> take) => take(_flow = new LoadFlow(options, tally, driver, settings));
}
