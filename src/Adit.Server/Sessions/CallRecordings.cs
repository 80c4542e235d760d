using Adit.Protocols;
using Adit.Protocols.Calls.Recording;
using Adit.Protocols.Sstp;
using Adit.Server.Configuration;

namespace Adit.Server.Sessions;

/// <summary>Begins recordings as the configuration has it, never more at once than there is room for. Any thread may call.</summary>
internal sealed class CallRecordings
{
    private int _running;

    /// <summary>A recording of a call that is about to be made; null where it is not to be recorded, or too many are.</summary>
    public RecordedSession? Begin(ServerConfiguration configuration, CallSettings settings, IReadOnlyList<CertificateHashes> certificates)
    {
        var options = configuration.Attempts;
        if (options.Record is RecordMode.Off)
            return null;

        if (Interlocked.Increment(ref _running) > options.Recordings)
        {
            End();
            return null;
        }

        return new RecordedSession(this, options.Record, new CallRecorder(settings, certificates, options.RecordingLength));
    }

    internal void End() => Interlocked.Decrement(ref _running);
}

/// <summary>A call that is recorded. Its owner disposes of it when the call is over.</summary>
internal sealed class RecordedSession(CallRecordings recordings, RecordMode mode, CallRecorder recorder) : IDisposable
{
    private int _isOver;

    /// <summary>What writes it down.</summary>
    public CallRecorder Recorder => recorder;

    /// <summary>Randomness for the call, of which it keeps what is no secret.</summary>
    public IRandomSource Over(IRandomSource random) => new RecordedRandom(random, recorder);

    /// <summary>What is to be kept of it; null for nothing.</summary>
    public string? Take(bool hasFailed) => mode is RecordMode.All || hasFailed ? recorder.ToText() : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
            recordings.End();
    }
}
