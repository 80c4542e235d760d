using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;
using Adit.Certificates.Stores;
using Adit.Server.Configuration;
using Adit.Server.Listeners;
using Adit.Server.Serving;
using Adit.Server.Tests.Control;
using Adit.Server.Tests.Hosting;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Serving;

public sealed class ShownCertificatesTests : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly TemporaryDirectory _files = new();
    private readonly RecordingLogger _logger = new();
    private readonly CertificateStores _stores;
    private readonly ShownCertificates _shown;

    public ShownCertificatesTests()
    {
        _stores = new CertificateStores(_files.Path, null);
        _shown = new ShownCertificates(() => TestCertificate.Served, new CertificateSource(_stores), TimeProvider.System, _logger);
    }

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Without_any_the_one_of_our_own_authority_is_shown() => Assert.Same(TestCertificate.Served, _shown.Choose("vpn.example.com"));

    [Theory]
    [InlineData("one.example.com", 0)]
    [InlineData("ONE.example.com.", 0)]
    [InlineData("two.example.com", 1)]
    [InlineData("other.example.com", 0)]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("*", 0)]
    public void Each_name_is_answered_with_its_certificate_and_any_other_with_the_first(string? asked, int expected)
    {
        string[] prints = [Write("a.pem", "one.example.com"), Write("b.pem", "two.example.com")];
        Load("a.pem", "b.pem");

        Assert.Equal(prints[expected], PrintOf(_shown.Choose(asked)));
    }

    [Fact]
    public void A_star_answers_for_every_name_below_it()
    {
        Write("a.pem", "one.example.com");
        var star = Write("b.pem", "*.example.net");
        Load("a.pem", "b.pem");

        Assert.Equal(star, PrintOf(_shown.Choose("vpn.example.net")));
    }

    [Fact] // row D03
    public void Of_two_with_the_same_name_the_one_that_ends_last_is_shown()
    {
        Write("a.pem", end: DateTimeOffset.UtcNow.AddDays(10));
        var newer = Write("b.pem", end: DateTimeOffset.UtcNow.AddDays(100));
        Load("a.pem", "b.pem");

        Assert.Equal([newer, newer], [PrintOf(_shown.Choose("vpn.example.com")), PrintOf(_shown.Default)]);
    }

    [Fact] // row D03
    [Scenario("D03", Linted = true)]
    public void A_newer_one_in_the_store_that_nobody_assigned_is_told_of()
    {
        Write("a.pem", end: DateTimeOffset.UtcNow.AddDays(10));
        Write("b.pem", end: DateTimeOffset.UtcNow.AddDays(100));
        Load("a.pem");
        Import("b.pem");

        _shown.Look();

        Assert.Contains("PKI-139", Assert.Single(_shown.All).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_of_the_store_is_found_by_name_and_the_newest_with_a_key_is_shown()
    {
        Write("a.pem", end: DateTimeOffset.UtcNow.AddDays(10));
        var newer = Write("b.pem", end: DateTimeOffset.UtcNow.AddDays(100));
        Import("a.pem");
        _shown.Load([new CertificateSettings { Store = "vpn.example.com" }]);
        Import("b.pem");

        _shown.Look();

        Assert.Equal(newer, PrintOf(_shown.Default));
    }

    [Fact] // row D08
    [Scenario("D08", Linted = true)]
    public void An_entry_without_its_key_is_refused()
    {
        Write("a.pem");
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(PathOf("a.pem"));
        _stores.Add(Adit.Certificates.Stores.StoreName.Machine, certificate);

        var refusal = Assert.Throws<RefusedCertificateException>(() => _shown.Load([new CertificateSettings { Store = "vpn.example.com" }]));

        Assert.Equal("PKI-132", refusal.Code);
    }

    [Fact] // row D04
    public void A_new_file_is_shown_from_the_next_look_on()
    {
        Write("a.pem");
        Load("a.pem");
        var newer = Write("a.pem");

        _shown.Look();

        Assert.Equal(newer, PrintOf(_shown.Default));
        Assert.Contains("get the new certificate", Assert.Single(_logger.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_is_turned_is_followed()
    {
        Write("a.pem");
        var newer = Write("b.pem");
        File.CreateSymbolicLink(PathOf("live.pem"), PathOf("a.pem"));
        Load("live.pem");
        File.Delete(PathOf("live.pem"));
        File.CreateSymbolicLink(PathOf("live.pem"), PathOf("b.pem"));

        _shown.Look();

        Assert.Equal(newer, PrintOf(_shown.Default));
    }

    [Theory]
    [InlineData("expired", "PKI-108")]
    [InlineData("purpose", "PKI-107")]
    [InlineData("key", "PKI-132")]
    [InlineData("nonsense", null)]
    [InlineData("gone", null)]
    public void A_new_file_that_cannot_be_shown_is_refused_aloud_once_and_the_old_one_stays(string fault, string? code)
    {
        var before = Write("a.pem");
        Load("a.pem");
        Spoil("a.pem", fault);

        _shown.Look();
        _shown.Look();

        Assert.Equal(before, PrintOf(_shown.Default));
        Assert.Contains("not taken", Assert.Single(_logger.Lines).Message, StringComparison.Ordinal);
        var refused = Assert.Single(_shown.All).Refused;
        Assert.NotNull(refused);
        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public void After_a_refusal_the_next_good_one_is_taken()
    {
        Write("a.pem");
        Load("a.pem");
        Spoil("a.pem", "nonsense");
        _shown.Look();
        var good = Write("a.pem");

        _shown.Look();

        Assert.Equal((good, null), (PrintOf(_shown.Default), Assert.Single(_shown.All).Refused));
    }

    [Theory] // rows B06, B07, B08, B21, B22, D06 and D08
    [InlineData("expired", "A certificate has expired")]
    [InlineData("purpose", "not for this use")]
    [InlineData("key", "The private key is not there")]
    [InlineData("foreign", "belongs to another certificate")]
    [InlineData("nonsense", "holds no certificate")]
    [InlineData("gone", "cannot be read")]
    [InlineData("exposed", "lets others touch it")]
    public void What_cannot_be_shown_is_refused_at_the_start(string fault, string words)
    {
        Write("a.pem");
        Spoil("a.pem", fault);

        var refusal = Assert.Throws<RefusedCertificateException>(() => Load("a.pem"));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.NextStep);
    }

    [Fact] // row B06
    [Scenario("B06", Linted = true)]
    public void An_entry_that_the_store_does_not_have_is_refused_at_the_start()
    {
        var refusal = Assert.Throws<RefusedCertificateException>(() => _shown.Load([new CertificateSettings { Store = "vpn.example.com" }]));

        Assert.Contains("no certificate 'vpn.example.com'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reload_with_one_that_cannot_be_shown_changes_nothing()
    {
        var before = Write("a.pem");
        Load("a.pem");
        Write("b.pem", purpose: ClientAuthentication);
        var next = new ServerConfiguration { Certificates = [SettingsOf("a.pem"), SettingsOf("b.pem")] };

        await Assert.ThrowsAsync<RefusedCertificateException>(async () => await _shown.PrepareAsync(next));

        Assert.Equal(before, PrintOf(Assert.Single(_shown.All).Served));
    }

    [Fact]
    public async Task A_reload_takes_new_files_at_once_and_says_so()
    {
        var before = Write("a.pem");
        Load("a.pem");
        var newer = Write("a.pem");

        await using var change = await _shown.PrepareAsync(new ServerConfiguration { Certificates = [SettingsOf("a.pem")] });
        await change.ApplyAsync();

        Assert.Equal(newer, PrintOf(_shown.Default));
        var told = Assert.Single(change.Changes);
        Assert.Equal((before, newer), (told.Old.Replace(":", "", StringComparison.Ordinal), told.New.Replace(":", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_reload_says_nothing_of_a_file_that_is_the_same()
    {
        Write("a.pem");
        Load("a.pem");

        await using var change = await _shown.PrepareAsync(new ServerConfiguration { Certificates = [SettingsOf("a.pem")] });

        Assert.Empty(change.Changes);
    }

    private string Write(string file, string name = "vpn.example.com", DateTimeOffset? end = null, string purpose = "1.3.6.1.5.5.7.3.1") =>
        CertificateFiles.Write(PathOf(file), name, end: end, purpose: purpose);

    private void Spoil(string file, string fault)
    {
        switch (fault)
        {
            case "expired":
                CertificateFiles.Write(PathOf(file), begin: DateTimeOffset.UtcNow.AddDays(-9), end: DateTimeOffset.UtcNow.AddDays(-1));
                break;
            case "purpose":
                Write(file, purpose: ClientAuthentication);
                break;
            case "key":
                CertificateFiles.Write(PathOf(file), withKey: false);
                break;
            case "foreign":
                using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                {
                    CertificateFiles.Write(PathOf(file), withKey: false);
                    CertificateFiles.Replace(PathOf(file), File.ReadAllText(PathOf(file)) + key.ExportPkcs8PrivateKeyPem());
                }

                break;
            case "nonsense":
                CertificateFiles.Replace(PathOf(file), "nonsense");
                break;
            case "exposed":
                File.SetUnixFileMode(PathOf(file), UnixFileMode.UserRead | UnixFileMode.OtherRead);
                break;
            default:
                File.Delete(PathOf(file));
                break;
        }
    }

    private void Import(string file)
    {
        using var certificate = X509Certificate2.CreateFromPemFile(PathOf(file));
        using var key = PrivateKey.Of(certificate)!;
        _stores.AddWithKey(certificate, key, isExportable: false);
    }

    private void Load(params string[] files) => _shown.Load([.. files.Select(SettingsOf)]);

    private CertificateSettings SettingsOf(string file) => new() { File = PathOf(file) };

    private string PathOf(string file) => Path.Combine(_files.Path, file);

    private static string PrintOf(ServedCertificate served) => served.Leaf.GetCertHashString(HashAlgorithmName.SHA256);
}
