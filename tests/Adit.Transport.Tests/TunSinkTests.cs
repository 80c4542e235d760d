using Adit.Protocols.Ip;

namespace Adit.Transport.Tests;

/// <summary>A kernel that promised super-packets and refuses them.</summary>
public sealed class TunSinkTests
{
    private readonly List<byte> _written = [];
    private readonly List<string> _told = [];
    private readonly List<byte[]> _datagrams = [.. Enumerable.Range(0, 3).Select(Datagram)];
    private int _refused;
    private bool _isDown;

    [Fact]
    public void What_is_refused_whole_is_written_in_its_parts_and_told_once()
    {
        var sink = NewSink();

        Gather(sink);
        Gather(sink);

        Assert.Equal([0, 1, 2, 0, 1, 2], _written);
        Assert.Equal(1, _refused);
        Assert.Equal(["UDP"], _told);
    }

    [Fact]
    public void A_device_that_is_down_is_not_taken_for_one_that_refuses_super_packets()
    {
        var sink = NewSink();
        _isDown = true;
        Gather(sink);
        _isDown = false;

        Gather(sink);

        Assert.Equal([0, 1, 2], _written);
        Assert.Equal(["UDP"], _told);
    }

    private TunSink NewSink() => new(TryWrite) { Refused = _told.Add };

    private void Gather(TunSink sink)
    {
        var coalescer = new PacketCoalescer(sink, takesDatagrams: true);
        _datagrams.ForEach(datagram => coalescer.Add(datagram));
        coalescer.Flush();
    }

    private bool TryWrite(ReadOnlySpan<byte> packet)
    {
        if (_isDown)
            return false;
        if (packet[1] != VirtioNetHeader.GsoNone)
        {
            _refused++;
            return false;
        }

        _written.Add(packet[^1]);
        return true;
    }

    private static byte[] Datagram(int number) =>
        new UdpDatagram(new(0x0a000002), 4000, new(0x0a000001), 53, [1, 2, (byte)number]).ToArray();
}
