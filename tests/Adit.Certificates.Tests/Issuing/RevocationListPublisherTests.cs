using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Tests.Support;

namespace Adit.Certificates.Tests.Issuing;

public sealed class RevocationListPublisherTests : IDisposable
{
    private readonly StateDirectory _state = new();
    private readonly FixedClock _clock = new();
    private readonly CertificateAuthority _ca;

    public RevocationListPublisherTests() => _ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", _clock);

    public void Dispose()
    {
        _ca.Dispose();
        _state.Dispose();
    }

    [Fact]
    public async Task A_list_is_refreshed_when_half_of_its_life_is_over_and_not_before()
    {
        using var lists = Open();
        Assert.True(await lists.RefreshAsync(default));

        _clock.Now += TimeSpan.FromDays(3);
        Assert.False(await lists.RefreshAsync(default));
        _clock.Now += TimeSpan.FromDays(1);
        Assert.True(await lists.RefreshAsync(default));

        Assert.Equal(_clock.Now + RevocationListPublisher.Life, lists.Current!.NextUpdateUtc);
    }

    [Fact]
    public async Task The_numbers_rise_within_a_second_over_a_restart_and_with_a_clock_set_back()
    {
        var numbers = new List<long>();
        using (var lists = Open())
        {
            numbers.Add((await lists.PublishAsync(default)).Number);
            numbers.Add((await lists.PublishAsync(default)).Number);
        }

        _clock.Now -= TimeSpan.FromHours(1);
        using var again = Open();
        numbers.Add((await again.PublishAsync(default)).Number);

        Assert.Equal(numbers.Order().Distinct(), numbers);
    }

    [Fact]
    public async Task A_lost_or_damaged_file_does_not_stop_the_next_list()
    {
        File.WriteAllText(_state.File("issuing.crl"), "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n");
        using var lists = Open();

        Assert.Equal(_clock.Now.ToUnixTimeSeconds(), (await lists.PublishAsync(default)).Number);
    }

    [Fact]
    public async Task A_list_that_cannot_be_written_leaves_the_last_one_published()
    {
        using var lists = Open();
        var first = await lists.PublishAsync(default);
        File.Delete(_state.File("issuing.crl"));
        Directory.CreateDirectory(_state.File("issuing.crl"));

        await Assert.ThrowsAsync<CertificateFileException>(async () => await lists.PublishAsync(default));

        Assert.Same(first, lists.Current);
    }

    private RevocationListPublisher Open() => new(_state.Path, _ca, new InMemoryIssuedCertificates(), _clock);
}
