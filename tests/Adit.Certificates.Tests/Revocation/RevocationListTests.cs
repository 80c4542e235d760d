using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Revocation;
using Adit.Certificates.Tests.Support;

namespace Adit.Certificates.Tests.Revocation;

public sealed class RevocationListTests
{
    [Theory]
    [InlineData("p256", "p256")]
    [InlineData("p384", "p384")]
    [InlineData("p521", "p521")]
    [InlineData("rsa", "rsa")]
    [InlineData("rsa-pss", "rsa")]
    public void A_list_that_openssl_signed_is_its_issuers_and_nobody_elses(string file, string authority)
    {
        var list = Parse(file);

        foreach (var name in new[] { "p256", "p384", "p521", "rsa" })
        {
            using var issuer = Vector.Certificate(name);
            Assert.Equal(name == authority, list.IsBy(issuer));
        }
    }

    [Fact]
    public void A_signature_with_SHA_1_is_none()
    {
        using var issuer = Vector.Certificate("rsa");

        Assert.False(Parse("rsa-sha1").IsBy(issuer));
    }

    [Fact]
    public void Its_dates_number_and_length_are_those_that_openssl_wrote()
    {
        var list = Parse("p256");

        Assert.Equal(new Lifespan(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2125, 1, 1, 0, 0, 0, TimeSpan.Zero)), list.Life);
        Assert.Equal("1000", list.Number);
        Assert.Equal(3, list.Count);
    }

    [Theory]
    [InlineData("00F2", 1, X509RevocationReason.KeyCompromise)]
    [InlineData("F2", 1, X509RevocationReason.KeyCompromise)]
    [InlineData("0F3344556677889900AABBCCDDEEFF0011", 2, X509RevocationReason.Unspecified)]
    [InlineData("55", 3, X509RevocationReason.CertificateHold)]
    public void What_is_listed_is_found_with_date_and_reason(string serial, int day, X509RevocationReason reason) => Assert.Equal(
        new RevokedEntry(new DateTimeOffset(2026, 3, day, 12, 0, 0, TimeSpan.Zero), reason), Parse("p256").Find(Convert.FromHexString(serial)));

    [Theory]
    [InlineData("51")]
    [InlineData("")]
    [InlineData("0F3344556677889900AABBCCDDEEFF0012")]
    public void What_is_not_listed_is_not_found(string serial) => Assert.Null(Parse("p256").Find(Convert.FromHexString(serial)));

    [Theory]
    [InlineData("p256", true)]
    [InlineData("scoped", true)]
    [InlineData("elsewhere", false)]
    [InlineData("authorities", false)]
    public void A_list_speaks_only_of_the_certificates_in_its_scope(string file, bool covers)
    {
        using var leaf = Vector.Certificate("good");

        Assert.Equal(covers, Parse(file).Covers(leaf));
    }

    [Theory]
    [InlineData("delta", "delta")]
    [InlineData("indirect", "other issuers")]
    [InlineData("unknown-extension", "1.2.3.4")]
    public void A_list_that_could_leave_a_question_open_is_refused(string file, string word)
    {
        Assert.False(RevocationList.TryParse(Vector.Read($"{file}.crl"), out _, out var problem));
        Assert.Contains(word, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_a_year_that_never_was_is_not_read_for_ever() =>
        Assert.False(RevocationList.TryParse(new byte[RevocationList.MaxLength + 1], out _, out _));

    [Fact]
    public void Indefinite_lengths_are_not_DER()
    {
        var list = Vector.Read("p256.crl");
        byte[] indefinite = [0x30, 0x80, .. list[4..], 0, 0];

        Assert.False(RevocationList.TryParse(indefinite, out _, out _));
    }

    [Fact]
    public void However_a_list_is_altered_it_is_not_its_issuers_and_nothing_is_thrown()
    {
        using var issuer = Vector.Certificate("p256");
        var good = Vector.Read("p256.crl");
        for (var at = 0; at < good.Length; at++)
        {
            foreach (var flip in new byte[] { 0x01, 0x80, 0xFF })
            {
                var altered = good.ToArray();
                altered[at] ^= flip;
                Assert.False(RevocationList.TryParse(altered, out var list, out _) && list.IsBy(issuer), $"byte {at} with {flip:X2}");
            }
        }
    }

    [Fact]
    public void A_list_is_not_that_of_an_authority_of_the_same_name()
    {
        var (real, impostor) = (TestPki.Root("CN=Same"), TestPki.Root("CN=Same"));

        Assert.True(RevocationList.TryParse(TestLists.Of(impostor), out var list, out _));
        Assert.False(list.IsBy(real.Public));
        Assert.True(list.IsBy(impostor.Public));
    }

    [Fact]
    public void A_certificate_that_may_not_sign_lists_has_signed_none()
    {
        var leaf = TestPki.Root().Issue(new Recipe("CN=Leaf") { Extra = TestLists.OnlyDigitalSignature });

        Assert.True(RevocationList.TryParse(TestLists.Of(leaf), out var list, out _));
        Assert.False(list.IsBy(leaf.Public));
    }

    [Fact]
    public void A_list_of_megabytes_is_looked_through_where_it_lies()
    {
        var root = TestPki.Root();
        var serials = Enumerable.Range(0, 40_000).Select(number => (byte[])[0x11, .. BitConverter.GetBytes(number), .. new byte[8]]).ToList();
        Assert.True(RevocationList.TryParse(TestLists.Of(root, serials), out var list, out _));
        list.Find(serials[0]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotNull(list.Find(serials[^1]));
        Assert.Null(list.Find([0x12]));

        Assert.Equal(40_000, list.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    private static RevocationList Parse(string file) =>
        RevocationList.TryParse(Vector.Read($"{file}.crl"), out var list, out var problem) ? list : throw new CryptographicException(problem);
}
