using Adit.Protocols;
using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Servers;

namespace Adit.Fuzz.Targets.Radius;

/// <summary>
/// A group of two servers and a script of what the network does to it: answers, late and spoilt ones, noise, time. Every question is
/// answered or fails once; only who has the secret and was asked answers; what is sent is bounded, and with silence all comes to an end.
/// </summary>
internal sealed class ServerGroupTarget : IFuzzTarget
{
    private const byte Ask = 0, AskOne = 1, Answer = 2, AnswerAgain = 3, Spoil = 4, Noise = 5, Pass = 6, Jump = 7;

    public string Name => "radius-server-group";

    public IEnumerable<byte[]> Seeds =>
    [
        [Ask, Answer, Ask, Jump, Jump, Answer, AskOne, 1, Answer],
        [Ask, Spoil, 4, Spoil, 30, AnswerAgain, 0, Ask, Jump, Jump, Jump, Jump, Pass, 10, Answer],
        [Ask, Ask, Noise, 1, 0, 6, 2, 0, 0, 20, 1, 1, Answer, Jump, Jump, Jump, Jump, Jump, Jump, Pass, 200, Ask, Answer],
    ];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var run = new GroupRun();
        var script = new ScriptReader(input);
        while (script.TryTake(out var step))
            run.Play((byte)(step % 8), script);
        run.PlayOut();
        return run.WasAnswered;
    }

    private sealed class GroupRun
    {
        private const int Servers = 2;
        private const int MaxTickets = 40;
        private const int MaxJumps = 2000;

        private static readonly RadiusSecret _secret = new("a-secret-of-both"u8);
        private static readonly byte[] _accept = [(byte)RadiusCode.AccessAccept];
        private static readonly byte[] _question = new AccessRequest(new AccessCredentials.Pap("alice", new byte[8]), "s", "gw", "", null).ToBytes();

        private readonly ServerGroup _group = new(
            "office", [new RadiusServerOptions("a", _secret), new RadiusServerOptions("b", _secret) { Priority = 2, MaxLosses = 2 }], new FixedRandom());

        private readonly List<GroupDatagram> _sent = [];
        private readonly HashSet<long> _open = [];
        private Moment _now = Moment.Start;
        private long _tickets;

        public bool WasAnswered { get; private set; }

        public void Play(byte step, ScriptReader script)
        {
            switch (step)
            {
                case Ask when _tickets < MaxTickets:
                    Open(server: null);
                    break;
                case AskOne when _tickets < MaxTickets:
                    Open(script.Take() % Servers);
                    break;
                case Answer when _sent.Count > 0:
                    Give(_sent[^1], spoilt: null);
                    break;
                case AnswerAgain when _sent.Count > 0:
                    Give(_sent[script.Take() % _sent.Count], spoilt: null);
                    break;
                case Spoil when _sent.Count > 0:
                    Give(_sent[^1], script.Take());
                    break;
                case Noise:
                    _group.Handle(script.Take() % Servers, script.Take(), script.TakeBlock());
                    Drain(mayAnswer: false);
                    break;
                case Pass:
                    Wake(_now + TimeSpan.FromSeconds(script.Take()));
                    break;
                case Jump when _group.NextDeadline is { } deadline:
                    Wake(deadline);
                    break;
            }
        }

        public void PlayOut()
        {
            for (var jumps = 0; _group.Waiting > 0; jumps++)
            {
                BrokenLawException.ThrowUnless(jumps < MaxJumps && _group.NextDeadline is not null, "With silence, every question comes to its end.");
                Wake(_group.NextDeadline!.Value);
            }

            BrokenLawException.ThrowUnless(_open.Count == 0, "Every question is answered or fails.");
        }

        private void Open(int? server)
        {
            _open.Add(++_tickets);
            _group.Ask(_tickets, _question, server, _now);
            Drain(mayAnswer: false);
        }

        private void Give(GroupDatagram asked, byte? spoilt)
        {
            ReceivedRequest.TryReceive(asked.Packet, _secret, needsMessageAuthenticator: true, out var request);
            var answer = request?.TryAnswer(_accept, new FixedRandom()) ?? throw new BrokenLawException("What is sent is a request.");
            if (spoilt is { } place)
                answer[place % answer.Length] ^= 0x40;
            _group.Handle(asked.Server, asked.Channel, answer);
            Drain(mayAnswer: spoilt is null);
        }

        private void Wake(Moment at)
        {
            _now = at > _now ? at : _now;
            _group.HandleTimeout(_now);
            Drain(mayAnswer: false);
            BrokenLawException.ThrowUnless(_group.NextDeadline is not { } next || next > _now, "Nobody is woken for the past.");
        }

        private void Drain(bool mayAnswer)
        {
            var (sent, before) = (0, _group.Waiting);
            for (; _group.TryTransmit(out var datagram); sent++)
                _sent.Add(datagram);
            BrokenLawException.ThrowUnless(sent <= before + MaxTickets + Servers, "What is sent at once is bounded.");
            while (_group.TryTakeEvent(out var told))
                Take(told, mayAnswer);
        }

        private void Take(GroupEvent told, bool mayAnswer)
        {
            if (told is GroupEvent.Answered answered)
            {
                BrokenLawException.ThrowUnless(mayAnswer, "Who does not have the secret answers nothing.");
                WasAnswered = true;
                BrokenLawException.ThrowUnless(_open.Remove(answered.Ticket), "A question is answered once.");
            }
            else if (told is GroupEvent.Failed failed)
            {
                BrokenLawException.ThrowUnless(_open.Remove(failed.Ticket), "A question fails once, and not after its answer.");
            }
        }
    }
}
