using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Revocation;
using Adit.Certificates.Revocation.Ocsp;
using Adit.Certificates.Tests.Support;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Revocation;

public sealed class RevocationCheckerTests : IDisposable
{
    private const string ListAddress = "http://crl.example.org/ca.crl";
    private const string OtherListAddress = "http://crl.example.net/ca.crl";
    private const string Responder = "http://ocsp.example.org/";

    private readonly StateDirectory _state = new();
    private readonly FixedClock _clock = new();
    private readonly Places _places = new();
    private readonly TestCertificate _root = TestPki.Root();
    private readonly TestCertificate _leaf;
    private readonly RevocationChecker _checker;

    public RevocationCheckerTests()
    {
        _leaf = _root.Issue(new Recipe("CN=Leaf") { Lists = [ListAddress] });
        _checker = new RevocationChecker(_places, _clock);
    }

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task A_certificate_that_its_list_does_not_hold_is_accepted()
    {
        _places.Publish(ListAddress, TestLists.Of(_root));

        Assert.Null(await CheckAsync(RevocationSettings.Hard, _leaf, _root));
    }

    [Theory]
    [InlineData("soft")]
    [InlineData("windows")]
    [InlineData("hard")]
    public async Task A_certificate_on_its_list_is_revoked(string settings)
    {
        _places.Publish(ListAddress, TestLists.Revoking(_root, _leaf));

        var failure = Assert.IsType<CertificateFailure.Revoked>(await CheckAsync(RevocationSettings.ByName(settings)!, _leaf, _root));
        Assert.Equal(("CN=Leaf", ListAddress, "KeyCompromise", FixedClock.Today), (failure.Subject, failure.Source, failure.Reason, failure.RevokedAt));
    }

    [Fact]
    public async Task A_revoked_intermediate_is_named_and_goes_before_a_leaf_that_is_out_of_reach()
    {
        var issuing = _root.Issue(TestPki.Authority("CN=Issuing") with { Lists = [ListAddress] });
        var leaf = issuing.Issue(new Recipe("CN=Leaf") { Lists = [OtherListAddress] });
        _places.Publish(ListAddress, TestLists.Revoking(_root, issuing));

        var failure = Assert.IsType<CertificateFailure.Revoked>(await CheckAsync(RevocationSettings.Windows, leaf, issuing, _root));
        Assert.Equal("CN=Issuing", failure.Subject);
    }

    [Theory]
    [InlineData("off", null)]
    [InlineData("soft", null)]
    [InlineData("windows", "PKI-112")]
    [InlineData("hard", "PKI-112")]
    public async Task A_list_out_of_reach_refuses_as_the_settings_say(string settings, string? code) =>
        Assert.Equal(code, (await CheckAsync(RevocationSettings.ByName(settings)!, _leaf, _root))?.Code);

    [Theory]
    [InlineData("off", null)]
    [InlineData("soft", null)]
    [InlineData("windows", null)]
    [InlineData("hard", "PKI-113")]
    public async Task A_certificate_that_names_no_place_is_refused_as_the_settings_say(string settings, string? code) => Assert.Equal(
        code, (await CheckAsync(RevocationSettings.ByName(settings)!, _root.Issue(new Recipe("CN=Leaf")), _root))?.Code);

    [Fact]
    public async Task With_the_check_switched_off_nobody_is_asked()
    {
        await CheckAsync(RevocationSettings.Off, _leaf, _root);

        Assert.Empty(_places.Asked);
    }

    [Fact]
    public async Task A_root_is_looked_up_only_where_the_settings_say_so()
    {
        var root = TestPki.SelfSigned(TestPki.Authority("CN=Root") with { Lists = [OtherListAddress] });
        var leaf = root.Issue(new Recipe("CN=Leaf") { Lists = [ListAddress] });
        _places.Publish(ListAddress, TestLists.Of(root));

        Assert.Null(await CheckAsync(RevocationSettings.Hard, leaf, root));
        Assert.IsType<CertificateFailure.RevocationOffline>(await CheckAsync(RevocationSettings.Hard with { ChecksRoot = true }, leaf, root));
    }

    [Fact]
    public async Task A_certificate_that_is_trusted_in_itself_is_not_looked_up()
    {
        Assert.Null(await CheckAsync(RevocationSettings.Windows, _leaf));
        Assert.Empty(_places.Asked);
    }

    [Fact]
    public async Task The_second_place_is_asked_where_the_first_does_not_tell()
    {
        var leaf = _root.Issue(new Recipe("CN=Leaf") { Lists = [ListAddress, OtherListAddress] });
        _places.Publish(OtherListAddress, TestLists.Revoking(_root, leaf));

        Assert.IsType<CertificateFailure.Revoked>(await CheckAsync(RevocationSettings.Windows, leaf, _root));
        Assert.Equal([ListAddress, OtherListAddress], _places.Asked);
    }

    [Fact]
    public async Task A_place_that_hangs_costs_no_more_than_the_time_of_the_check()
    {
        _places.Hang(ListAddress);

        var failure = await CheckAsync(RevocationSettings.Windows with { Time = TimeSpan.FromMilliseconds(50) }, _leaf, _root);

        Assert.Contains("time", Assert.Single(Assert.IsType<CertificateFailure.RevocationOffline>(failure).Places), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_cannot_be_used_tells_nothing()
    {
        var other = TestPki.Root("CN=Other");
        byte[][] useless =
        [
            [], "<html>Sign in to the hotel's network</html>"u8.ToArray(), TestLists.Of(other), TestLists.Of(TestPki.Root()),
            TestLists.Of(_root, thisUpdate: FixedClock.Today.AddDays(-9)), TestLists.Of(_root, thisUpdate: FixedClock.Today.AddDays(1)),
            Vector.Read("delta.crl"),
        ];
        foreach (var list in useless)
        {
            _places.Publish(ListAddress, list);
            var failure = await new RevocationChecker(_places, _clock).CheckAsync(Chain(_leaf, _root), RevocationSettings.Windows, CancellationToken.None);
            Assert.Contains(ListAddress, Assert.Single(Assert.IsType<CertificateFailure.RevocationOffline>(failure).Places), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_list_is_fetched_once_while_it_holds_and_again_when_it_has_ended()
    {
        _places.Publish(ListAddress, TestLists.Of(_root));
        await CheckAsync(RevocationSettings.Windows, _leaf, _root);
        await CheckAsync(RevocationSettings.Windows, _leaf, _root);
        Assert.Single(_places.Asked);

        _clock.Now += TimeSpan.FromDays(8);
        _places.Publish(ListAddress, TestLists.Of(_root, [_leaf.Public.SerialNumberBytes.ToArray()], _clock.Now));

        Assert.IsType<CertificateFailure.Revoked>(await CheckAsync(RevocationSettings.Windows, _leaf, _root));
    }

    [Fact]
    public async Task A_revocation_published_while_an_older_list_holds_bites_after_a_flush()
    {
        _places.Publish(ListAddress, TestLists.Of(_root));
        await CheckAsync(RevocationSettings.Windows, _leaf, _root);
        _places.Publish(ListAddress, TestLists.Revoking(_root, _leaf));
        Assert.Null(await CheckAsync(RevocationSettings.Windows, _leaf, _root));

        Assert.Equal(1, _checker.Flush());

        Assert.IsType<CertificateFailure.Revoked>(await CheckAsync(RevocationSettings.Windows, _leaf, _root));
    }

    [Fact]
    public async Task A_list_is_renewed_ahead_of_its_end_and_stays_where_no_newer_one_can_be_had()
    {
        _places.Publish(ListAddress, TestLists.Of(_root));
        await CheckAsync(RevocationSettings.Windows, _leaf, _root);
        Assert.Empty(await _checker.RefreshAsync(CancellationToken.None));
        Assert.Single(_places.Asked);

        _clock.Now += TimeSpan.FromDays(6);
        _places.TakeDown(ListAddress);
        Assert.Equal(ListAddress, Assert.Single(await _checker.RefreshAsync(CancellationToken.None)).Key);
        Assert.Null(await CheckAsync(RevocationSettings.Windows, _leaf, _root));

        _places.Publish(ListAddress, TestLists.Of(_root, [_leaf.Public.SerialNumberBytes.ToArray()], _clock.Now));
        Assert.Empty(await _checker.RefreshAsync(CancellationToken.None));
        Assert.IsType<CertificateFailure.Revoked>(await CheckAsync(RevocationSettings.Windows, _leaf, _root));
    }

    [Fact]
    public async Task A_place_that_is_down_is_asked_once_for_many_and_again_a_little_later()
    {
        for (var times = 0; times < 5; times++)
            Assert.NotNull(await CheckAsync(RevocationSettings.Windows, _leaf, _root));
        Assert.Single(_places.Asked);

        _clock.Now += TimeSpan.FromMinutes(1);
        _places.Publish(ListAddress, TestLists.Of(_root));

        Assert.Null(await CheckAsync(RevocationSettings.Windows, _leaf, _root));
    }

    [Fact]
    public async Task Many_at_once_fetch_a_list_once()
    {
        var go = new TaskCompletionSource();
        _places.Answer(ListAddress, _ =>
        {
            go.Task.Wait();
            return TestLists.Of(_root);
        });
        var checks = Enumerable.Range(0, 8).Select(_ => Task.Run(() => CheckAsync(RevocationSettings.Windows, _leaf, _root))).ToList();
        go.SetResult();

        Assert.All(await Task.WhenAll(checks), Assert.Null);
        Assert.Single(_places.Asked);
    }

    [Fact]
    public async Task A_list_on_disk_serves_a_checker_that_begins_while_its_place_is_down_until_it_ends()
    {
        _places.Publish(ListAddress, TestLists.Revoking(_root, _leaf));
        await new RevocationChecker(_places, _clock, _state.File("revocation")).CheckAsync(Chain(_leaf, _root), RevocationSettings.Windows, CancellationToken.None);
        _places.TakeDown(ListAddress);

        Assert.IsType<CertificateFailure.Revoked>(await FreshAsync());
        _clock.Now += TimeSpan.FromDays(8);
        Assert.IsType<CertificateFailure.RevocationOffline>(await FreshAsync());
    }

    [Fact]
    public async Task A_list_on_disk_that_somebody_has_changed_is_not_believed()
    {
        _places.Publish(ListAddress, TestLists.Revoking(_root, _leaf));
        await FreshAsync();
        File.WriteAllBytes(Assert.Single(Directory.GetFiles(_state.File("revocation"))), TestLists.Of(TestPki.Root()));

        Assert.IsType<CertificateFailure.Revoked>(await FreshAsync());
    }

    [Fact]
    public async Task A_flush_empties_the_disk_too()
    {
        _places.Publish(ListAddress, TestLists.Of(_root));
        var checker = new RevocationChecker(_places, _clock, _state.File("revocation"));
        await checker.CheckAsync(Chain(_leaf, _root), RevocationSettings.Windows, CancellationToken.None);

        checker.Flush();

        Assert.Empty(Directory.GetFiles(_state.File("revocation")));
    }

    [Fact]
    public async Task A_responder_is_asked_before_the_list_and_the_list_where_it_does_not_tell()
    {
        var leaf = _root.Issue(new Recipe("CN=Leaf") { Lists = [ListAddress], Responders = [Responder] });
        _places.Publish(Responder, [0x30, 3, 0x0A, 1, 6]);
        _places.Publish(ListAddress, TestLists.Revoking(_root, leaf));

        Assert.IsType<CertificateFailure.Revoked>(await CheckAsync(RevocationSettings.Windows, leaf, _root));
        Assert.Equal([Responder, ListAddress], _places.Asked);
    }

    [Fact]
    public async Task A_responder_is_asked_for_the_certificate_with_a_nonce_of_32_octets()
    {
        var leaf = _root.Issue(new Recipe("CN=Leaf") { Responders = [Responder] });
        OcspRequest? asked = null;
        _places.Answer(Responder, request =>
        {
            Assert.True(OcspRequest.TryParse(request.Body!.Value, out asked));
            Assert.Equal("application/ocsp-request", request.ContentType);
            return [];
        });

        await CheckAsync(RevocationSettings.Windows, leaf, _root);

        Assert.Equal(OcspCertId.Of(leaf.Public, _root.Public), Assert.Single(asked!.Ids));
        Assert.Equal(32, asked.Nonce?.Length);
    }

    [Fact]
    public async Task Our_own_books_are_asked_first_and_settle_it()
    {
        var books = new Books { Revoked = new RevokedEntry(FixedClock.Today, X509RevocationReason.Superseded) };
        _places.Publish(ListAddress, TestLists.Of(_root));
        var checker = new RevocationChecker(_places, _clock, record: books);

        var failure = await checker.CheckAsync(Chain(_leaf, _root), RevocationSettings.Soft, CancellationToken.None);

        Assert.Equal("Superseded", Assert.IsType<CertificateFailure.Revoked>(failure).Reason);
        Assert.Empty(_places.Asked);
    }

    [Fact]
    public async Task Places_that_cannot_be_read_are_places_that_do_not_tell()
    {
        var broken = new System.Security.Cryptography.X509Certificates.X509Extension("2.5.29.31", [0x30, 0x05, 0x01], critical: false);

        Assert.IsType<CertificateFailure.RevocationOffline>(
            await CheckAsync(RevocationSettings.Windows, _root.Issue(new Recipe("CN=Leaf") { Extra = broken }), _root));
    }

    private Task<CertificateFailure?> FreshAsync() => new RevocationChecker(_places, _clock, _state.File("revocation"))
        .CheckAsync(Chain(_leaf, _root), RevocationSettings.Windows, CancellationToken.None);

    private Task<CertificateFailure?> CheckAsync(RevocationSettings settings, params TestCertificate[] chain) =>
        _checker.CheckAsync(Chain(chain), settings, CancellationToken.None);

    private static ReadOnlyMemory<byte>[] Chain(params TestCertificate[] chain) => [.. chain.Select(one => (ReadOnlyMemory<byte>)one.Public.RawData)];

    private sealed class Books : IRevocationRecord
    {
        public RevokedEntry? Revoked { get; init; }

        public Task<OwnStatement?> FindAsync(
            System.Security.Cryptography.X509Certificates.X509Certificate2 certificate,
            System.Security.Cryptography.X509Certificates.X509Certificate2 issuer,
            CancellationToken cancellation) => Task.FromResult<OwnStatement?>(new(Revoked));
    }
}
