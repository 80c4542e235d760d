using Adit.Access.Sealing;

namespace Adit.Access.Tests.Sealing;

public sealed class SecretSealerTests
{
    private readonly SecretSealer _sealer = new(Key(1));

    [Fact]
    public void A_sealed_secret_opens_for_what_it_was_sealed_for()
    {
        var sealedSecret = _sealer.Seal("purpose", "alice", "secret"u8);

        Assert.True(_sealer.TryOpen("purpose", "alice", sealedSecret, out var secret));
        Assert.Equal("secret"u8, secret);
    }

    [Theory]
    [InlineData("purpose", "bob")]
    [InlineData("another purpose", "alice")]
    [InlineData("purposea", "lice")]
    public void It_opens_for_nobody_and_nothing_else(string purpose, string subject)
    {
        var sealedSecret = _sealer.Seal("purpose", "alice", "secret"u8);

        Assert.False(_sealer.TryOpen(purpose, subject, sealedSecret, out var secret));
        Assert.Empty(secret);
    }

    [Fact]
    public void It_does_not_open_with_another_key_and_says_that_the_key_is_another()
    {
        var sealedSecret = new SecretSealer(Key(2)).Seal("purpose", "alice", "secret"u8);

        Assert.False(_sealer.TryOpen("purpose", "alice", sealedSecret, out _));
        Assert.False(_sealer.IsSealedWithThisKey(sealedSecret));
    }

    [Fact]
    public void It_does_not_open_with_any_bit_changed_or_byte_missing()
    {
        var sealedSecret = _sealer.Seal("purpose", "alice", "secret"u8);

        for (var i = 0; i < sealedSecret.Length; i++)
        {
            var altered = sealedSecret.ToArray();
            altered[i] ^= 1;
            Assert.False(_sealer.TryOpen("purpose", "alice", altered, out _));
            Assert.False(_sealer.TryOpen("purpose", "alice", sealedSecret.AsSpan(0, i), out _));
        }
    }

    [Fact]
    public void Many_threads_may_open_at_once()
    {
        byte[][] sealedSecrets = [.. Enumerable.Range(0, 64).Select(i => _sealer.Seal("purpose", "alice", [(byte)i]))];

        var opened = sealedSecrets.AsParallel().AsOrdered().WithDegreeOfParallelism(8)
            .Select(one => _sealer.TryOpen("purpose", "alice", one, out var secret) ? secret[0] : -1);

        Assert.Equal(Enumerable.Range(0, 64), opened);
    }

    [Fact]
    public void Sealing_twice_gives_different_bytes() =>
        Assert.NotEqual(_sealer.Seal("purpose", "alice", "secret"u8), _sealer.Seal("purpose", "alice", "secret"u8));

    [Fact]
    public void A_purpose_or_subject_cannot_hold_what_separates_them() =>
        Assert.Throws<ArgumentException>(() => _sealer.Seal("purpose", "a\0b", "secret"u8));

    private static byte[] Key(byte octet) => [.. Enumerable.Repeat(octet, SecretSealer.KeyLength)];
}
