using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Keys;
using Adit.Certificates.Revocation;
using Adit.Certificates.Tests.Support;

namespace Adit.Certificates.Tests.Issuing;

/// <summary>The root publishes, too, and the issuing CA's certificate says where, without anything that it issued being touched.</summary>
public sealed class RootListTests : IDisposable
{
    private static readonly PublicationPoints OfServer = new("http://vpn.test/ca/issuing.crl", "http://vpn.test/ca/issuing.crt", "http://vpn.test/ocsp");
    private static readonly PublicationPoints OfIssuer = new("http://vpn.test/ca/root.crl", "http://vpn.test/ca.crt", Ocsp: null);

    private readonly StateDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData(KeyAlgorithm.P256)]
    [InlineData(KeyAlgorithm.Rsa2048)]
    public async Task Openssl_checks_the_whole_chain_against_the_published_lists(KeyAlgorithm algorithm)
    {
        using var ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", TimeProvider.System, seal: null, algorithm);
        Assert.True(ca.PlaceIssuer(OfIssuer));
        ServerCertificate.OpenOrIssue(_state.Path, ca, ["vpn.test"], TimeProvider.System, out _, () => OfServer).Dispose();
        using var lists = new RevocationListPublisher(_state.Path, ca, new InMemoryIssuedCertificates(), TimeProvider.System);
        await lists.PublishAsync(default);
        File.WriteAllText(_state.File("both.crl"), File.ReadAllText(_state.File("issuing.crl")) + File.ReadAllText(_state.File("root.crl")));

        Assert.Contains("server.crt: OK", Verify("-crl_check_all", "-CRLfile", _state.File("both.crl")), StringComparison.Ordinal);
        Assert.Contains("unable to get certificate CRL", Verify("-crl_check_all", "-CRLfile", _state.File("issuing.crl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strict_check_of_the_whole_chain_is_content()
    {
        using var ca = Open();
        ca.PlaceIssuer(OfIssuer);
        using var leaf = ServerCertificate.OpenOrIssue(_state.Path, ca, ["vpn.test"], TimeProvider.System, out _, () => OfServer);
        using var lists = new RevocationListPublisher(_state.Path, ca, new InMemoryIssuedCertificates(), TimeProvider.System);
        await lists.PublishAsync(default);
        var places = new Places();
        places.Publish(OfServer.List, lists.Current!.Der.ToArray());
        places.Publish(OfIssuer.List, lists.Root!.Der.ToArray());

        var failure = await new RevocationChecker(places, TimeProvider.System).CheckAsync(
            [leaf.RawData, ca.Issuer.RawData, ca.Certificate.RawData], RevocationSettings.Hard, CancellationToken.None);

        Assert.Null(failure);
        Assert.Contains(OfIssuer.List, places.Asked);
    }

    [Fact]
    public void A_new_certificate_for_the_issuing_CA_leaves_what_it_issued_as_it_was()
    {
        using var ca = Open();
        using var leaf = ServerCertificate.OpenOrIssue(_state.Path, ca, ["vpn.test"], TimeProvider.System);
        var before = ca.Issuer;

        ca.PlaceIssuer(OfIssuer);

        Assert.Contains("server.crt: OK", Verify("-x509_strict"), StringComparison.Ordinal);
        Assert.Equal((before.Subject, before.GetPublicKeyString(), before.NotAfter), (ca.Issuer.Subject, ca.Issuer.GetPublicKeyString(), ca.Issuer.NotAfter));
        ServerCertificate.OpenOrIssue(_state.Path, ca, ["vpn.test"], TimeProvider.System, out var reissued).Dispose();
        Assert.Null(reissued);
    }

    [Fact]
    public void It_is_kept_over_a_start_taken_back_on_demand_and_made_only_where_something_changes()
    {
        using (var ca = Open())
            Assert.Equal((false, true, false), (ca.PlaceIssuer(null), ca.PlaceIssuer(OfIssuer), ca.PlaceIssuer(OfIssuer)));
        using var again = Open();

        Assert.Equal([OfIssuer.List], RevocationPlaces.Of(again.Issuer).Lists);
        Assert.True(again.PlaceIssuer(null));
        Assert.True(RevocationPlaces.Of(again.Issuer).AreNone);
    }

    [Fact]
    public async Task Our_own_books_know_the_issuing_CA_by_any_of_its_certificates()
    {
        using var ca = Open();
        var record = new IssuedRecord(ca.Issuer, new InMemoryIssuedCertificates());
        ca.PlaceIssuer(OfIssuer);

        Assert.Equal(new OwnStatement(null), await record.FindAsync(ca.Issuer, ca.Certificate, CancellationToken.None));
    }

    [Fact]
    public async Task The_root_s_list_is_refreshed_like_the_other_and_its_numbers_rise()
    {
        var clock = new FixedClock();
        using var ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", clock);
        var numbers = new List<long>();
        for (var run = 0; run < 2; run++)
        {
            using var lists = new RevocationListPublisher(_state.Path, ca, new InMemoryIssuedCertificates(), clock);
            await lists.RefreshAsync(default);
            numbers.Add(lists.Root!.Number);
            clock.Now += TimeSpan.FromDays(4);
            Assert.True(await lists.RefreshAsync(default));
            numbers.Add(lists.Root!.Number);
        }

        Assert.Equal(numbers.Order().Distinct(), numbers);
    }

    private CertificateAuthority Open() => CertificateAuthority.OpenOrCreate(_state.Path, "vpn", TimeProvider.System);

    private string Verify(params string[] options) => OpenSsl.Run(
        ["verify", .. options, "-CAfile", _state.File("ca.crt"), "-untrusted", _state.File("issuing.crt"), _state.File("server.crt")]).Output;
}
