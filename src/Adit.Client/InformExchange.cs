using Adit.Protocols;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;
using Adit.Transport;

namespace Adit.Client;

/// <summary>
/// Asks the server inside the tunnel for routes and names, and takes its answer out of the packets on their way to the TUN. One that
/// never answers costs a few packets.
/// </summary>
internal sealed class InformExchange(CallDriver call, Ipv4Address address, TimeSpan firstWait, IRandomSource random, IPacketReceiver next) : IPacketReceiver
{
    private readonly Lock _gate = new(); // a leaf: the call's reader has the call's lock when it comes here
    private readonly DhcpInform _inform = new(address, firstWait, random, MonotonicClock.Now);
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DropReason Accept(ReadOnlySpan<byte> packet) => !_answered.Task.IsCompleted && TryTake(packet) ? DropReason.None : next.Accept(packet);

    public void Flush() => next.Flush();

    /// <summary>The answer; <see cref="PushedSettings.None"/> where none came in time, or before the connection ended.</summary>
    public async Task<PushedSettings> AskAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && TryStep(out var question, out var wait))
        {
            if (question is not null)
                call.SendPacket(new UdpDatagram(address, DhcpMessage.ClientPort, DhcpPacket.Broadcast, DhcpMessage.ServerPort, question).ToArray());
            await Task.WhenAny(_answered.Task, Task.Delay(wait, cancellation));
        }

        _answered.TrySetResult();
        lock (_gate)
            return _inform.Answer is { } answer ? PushedSettings.Of(answer) : PushedSettings.None;
    }

    /// <summary>False once it is over; otherwise what to send now, and how long to wait then.</summary>
    private bool TryStep(out byte[]? question, out TimeSpan wait)
    {
        lock (_gate)
        {
            var now = MonotonicClock.Now;
            _inform.HandleTimeout(now);
            question = _inform.TryTransmit(out var message) ? message.ToArray() : null;
            wait = _inform.NextDeadline - now ?? TimeSpan.Zero;
            wait = wait > TimeSpan.Zero ? wait + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero;
            return _inform.NextDeadline is not null;
        }
    }

    private bool TryTake(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < Ipv4Header.MinLength || packet[9] != (byte)IpProtocol.Udp
            || !UdpDatagram.TryParse(packet, out var datagram)
            || datagram.SourcePort != DhcpMessage.ServerPort || datagram.DestinationPort != DhcpMessage.ClientPort
            || !DhcpMessage.TryParse(datagram.Payload, out var message))
            return false;

        lock (_gate)
        {
            if (!_inform.HandleMessage(message))
                return false;
        }

        _answered.TrySetResult();
        return true;
    }
}
