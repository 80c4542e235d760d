using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Revocation;
using Adit.Certificates.Revocation.Ocsp;
using Adit.Certificates.Tests.Issuing;
using Adit.Certificates.Tests.Support;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Revocation.Ocsp;

/// <summary>What our responder says, to our own client and to openssl's.</summary>
public sealed class OcspResponderTests : IAsyncLifetime
{
    private const string Address = "http://vpn.example.org/ocsp";

    private readonly StateDirectory _state = new();
    private readonly FixedClock _clock = new(DateTimeOffset.UtcNow);
    private readonly InMemoryIssuedCertificates _books = new();
    private readonly TestCertificate _authority = TestPki.SelfSigned(TestPki.Authority("CN=Authority") with { NotBefore = Today.AddDays(-9), NotAfter = Today.AddDays(9) });
    private readonly TestCertificate _good;
    private readonly TestCertificate _revoked;
    private readonly TestCertificate _foreign;
    private readonly OcspResponder _responder;
    private int _signatures;

    public OcspResponderTests()
    {
        var recipe = new Recipe("CN=Anna") { Responders = [Address], NotBefore = Today.AddDays(-1), NotAfter = Today.AddDays(1) };
        (_good, _revoked, _foreign) = (_authority.Issue(recipe), _authority.Issue(recipe), _authority.Issue(recipe));
        _responder = new OcspResponder(_authority.Public, Sign, _books, _clock);
    }

    private static DateTimeOffset Today => DateTimeOffset.UtcNow;

    public async ValueTask InitializeAsync()
    {
        foreach (var certificate in new[] { _good, _revoked })
            await _books.AddAsync(IssuedCertificate.Of(certificate.Public, _authority.Public, "user"), CancellationToken.None);
        await _books.RevokeAsync(_revoked.Public.SerialNumber, X509RevocationReason.KeyCompromise, _clock.Now.AddMinutes(-1), CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        _state.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Our_client_learns_what_is_good_revoked_and_not_known()
    {
        Assert.Null(await CheckAsync(_good));
        Assert.Equal(Address, Assert.IsType<CertificateFailure.Revoked>(await CheckAsync(_revoked)).Source);
        Assert.Contains("does not know", Assert.Single(Assert.IsType<CertificateFailure.RevocationOffline>(await CheckAsync(_foreign)).Places), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-nonce")]
    [InlineData("-no_nonce")]
    public async Task The_client_of_openssl_accepts_what_we_say(string nonce)
    {
        File.WriteAllText(_state.File("ca.pem"), _authority.Public.ExportCertificatePem());
        foreach (var (certificate, word) in new[] { (_good, "good"), (_revoked, "revoked"), (_foreign, "unknown") })
        {
            File.WriteAllText(_state.File("leaf.pem"), certificate.Public.ExportCertificatePem());
            OpenSsl.Run("ocsp", "-issuer", _state.File("ca.pem"), "-cert", _state.File("leaf.pem"), nonce, "-reqout", _state.File("request"));
            await File.WriteAllBytesAsync(
                _state.File("answer"), await _responder.AnswerAsync(await File.ReadAllBytesAsync(_state.File("request")), CancellationToken.None));

            var (_, output) = OpenSsl.Run(
                "ocsp", "-issuer", _state.File("ca.pem"), "-CAfile", _state.File("ca.pem"), "-cert", _state.File("leaf.pem"),
                "-no_nonce", "-reqin", _state.File("request"), "-respin", _state.File("answer"));

            Assert.Contains("Response verify OK", output, StringComparison.Ordinal);
            Assert.Contains($"leaf.pem: {word}", output, StringComparison.Ordinal);
            Assert.DoesNotContain("WARNING: no nonce", nonce == "-nonce" ? output : "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_revocation_is_in_the_next_answer()
    {
        await AskAsync(_good, nonce: null);
        await _books.RevokeAsync(_good.Public.SerialNumber, X509RevocationReason.Superseded, _clock.Now, CancellationToken.None);

        Assert.Equal(X509RevocationReason.Superseded, Read(await AskAsync(_good, nonce: null), _good)?.Revoked?.Reason);
    }

    [Fact]
    public async Task Who_asks_without_a_nonce_gets_the_same_answer_for_a_while()
    {
        var first = await AskAsync(_good, nonce: null);
        Assert.Equal(first, await AskAsync(_good, nonce: null));
        Assert.Equal(1, _signatures);

        _clock.Now += OcspResponder.Reuse;
        Assert.NotEqual(first, await AskAsync(_good, nonce: null));
    }

    [Fact]
    public async Task Who_asks_with_a_nonce_gets_an_answer_of_his_own()
    {
        await AskAsync(_good, new byte[32]);
        await AskAsync(_good, new byte[32]);

        Assert.Equal(2, _signatures);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_none_of_our_business_and_nothing_is_signed()
    {
        var other = TestPki.Root("CN=Authority");

        var answer = await _responder.AnswerAsync(
            new OcspRequest([OcspCertId.Of(other.Issue(new Recipe("CN=Anna")).Public, other.Public)], null).Write(), CancellationToken.None);

        Assert.Equal([0x30, 3, 0x0A, 1, (byte)OcspStatus.Unauthorized], answer);
        Assert.Equal(0, _signatures);
    }

    [Fact]
    public async Task What_is_no_request_is_malformed_and_nothing_is_signed()
    {
        foreach (var request in new byte[][] { [], [0x30, 0x80], new byte[OcspRequest.MaxLength + 1], "GET / HTTP/1.1"u8.ToArray() })
            Assert.Equal([0x30, 3, 0x0A, 1, (byte)OcspStatus.MalformedRequest], await _responder.AnswerAsync(request, CancellationToken.None));
        Assert.Equal(0, _signatures);
    }

    [Fact]
    public async Task Several_certificates_are_answered_at_once()
    {
        var ids = new[] { _good, _revoked, _foreign }.Select(one => OcspCertId.Of(one.Public, _authority.Public)).ToList();

        var answer = await _responder.AnswerAsync(new OcspRequest(ids, null).Write(), CancellationToken.None);

        Assert.True(Read(answer, _good) is { IsKnown: true, Revoked: null });
        Assert.NotNull(Read(answer, _revoked)?.Revoked);
        Assert.True(Read(answer, _foreign) is { IsKnown: false });
    }

    private async Task<CertificateFailure?> CheckAsync(TestCertificate leaf)
    {
        var places = new Places();
        places.Answer(Address, request => _responder.AnswerAsync(request.Body!.Value, CancellationToken.None).AsTask().GetAwaiter().GetResult());
        return await new RevocationChecker(places, _clock).CheckAsync(
            [leaf.Public.RawData, _authority.Public.RawData], RevocationSettings.Windows, CancellationToken.None);
    }

    private async Task<byte[]> AskAsync(TestCertificate leaf, byte[]? nonce) => await _responder.AnswerAsync(
        new OcspRequest([OcspCertId.Of(leaf.Public, _authority.Public)], nonce is null ? (ReadOnlyMemory<byte>?)null : nonce).Write(), CancellationToken.None);

    private OcspSingle? Read(byte[] encoded, TestCertificate leaf) =>
        OcspAnswer.TryParse(encoded, out var answer, out _) ? answer.Find(leaf.Public, _authority.Public, null, _clock.Now, out _) : null;

    private byte[] Sign(byte[] data, out byte[] algorithm)
    {
        _signatures++;
        var generator = X509SignatureGenerator.CreateForECDsa(_authority.Key);
        algorithm = generator.GetSignatureAlgorithmIdentifier(HashAlgorithmName.SHA256);
        return generator.SignData(data, HashAlgorithmName.SHA256);
    }
}
