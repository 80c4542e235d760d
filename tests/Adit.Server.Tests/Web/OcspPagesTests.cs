using System.Formats.Asn1;
using System.Net;
using Adit.Certificates.Issuing;
using Adit.Certificates.Revocation.Ocsp;
using Adit.Server.Tests.Support;
using Adit.Server.Web;

namespace Adit.Server.Tests.Web;

/// <summary>OCSP over plain HTTP, and what comes there that is none.</summary>
public sealed class OcspPagesTests : IAsyncLifetime
{
    private static readonly byte[] _malformed = [0x30, 3, 0x0A, 1, (byte)OcspStatus.MalformedRequest];

    /// <summary>An address of the loopback that no other process has, so that any port of it is free.</summary>
    private static readonly IPEndPoint _endPoint = new(
        new IPAddress((byte[])[127, 88, (byte)(Environment.ProcessId >> 8), (byte)Environment.ProcessId]), 8080);

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://{_endPoint}") };
    private WebFront _web = null!;

    public async ValueTask InitializeAsync()
    {
        var ca = TestCertificate.Ca;
        var responder = new OcspResponder(ca.Issuer, ca.SignData, new NoBooks(), TimeProvider.System);
        _web = await WebFront.StartAsync([_endPoint], ca.Certificate, () => true, pages => OcspPages.Map(pages, responder));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _web.DisposeAsync();
    }

    [Fact]
    public async Task A_request_is_answered_by_POST_and_may_not_be_cached()
    {
        using var answer = await _http.PostAsync("/ocsp", new ByteArrayContent(Request()));

        Assert.Equal("application/ocsp-response", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        await AssertAnsweredAsync(answer);
    }

    [Fact]
    public async Task A_request_is_answered_by_GET_with_its_slashes_escaped_or_not()
    {
        var text = Convert.ToBase64String(Request());
        foreach (var path in new[] { text, Uri.EscapeDataString(text) })
        {
            using var answer = await _http.GetAsync(new Uri($"http://{_endPoint}/ocsp/{path}"));

            Assert.Equal(TimeSpan.FromMinutes(5), answer.Headers.CacheControl?.MaxAge);
            await AssertAnsweredAsync(answer);
        }
    }

    [Fact]
    public async Task What_is_no_request_is_told_so_in_OCSPs_own_words()
    {
        using var posted = await _http.PostAsync("/ocsp", new ByteArrayContent("hello"u8.ToArray()));
        using var got = await _http.GetAsync("/ocsp/aGVsbG8=");

        Assert.Equal(_malformed, await posted.Content.ReadAsByteArrayAsync());
        Assert.Equal(_malformed, await got.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_body_that_is_too_long_and_a_path_that_is_no_base64_are_bad_requests()
    {
        using var posted = await _http.PostAsync("/ocsp", new ByteArrayContent(new byte[OcspRequest.MaxLength + 1]));
        using var got = await _http.GetAsync("/ocsp/%00..%2F..%2F");
        using var empty = await _http.GetAsync("/ocsp");

        Assert.Equal(
            (HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (posted.StatusCode, got.StatusCode, empty.StatusCode));
    }

    /// <summary>OCSPResponse ::= SEQUENCE { responseStatus ENUMERATED successful, … } (RFC 6960 §4.2.1).</summary>
    private static async Task AssertAnsweredAsync(HttpResponseMessage answer)
    {
        var reader = new AsnReader(await answer.Content.ReadAsByteArrayAsync(), AsnEncodingRules.DER).ReadSequence();
        Assert.Equal(OcspStatus.Successful, reader.ReadEnumeratedValue<OcspStatus>());
    }

    private static byte[] Request() => new OcspRequest([OcspCertId.Of(TestCertificate.Served.Leaf, TestCertificate.Ca.Issuer)], null).Write();

    private sealed class NoBooks : IIssuedCertificates
    {
        public ValueTask AddAsync(IssuedCertificate certificate, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IssuedCertificate?> FindAsync(string serial, CancellationToken cancellationToken) => new((IssuedCertificate?)null);

        public ValueTask<IReadOnlyList<IssuedCertificate>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<IssuedCertificate>> ListRevokedAsync(
            string issuerKeyId, DateTimeOffset nowUtc, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> RevokeAsync(
            string serial, System.Security.Cryptography.X509Certificates.X509RevocationReason reason, DateTimeOffset atUtc, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
