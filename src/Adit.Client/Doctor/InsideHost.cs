using Adit.Transport;

namespace Adit.Client.Doctor;

/// <summary>
/// Our end of a tunnel without an interface: what comes out of it is shown to whoever waits for an answer, and otherwise forgotten. So
/// that nothing of this machine is touched.
/// </summary>
/// <param name="driver">The call.</param>
internal sealed class InsideHost(CallDriver driver) : IPacketReceiver
{
    private const int Tries = 3;

    private readonly Lock _gate = new(); // a leaf: the call's reader comes here with the call's lock
    private readonly List<Waiter> _waiters = [];

    /// <summary>Reads a packet; null where it is not what was waited for.</summary>
    public delegate T? Reader<T>(ReadOnlySpan<byte> packet)
        where T : class;

    public DropReason Accept(ReadOnlySpan<byte> packet)
    {
        lock (_gate)
        {
            foreach (var waiter in _waiters)
                waiter.Show(packet);
        }

        return DropReason.None;
    }

    public void Flush()
    {
    }

    /// <summary>Sends a packet, at most three times, until an answer is read; null where none came in time.</summary>
    public async Task<T?> AskAsync<T>(byte[] packet, Reader<T> read, TimeSpan time, CancellationToken cancellation)
        where T : class
    {
        var waiter = new Waiter<T>(read);
        lock (_gate)
            _waiters.Add(waiter);
        try
        {
            for (var attempt = 0; attempt < Tries && !waiter.Answer.IsCompleted; attempt++)
            {
                driver.SendPacket(packet);
                await Task.WhenAny(waiter.Answer, Task.Delay(time / Tries, cancellation));
            }

            cancellation.ThrowIfCancellationRequested();
            return waiter.Answer.IsCompleted ? await waiter.Answer : null;
        }
        finally
        {
            lock (_gate)
                _waiters.Remove(waiter);
        }
    }

    private abstract class Waiter
    {
        public abstract void Show(ReadOnlySpan<byte> packet);
    }

    private sealed class Waiter<T>(Reader<T> read) : Waiter
        where T : class
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Answer => _answer.Task;

        public override void Show(ReadOnlySpan<byte> packet)
        {
            if (!_answer.Task.IsCompleted && read(packet) is { } answer)
                _answer.TrySetResult(answer);
        }
    }
}
