using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Revocation;
using Adit.Certificates.Revocation.Ocsp;
using Adit.Certificates.Tests.Support;

namespace Adit.Certificates.Tests.Revocation.Ocsp;

public sealed class OcspAnswerTests : IDisposable
{
    private readonly X509Certificate2 _authority = Vector.Certificate("p256");
    private readonly X509Certificate2 _good = Vector.Certificate("good");
    private readonly X509Certificate2 _revoked = Vector.Certificate("revoked");

    public void Dispose()
    {
        _authority.Dispose();
        _good.Dispose();
        _revoked.Dispose();
    }

    [Theory]
    [InlineData("by-name")]
    [InlineData("by-key")]
    [InlineData("delegated")]
    public void An_answer_that_openssl_signed_says_what_is_good_and_what_is_revoked(string file)
    {
        var answer = Parse(file);

        Assert.True(answer.Find(_good, _authority, null, Vector.Now, out _) is { IsKnown: true, Revoked: null });
        Assert.Equal(
            new RevokedEntry(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), X509RevocationReason.KeyCompromise),
            answer.Find(_revoked, _authority, null, Vector.Now, out _)?.Revoked);
    }

    [Fact]
    public void An_answer_with_SHA_256_names_is_found_as_well() => Assert.NotNull(Parse("sha256").Find(_good, _authority, null, Vector.Now, out _));

    [Fact]
    public void An_answer_for_another_certificate_says_nothing()
    {
        Assert.Null(Parse("sha256").Find(_revoked, _authority, null, Vector.Now, out var problem));
        Assert.Contains("another certificate", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_signed_by_a_certificate_of_the_issuer_for_another_purpose_says_nothing()
    {
        Assert.Null(Parse("not-delegated").Find(_good, _authority, null, Vector.Now, out var problem));
        Assert.Contains("signed by nobody", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_about_one_authority_says_nothing_to_another()
    {
        using var other = Vector.Certificate("p384");

        Assert.Null(Parse("by-name").Find(_good, other, null, Vector.Now, out _));
    }

    [Theory]
    [InlineData(2025)]
    [InlineData(2126)]
    public void An_answer_that_does_not_hold_now_says_nothing(int year) =>
        Assert.Null(Parse("by-name").Find(_good, _authority, null, new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero), out _));

    [Fact]
    public void A_delegate_whose_certificate_has_ended_speaks_for_nobody() => // the answer itself ends later
        Assert.Null(Parse("delegated").Find(_good, _authority, null, new DateTimeOffset(2123, 1, 1, 0, 0, 0, TimeSpan.Zero), out _));

    [Fact]
    public void An_answer_to_another_question_says_nothing()
    {
        Assert.True(OcspRequest.TryParse(Vector.Read("nonce.request"), out var request));

        Assert.NotNull(Parse("nonce").Find(_good, _authority, request.Nonce, Vector.Now, out _));
        Assert.Null(Parse("nonce").Find(_good, _authority, new byte[16], Vector.Now, out var problem));
        Assert.Contains("another question", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void A_refusal_says_nothing(byte status)
    {
        Assert.True(OcspAnswer.TryParse(new byte[] { 0x30, 3, 0x0A, 1, status }, out var answer, out _));
        Assert.Null(answer.Find(_good, _authority, null, Vector.Now, out var problem));
        Assert.Contains(((OcspStatus)status).ToString(), problem, StringComparison.Ordinal);
    }

    [Fact]
    public void However_an_answer_is_altered_it_says_nothing_else_and_nothing_is_thrown()
    {
        foreach (var file in new[] { "by-key", "delegated" })
        {
            var good = Vector.Read($"{file}.ocsp");
            for (var at = 0; at < good.Length; at++)
            {
                foreach (var flip in new byte[] { 0x01, 0xFF })
                    AssertSaysNothingElse(good, at, flip);
            }
        }
    }

    private void AssertSaysNothingElse(byte[] good, int at, byte flip)
    {
        var altered = good.ToArray();
        altered[at] ^= flip;
        if (!OcspAnswer.TryParse(altered, out var answer, out _))
            return;

        Assert.True(answer.Find(_revoked, _authority, null, Vector.Now, out _) is null or { Revoked: not null }, $"byte {at} with {flip:X2}");
        Assert.True(answer.Find(_good, _authority, null, Vector.Now, out _) is null or { IsKnown: true, Revoked: null }, $"byte {at} with {flip:X2}");
    }

    private static OcspAnswer Parse(string file) =>
        OcspAnswer.TryParse(Vector.Read($"{file}.ocsp"), out var answer, out var problem) ? answer : throw new InvalidOperationException(problem);
}
