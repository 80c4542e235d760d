using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Revocation;
using Adit.Certificates.Tests.Issuing;
using Adit.Certificates.Tests.Support;

namespace Adit.Certificates.Tests.Revocation;

public sealed class IssuedRecordTests
{
    private readonly TestCertificate _root = TestPki.Root();
    private readonly InMemoryIssuedCertificates _books = new();
    private readonly TestCertificate _authority;
    private readonly IssuedRecord _record;

    public IssuedRecordTests()
    {
        _authority = _root.Issue(TestPki.Authority("CN=Issuing"));
        _record = new IssuedRecord(_authority.Public, _books);
    }

    [Fact]
    public async Task What_is_revoked_in_the_books_is_revoked_with_its_reason()
    {
        var leaf = await IssueAsync();
        await _books.RevokeAsync(leaf.Public.SerialNumber, X509RevocationReason.CessationOfOperation, FixedClock.Today, CancellationToken.None);

        Assert.Equal(new OwnStatement(new RevokedEntry(FixedClock.Today, X509RevocationReason.CessationOfOperation)), await FindAsync(leaf, _authority));
    }

    [Fact]
    public async Task What_is_in_the_books_and_not_revoked_is_good() =>
        Assert.Equal(new OwnStatement(null), await FindAsync(await IssueAsync(), _authority));

    [Fact]
    public async Task The_issuing_CA_vouches_for_itself() => Assert.Equal(new OwnStatement(null), await FindAsync(_authority, _root));

    [Fact]
    public async Task Of_what_is_not_in_the_books_or_by_another_nothing_is_said()
    {
        var leaf = await IssueAsync();

        Assert.Null(await FindAsync(_authority.Issue(new Recipe("CN=Unknown")), _authority));
        Assert.Null(await FindAsync(leaf, _root));
    }

    private async Task<TestCertificate> IssueAsync()
    {
        var leaf = _authority.Issue(new Recipe("CN=Anna"));
        await _books.AddAsync(IssuedCertificate.Of(leaf.Public, _authority.Public, "user"), CancellationToken.None);
        return leaf;
    }

    private Task<OwnStatement?> FindAsync(TestCertificate certificate, TestCertificate issuer) =>
        _record.FindAsync(certificate.Public, issuer.Public, CancellationToken.None);
}
