using Adit.Access.Decisions;
using Adit.Protocols;
using Adit.Protocols.Crypto;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Decisions;

public sealed class EapAuthorityTests
{
    private static readonly byte[] _identity = [2, 1, 0, 6, 1, (byte)'u'];

    private readonly VirtualTime _time = new();
    private readonly EapAuthority _authority;

    public EapAuthorityTests() => _authority = new EapAuthority(
        new YesMan(), () => new AccessOptions { EapMethods = [EapType.GenericTokenCard] }, new CountingBytes(), _time);

    [Fact]
    public async Task Who_has_said_nothing_is_asked_for_an_identity()
    {
        var challenge = Assert.IsType<AccessReply.Challenge>(await AskAsync([], default));

        Assert.Equal("0100000501", Convert.ToHexStringLower(challenge.EapPacket.Span));
    }

    [Fact]
    public async Task What_the_authority_says_of_the_credentials_is_what_the_gateway_hears()
    {
        var challenge = Assert.IsType<AccessReply.Challenge>(await AskAsync(_identity, default));

        var accept = Assert.IsType<AccessReply.Accept>(await AskAsync(PasswordFor(challenge), challenge.State));

        Assert.Equal("u", accept.Identity);
        Assert.Equal(3, accept.EapPacket.Span[0]);
    }

    [Fact]
    public async Task A_state_is_good_for_one_answer()
    {
        var challenge = Assert.IsType<AccessReply.Challenge>(await AskAsync(_identity, default));
        await AskAsync(PasswordFor(challenge), challenge.State);

        Assert.Equal(AccessReason.EapBrokenOff, Assert.IsType<AccessReply.Reject>(await AskAsync(PasswordFor(challenge), challenge.State)).Reason);
    }

    [Fact]
    public async Task An_answer_that_makes_no_sense_is_asked_for_again()
    {
        var challenge = Assert.IsType<AccessReply.Challenge>(await AskAsync(_identity, default));

        var again = Assert.IsType<AccessReply.Challenge>(await AskAsync([4, 2, 0, 4], challenge.State));

        Assert.Equal(challenge.EapPacket.ToArray(), again.EapPacket.ToArray());
        Assert.NotEqual(challenge.State.ToArray(), again.State.ToArray());
    }

    [Fact]
    public async Task A_conversation_ends_when_nobody_has_answered_for_two_minutes()
    {
        var challenge = Assert.IsType<AccessReply.Challenge>(await AskAsync(_identity, default));

        _time.Now += TimeSpan.FromMinutes(2);

        Assert.IsType<AccessReply.Reject>(await AskAsync(PasswordFor(challenge), challenge.State));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(200)]
    public async Task A_state_of_our_making_or_not_is_no_door(int length) =>
        Assert.IsType<AccessReply.Reject>(await AskAsync(_identity, new byte[length]));

    [Fact]
    public async Task Of_too_many_conversations_the_one_that_waits_longest_goes()
    {
        var first = Assert.IsType<AccessReply.Challenge>(await AskAsync(_identity, default));
        AccessReply last = first;
        for (var i = 0; i < 10_000; i++)
            last = await AskAsync(_identity, default);

        Assert.IsType<AccessReply.Reject>(await AskAsync(PasswordFor(first), first.State));
        var challenge = Assert.IsType<AccessReply.Challenge>(last);
        Assert.IsType<AccessReply.Accept>(await AskAsync(PasswordFor(challenge), challenge.State));
    }

    private static byte[] PasswordFor(AccessReply.Challenge challenge) => [2, challenge.EapPacket.Span[1], 0, 6, 6, (byte)'p'];

    private ValueTask<AccessReply> AskAsync(byte[] packet, ReadOnlyMemory<byte> state) => _authority.DecideAsync(
        new AccessRequest(new AccessCredentials.Eap("u", packet, state), "s", "gw", "192.0.2.1", null), CancellationToken.None);

    private sealed class YesMan : IAuthority
    {
        public ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken) =>
            new(new AccessReply.Accept(request.UserName, 0, null, SessionKeys.NotGenerated));

        public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken) => default;
    }

    private sealed class CountingBytes : IRandomSource
    {
        private int _next;

        public void Fill(Span<byte> destination)
        {
            destination.Clear();
            BitConverter.TryWriteBytes(destination, ++_next);
        }
    }
}
