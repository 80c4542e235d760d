using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;

namespace Adit.Certificates.Tests.Issuing;

/// <summary>What every <see cref="IIssuedCertificates"/> promises.</summary>
public abstract class IssuedCertificatesContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected abstract IIssuedCertificates Store { get; }

    [Fact]
    public async Task A_certificate_is_found_as_it_was_entered()
    {
        var entered = New("4A01");
        await Store.AddAsync(entered, default);

        var found = await Store.FindAsync("4A01", default);

        Assert.NotNull(found);
        Assert.Equal(entered.Der.ToArray(), found.Der.ToArray());
        Assert.Equal(entered, found with { Der = entered.Der });
    }

    [Fact]
    public async Task A_serial_number_of_nobody_is_not_found() => Assert.Null(await Store.FindAsync("4A01", default));

    [Fact]
    public async Task A_serial_number_is_given_once()
    {
        await Store.AddAsync(New("4A01"), default);

        await Assert.ThrowsAnyAsync<Exception>(async () => await Store.AddAsync(New("4A01"), default));

        Assert.Single(await Store.ListAsync(default));
    }

    [Fact]
    public async Task The_newest_is_listed_first()
    {
        foreach (var serial in new[] { "4A02", "4A03", "4A01" })
            await Store.AddAsync(New(serial), default);

        Assert.Equal(["4A01", "4A03", "4A02"], (await Store.ListAsync(default)).Select(certificate => certificate.Serial));
    }

    [Fact]
    public async Task A_revocation_is_told_with_its_first_time_and_reason()
    {
        await Store.AddAsync(New("4A01"), default);

        Assert.True(await Store.RevokeAsync("4A01", X509RevocationReason.KeyCompromise, Now, default));
        Assert.False(await Store.RevokeAsync("4A01", X509RevocationReason.Superseded, Now.AddDays(1), default));

        var found = await Store.FindAsync("4A01", default);
        Assert.Equal((Now, X509RevocationReason.KeyCompromise), (found!.RevokedUtc, found.Reason));
    }

    [Fact]
    public async Task What_was_never_issued_cannot_be_revoked() =>
        Assert.False(await Store.RevokeAsync("4A01", X509RevocationReason.Unspecified, Now, default));

    [Fact]
    public async Task The_list_of_a_ca_has_what_it_revoked_and_what_has_not_ended()
    {
        await Store.AddAsync(New("4A03"), default);
        await Store.AddAsync(New("4A01"), default);
        await Store.AddAsync(New("4A02"), default);
        await Store.AddAsync(New("4A04") with { IssuerKeyId = "BB" }, default);
        await Store.AddAsync(New("4A05") with { NotAfterUtc = Now }, default);
        foreach (var serial in new[] { "4A01", "4A03", "4A04", "4A05" })
            await Store.RevokeAsync(serial, X509RevocationReason.Superseded, Now, default);

        Assert.Equal(["4A01", "4A03"], (await Store.ListRevokedAsync("AA", Now, default)).Select(certificate => certificate.Serial));
    }

    protected static IssuedCertificate New(string serial) =>
        new(serial, "AA", "user", "CN=anna", new byte[] { 0x30, 1, 2 }, Now.AddDays(-1), Now.AddDays(1));
}
