using Adit.Linux;
using Adit.Protocols;
using Adit.Protocols.Ip;
using Adit.Server.Sessions;

namespace Adit.Server.Ipv6;

/// <summary>
/// The addresses that one session has been seen to use, which are answered for in a network of this machine. A prefix holds more of them
/// than anybody could answer for, and the kernel takes single ones: so they are learned from what the session sends, and of those that a
/// session makes up without end, the latest few count. <see cref="Saw"/> is the call's; the rest, any thread's.
/// </summary>
/// <param name="presence">Answers.</param>
/// <param name="prefix">The session's own.</param>
internal sealed class SeenAddresses(IPrefixPresence presence, Ipv6Prefix prefix) : IDisposable
{
    /// <summary>One that lasts, and those of a week that change daily (RFC 8981), twice.</summary>
    public const int Most = 16;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10); // between two beyond those

    private readonly ReplyRate _rate = new(Most, Interval);
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly Queue<Ipv6Address> _seen = [];
    private Ipv6Address _latest;

    /// <summary>The session uses this address.</summary>
    public void Saw(Ipv6Address address, Moment now)
    {
        if (address == _latest || !prefix.Contains(address) || !IsNew(address, now))
            return;

        _ = AnswerAsync(address, _ending.Token);
    }

    /// <summary>Ends all answers.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_ending.IsCancellationRequested)
                return;

            _ending.Cancel();
            while (_seen.TryDequeue(out var address))
                presence.Forget(address);
        }

        presence.Disappear(prefix);
    }

    /// <summary>False, too, where new ones come too fast: the next packet will tell again.</summary>
    private bool IsNew(Ipv6Address address, Moment now)
    {
        lock (_gate)
        {
            var isNew = !_seen.Contains(address);
            if (_ending.IsCancellationRequested || (isNew && !_rate.TryTake(now)))
                return false;

            _latest = address;
            if (isNew)
                _seen.Enqueue(address);
            return isNew;
        }
    }

    private async Task AnswerAsync(Ipv6Address address, CancellationToken ending)
    {
        await Task.Yield(); // off the call
        try
        {
            ForgetEldest();
            if (await presence.MayAnswerAsync(address, ending))
                Answer(address);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return;
        }
        catch (LinuxException e)
        {
            presence.LogRefusal(address, e);
        }
    }

    private void ForgetEldest()
    {
        lock (_gate)
        {
            while (_seen.Count > Most)
                presence.Forget(_seen.Dequeue());
        }
    }

    private void Answer(Ipv6Address address)
    {
        lock (_gate)
        {
            if (_seen.Contains(address)) // the session may have ended, or have been seen with many others since
                presence.Answer(address);
        }
    }
}
