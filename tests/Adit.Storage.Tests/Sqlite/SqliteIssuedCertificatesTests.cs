using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Tests.Issuing;

namespace Adit.Storage.Tests.Sqlite;

public sealed class SqliteIssuedCertificatesTests : IssuedCertificatesContract, IDisposable
{
    private readonly TemporaryDatabase _temporary = new();

    protected override IIssuedCertificates Store => _temporary.Database.Certificates;

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task A_revocation_is_a_numbered_change()
    {
        await Store.AddAsync(New("4A01"), default);
        await Store.RevokeAsync("4A01", X509RevocationReason.Superseded, DateTimeOffset.UnixEpoch, default);
        await Store.RevokeAsync("4A01", X509RevocationReason.Superseded, DateTimeOffset.UnixEpoch, default);

        var change = Assert.Single(await _temporary.Database.Changes.ListAfterAsync(0, 10, default));

        Assert.Equal(("certificate", "4A01"), (change.Kind, change.Subject));
    }
}
