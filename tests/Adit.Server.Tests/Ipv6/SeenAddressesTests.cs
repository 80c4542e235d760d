using Adit.Linux;
using Adit.Protocols;
using Adit.Protocols.Ip;
using Adit.Server.Ipv6;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Ipv6;

public sealed class SeenAddressesTests : IDisposable
{
    private static readonly Ipv6Prefix Prefix = new(new Ipv6Address(0x2001_0db8_0077_0100, 0), 64);

    private readonly Answers _answers = new();
    private readonly SeenAddresses _seen;

    public SeenAddressesTests() => _seen = new SeenAddresses(_answers, Prefix);

    public void Dispose() => _seen.Dispose();

    [Fact]
    public async Task An_address_that_a_session_uses_is_answered_for_and_one_of_others_is_not()
    {
        _seen.Saw(new Ipv6Address(0x2001_0db8_0077_0200, 7), At(0));
        _seen.Saw(Of(7), At(0));

        await Eventually.BecomesTrueAsync("the answers are these", () => _answers.Now.SequenceEqual([Of(7)]));
    }

    [Fact]
    public async Task A_session_that_makes_addresses_up_without_end_has_a_few_and_asks_for_few()
    {
        for (var number = 1u; number <= 10_000; number++)
            _seen.Saw(Of(number), At(number / 100)); // a hundred a second

        await Eventually.BecomesTrueAsync("the answers are these", () => _answers.Now.Count == SeenAddresses.Most && _answers.Asked <= 30);
    }

    [Fact]
    public async Task The_address_seen_first_makes_room_for_a_new_one()
    {
        for (var number = 1u; number <= SeenAddresses.Most + 1; number++)
            _seen.Saw(Of(number), At(number * 60));

        await Eventually.BecomesTrueAsync("the answers are these", () => _answers.Now.Count == SeenAddresses.Most && !_answers.Now.Contains(Of(1)));
    }

    [Fact]
    public async Task An_address_that_another_host_has_is_asked_for_once_and_not_answered_for()
    {
        _answers.MayAnswer = false;

        for (var packets = 0; packets < 9; packets++)
            _seen.Saw(Of(7), At(packets));

        await Eventually.BecomesTrueAsync("the answers are these", () => _answers.Asked == 1);
        Assert.Empty(_answers.Now);
    }

    [Fact]
    public async Task With_the_session_all_of_it_ends()
    {
        _seen.Saw(Of(7), At(0));
        await Eventually.BecomesTrueAsync("the answers are these", () => _answers.Now.Count == 1);

        _seen.Dispose();
        _seen.Saw(Of(8), At(1));

        Assert.Empty(_answers.Now);
        Assert.Equal(Prefix, _answers.Gone);
    }

    private static Ipv6Address Of(uint number) => Prefix.Address with { InterfaceId = number };

    private static Moment At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);

    private sealed class Answers : IPrefixPresence
    {
        private readonly Lock _gate = new();
        private readonly HashSet<Ipv6Address> _now = [];
        private int _asked;

        public bool MayAnswer { get; set; } = true;

        public int Asked => Volatile.Read(ref _asked);

        public Ipv6Prefix? Gone { get; private set; }

        public IReadOnlyList<Ipv6Address> Now
        {
            get
            {
                lock (_gate)
                    return [.. _now];
            }
        }

        public void Appear(Ipv6Prefix prefix)
        {
        }

        public void Disappear(Ipv6Prefix prefix) => Gone = prefix;

        public Task<bool> MayAnswerAsync(Ipv6Address address, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return Task.FromResult(MayAnswer);
        }

        public void Answer(Ipv6Address address)
        {
            lock (_gate)
                _now.Add(address);
        }

        public void Forget(Ipv6Address address)
        {
            lock (_gate)
                _now.Remove(address);
        }

        public void LogRefusal(Ipv6Address address, LinuxException refusal) => throw refusal;
    }
}
