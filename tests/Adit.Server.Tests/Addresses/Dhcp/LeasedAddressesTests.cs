using System.Buffers.Binary;
using Adit.Access.Tests.Leases;
using Adit.Protocols;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;
using Adit.Server.Addresses;
using Adit.Server.Addresses.Dhcp;
using Adit.Server.Configuration;
using Adit.Server.Tests.Support;
using Adit.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace Adit.Server.Tests.Addresses.Dhcp;

public sealed class LeasedAddressesTests : IDisposable
{
    private const uint First = 0x0a4d0064, Second = 0x0a4d0065; // 10.77.0.100 and the next
    private const uint Elsewhere = 0x0a4e0064; // 10.78.0.100

    private static readonly DhcpPoolSettings _settings = new()
    {
        Interface = "lan",
        Timeout = TimeSpan.FromSeconds(20),
        Lease = new DhcpLeaseOptions
        {
            FirstRetry = TimeSpan.FromMilliseconds(20),
            DeclinePause = TimeSpan.Zero,
            ShortestLease = TimeSpan.FromSeconds(1),
        },
    };

    private readonly ScriptedDhcpServer _server = new();
    private readonly ScriptedPresence _presence = new();
    private readonly InMemoryLeaseStore _store = new();
    private readonly AddressBook _book;
    private readonly HashSet<Ipv4Address> _kept = [];
    private readonly TaskCompletionSource<(string Session, Failure Reason)> _ended = new();
    private readonly LeasedAddresses _source;
    private readonly AddressPool _pool;

    public LeasedAddressesTests()
    {
        _book = new AddressBook("gw", _store, TimeProvider.System);
        _source = NewSource(_settings);
        _pool = new AddressPool(_source, _book, _presence);
    }

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task An_address_that_is_lent_is_brought_here_and_given_back_with_its_session()
    {
        _server.Lend(3600, First);

        var lease = await TakeAsync();

        Assert.Equal((new Ipv4Address(First), null, "corp.example"), (lease.Address!.Value, lease.Failure, lease.Settings!.Suffix));
        Assert.Equal([new Ipv4Address(First)], _presence.Here);
        Assert.DoesNotContain(_server.Received, message => message.Type is DhcpMessageType.Release);
        await _pool.ReleaseAsync(new(First), "s1");
        Assert.Equal((DhcpMessageType.Release, new Ipv4Address(First)), (_server.Received.Last().Type!.Value, _server.Received.Last().ClientAddress));
        NothingIsLeft();
    }

    [Fact]
    public async Task Where_nobody_answers_the_failure_says_so_and_nothing_is_held()
    {
        using var source = NewSource(_settings with { Timeout = TimeSpan.FromMilliseconds(50) });

        var lease = await source.TakeAsync("alice", "s1", CancellationToken.None);

        Assert.Equal(("ADDR-121", "lan"), (lease.Failure!.Code, Assert.IsType<AddressFailure.NoDhcpServer>(lease.Failure).Interface));
        NothingIsLeft();
    }

    [Theory]
    [InlineData(Elsewhere, "it is of no network on lan")]
    [InlineData(Second, "another session has it")]
    public async Task An_offer_of_an_address_that_no_session_can_have_is_not_taken(uint offered, string reason)
    {
        await _book.TryTakeAsync(new(Second), "bob", "s2");
        _server.Lend(3600, offered);

        var lease = await TakeAsync();

        Assert.Contains(reason, Assert.IsType<AddressFailure.NoUsableLease>(lease.Failure).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Received, message => message.Type is DhcpMessageType.Request);
        Assert.Equal((0, "ADDR-122"), (_server.Exchanges.Count, lease.Failure!.Code));
    }

    [Fact]
    public async Task A_false_offer_does_not_keep_a_good_one_from_being_taken()
    {
        _server.Lend(3600, First);
        var honest = _server.Answers;
        _server.Answers = message =>
        [
            ScriptedDhcpServer.Reply(message, DhcpMessageType.Offer, Elsewhere),
            ScriptedDhcpServer.Reply(message, DhcpMessageType.Offer, 0xe0000001),
            ScriptedDhcpServer.Reply(message, DhcpMessageType.Offer, Second, seconds: 0),
            .. honest(message),
        ];

        Assert.Equal(new Ipv4Address(First), (await TakeAsync()).Address);
    }

    [Fact]
    public async Task An_address_that_another_host_uses_is_declined_and_the_next_one_taken()
    {
        _presence.Used[new(First)] = true;
        _server.Lend(3600, First, Second);

        var lease = await TakeAsync();

        Assert.Equal(new Ipv4Address(Second), lease.Address);
        Assert.Equal(new Ipv4Address(First),
            _server.Received.Single(message => message.Type is DhcpMessageType.Decline).Options.FindAddress(DhcpOptionCode.RequestedAddress));
        Assert.False(_book.IsHeld(new(First)));
    }

    [Fact]
    public async Task An_address_that_is_kept_for_an_account_is_declined()
    {
        _kept.Add(new(First));
        _server.Lend(3600, First, Second);

        Assert.Equal(new Ipv4Address(Second), (await TakeAsync()).Address);
    }

    [Fact]
    public async Task A_server_with_nothing_but_used_addresses_is_asked_a_bounded_number_of_times()
    {
        _presence.Used[new(First)] = true;
        _server.Lend(3600, First);

        var lease = await TakeAsync();

        Assert.Contains("another host uses it", Assert.IsType<AddressFailure.NoUsableLease>(lease.Failure).Reason, StringComparison.Ordinal);
        Assert.Equal(1 + _settings.Lease.MaxRestarts,
            _server.Received.Where(message => message.Type is DhcpMessageType.Discover).Select(message => message.TransactionId).Distinct().Count());
        NothingIsLeft();
    }

    [Fact]
    public async Task A_server_that_refuses_what_it_offered_is_a_failure_that_says_so()
    {
        _server.Answers = message => message.Type is DhcpMessageType.Discover
            ? [ScriptedDhcpServer.Reply(message, DhcpMessageType.Offer, First)]
            : [ScriptedDhcpServer.Reply(message, DhcpMessageType.Nak)];

        Assert.Equal(new AddressFailure.NoUsableLease("lan", "the server refused it"), (await TakeAsync()).Failure);
        NothingIsLeft();
    }

    [Fact]
    public async Task A_server_that_offers_and_never_grants_is_a_failure_that_says_so()
    {
        using var source = NewSource(_settings with { Timeout = TimeSpan.FromMilliseconds(50) });
        _server.Answers = message => message.Type is DhcpMessageType.Discover ? [ScriptedDhcpServer.Reply(message, DhcpMessageType.Offer, First)] : [];

        var lease = await source.TakeAsync("alice", "s1", CancellationToken.None);

        Assert.Contains("did not answer the request", Assert.IsType<AddressFailure.NoUsableLease>(lease.Failure).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lease_that_is_lost_leaves_the_network_at_once_and_ends_its_session()
    {
        _server.Lend(1, First);
        Assert.Equal(new Ipv4Address(First), (await TakeAsync()).Address);
        _server.Answers = _ => [];

        var (session, reason) = await _ended.Task.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(("s1", "ADDR-123"), (session, reason.Code));
        Assert.Empty(_presence.Here);
        await _pool.ReleaseAsync(new(First), "s1");
        Assert.DoesNotContain(_server.Received, message => message.Type is DhcpMessageType.Release); // it is not ours to give back
        NothingIsLeft();
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(uint.MaxValue - 1)]
    public async Task A_lease_for_ever_or_for_a_century_is_taken(uint seconds)
    {
        _server.Lend(seconds, First);

        Assert.Equal(new Ipv4Address(First), (await TakeAsync()).Address);
    }

    [Fact]
    public async Task With_the_fallback_a_session_without_a_lease_has_a_link_local_address_and_a_warning()
    {
        using var source = NewSource(_settings with { Timeout = TimeSpan.FromMilliseconds(50), LinkLocalFallback = true });

        var lease = await source.TakeAsync("alice", "s1", CancellationToken.None);

        Assert.Equal((0xa9feu, "ADDR-124"), (lease.Address!.Value.Value >> 16, lease.Failure!.Code));
        Assert.InRange(lease.Address.Value.Value, 0xa9fe0100u, 0xa9fefeffu);
        Assert.Equal([lease.Address.Value], _presence.Here);
        await new AddressPool(source, _book, _presence).ReleaseAsync(lease.Address.Value, "s1");
        NothingIsLeft();
    }

    [Fact]
    public async Task An_account_has_the_same_name_with_the_server_each_time_and_its_second_session_another()
    {
        _server.Lend(3600, First, Second, First);
        await TakeAsync("Alice", "s1");
        await TakeAsync("alice", "s2");
        await _pool.ReleaseAsync(new(First), "s1");
        await TakeAsync("alice", "s3");

        var names = _server.Received.Where(message => message.Type is DhcpMessageType.Discover)
            .DistinctBy(message => message.TransactionId) // on a busy machine one is asked again
            .Select(message => Convert.ToHexString(message.Options.Find(DhcpOptionCode.ClientIdentifier)!.Value.Span)).ToList();
        Assert.Equal(names[0], names[2]);
        Assert.NotEqual(names[0], names[1]);
        Assert.All(names, name => Assert.StartsWith("0061646974", name, StringComparison.Ordinal)); // type 0, "adit"
    }

    [Fact]
    public async Task A_call_that_ends_while_it_waits_leaves_nothing()
    {
        using var ending = new CancellationTokenSource();
        var taking = _source.TakeAsync("alice", "s1", ending.Token);
        await Eventually.BecomesTrueAsync("a server is asked", () => !_server.Received.IsEmpty);

        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking);
        NothingIsLeft();
    }

    [Fact]
    public async Task At_the_end_every_lease_is_given_back()
    {
        _server.Lend(3600, First, Second);
        await TakeAsync("alice", "s1");
        await TakeAsync("bob", "s2");

        _source.Dispose();

        Assert.Equal([First, Second],
            _server.Received.Where(message => message.Type is DhcpMessageType.Release).Select(message => message.ClientAddress.Value).Order());
        Assert.Equal(0, _server.Exchanges.Count);
    }

    [Fact]
    public async Task Whatever_else_comes_to_the_port_neither_harms_nor_stays()
    {
        var random = new Random(7);
        _server.Answers = message =>
        {
            if (message.Type is not DhcpMessageType.Discover)
                return [ScriptedDhcpServer.Reply(message, DhcpMessageType.Ack, First)];

            for (var i = 0; i < 2000; i++)
                _server.Exchanges.Receive(Damaged(ScriptedDhcpServer.Reply(message, DhcpMessageType.Offer, Elsewhere).ToArray(), random));
            return [ScriptedDhcpServer.Reply(message, DhcpMessageType.Offer, First)];
        };

        // Asked a second time while the rest of this still comes, the server would grant what a damaged message then refuses.
        using var source = NewSource(_settings with { Timeout = TimeSpan.FromMinutes(5), Lease = _settings.Lease with { FirstRetry = TimeSpan.FromMinutes(2) } });
        var lease = await source.TakeAsync("alice", "s1", CancellationToken.None);

        Assert.Equal(new Ipv4Address(First), lease.Address);
        Assert.Equal(1, _server.Exchanges.Count);
    }

    /// <summary>Some bytes are others, some are missing, or the number is a stranger's.</summary>
    private static byte[] Damaged(byte[] message, Random random)
    {
        for (var i = random.Next(8); i > 0; i--)
            message[random.Next(8, message.Length)] = (byte)random.Next(256);
        message.AsSpan(16, 4).Clear(); // never an address that could be taken by chance
        if (random.Next(4) == 0)
            BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), (uint)random.Next());
        return random.Next(3) == 0 ? message[..random.Next(message.Length)] : message;
    }

    private Task<AddressLease> TakeAsync(string account = "alice", string session = "s1") =>
        _pool.LeaseAsync(account, session, wanted: null, pool: null, CancellationToken.None);

    private void NothingIsLeft()
    {
        Assert.Equal((0, 0), (_book.Held, _server.Exchanges.Count));
        Assert.Empty(_presence.Here);
    }

    private LeasedAddresses NewSource(DhcpPoolSettings settings) => new(
        new LeasingNeeds(settings, new LeasingSide("gw", new byte[] { 2, 0, 0, 0, 0, 1 }, address => address.Value >> 8 == First >> 8),
            _server.Exchanges, _book, _presence, (address, _) => new(_kept.Contains(address)), new SystemRandom(), TimeProvider.System, NullLogger.Instance),
        (session, reason) => _ended.TrySetResult((session, reason)));
}
