using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Servers;

namespace Adit.Protocols.Tests.Radius.Servers;

/// <summary>A group and its servers in virtual time: each server accepts whatever it gets, unless it is told otherwise.</summary>
internal sealed class GroupWorld
{
    private static readonly byte[] _accept = new AccessReply.Accept("alice", 0, null, Protocols.Crypto.SessionKeys.NotGenerated).ToBytes();

    private readonly ServerGroup _group;
    private readonly RadiusServerOptions[] _options;
    private readonly FixedBytes _random = new();
    private readonly List<(Moment At, int Server, int Channel, byte[] Answer)> _onTheirWay = [];

    public GroupWorld(params RadiusServerOptions[] options)
    {
        _options = options;
        _group = new ServerGroup("office", options, _random);
        Answers = [.. options.Select(_ => true)];
    }

    public static RadiusSecret Secret { get; } = new("xyzzy5461"u8);

    public static byte[] Request { get; } =
        new AccessRequest(new AccessCredentials.Pap("alice", "password"u8.ToArray()), "s-1", "gw", "192.0.2.1", null).ToBytes();

    public Moment Now { get; private set; } = Moment.Start;

    /// <summary>Which servers are there.</summary>
    public bool[] Answers { get; }

    /// <summary>What becomes of an answer on its way: its delay, or null where it is lost.</summary>
    public Func<byte[], TimeSpan?> Way { get; set; } = _ => TimeSpan.FromMilliseconds(1);

    public List<GroupDatagram> Sent { get; } = [];

    public List<GroupEvent> Told { get; } = [];

    public ServerGroup Group => _group;

    public IEnumerable<int> SentTo => Sent.Select(datagram => datagram.Server);

    public static RadiusServerOptions Server(string name, int priority = 1) => new(name, Secret) { Priority = priority };

    public void Ask(long ticket, int? server = null)
    {
        _group.Ask(ticket, Request, server, Now);
        Drain();
    }

    public void Deliver(int server, int channel, byte[] datagram)
    {
        _group.Handle(server, channel, datagram);
        Drain();
    }

    /// <summary>Lets time pass until nothing is to happen any more before then.</summary>
    public void RunFor(TimeSpan span)
    {
        var end = Now + span;
        while (Moment.Earliest(_group.NextDeadline, NextArrival) is { } next && next <= end)
        {
            Now = next > Now ? next : Now;
            foreach (var arrived in _onTheirWay.Where(one => one.At <= Now).ToList())
            {
                _onTheirWay.Remove(arrived);
                Deliver(arrived.Server, arrived.Channel, arrived.Answer);
            }

            _group.HandleTimeout(Now);
            Drain();
        }

        Now = end;
    }

    public static byte[] Answer(ReadOnlyMemory<byte> packet, RadiusSecret secret)
    {
        Assert.Equal(RadiusFault.None, ReceivedRequest.TryReceive(packet, secret, needsMessageAuthenticator: true, out var request));
        return request!.TryAnswer(_accept, new FixedBytes())!;
    }

    private Moment? NextArrival => _onTheirWay.Count == 0 ? null : _onTheirWay.Min(one => one.At);

    private void Drain()
    {
        while (_group.TryTransmit(out var datagram))
        {
            Sent.Add(datagram);
            var answer = Answers[datagram.Server] ? Answer(datagram.Packet, _options[datagram.Server].Secret) : [];
            if (answer.Length > 0 && Way(answer) is { } delay)
                _onTheirWay.Add((Now + delay, datagram.Server, datagram.Channel, answer));
        }

        while (_group.TryTakeEvent(out var told))
            Told.Add(told);
    }
}
